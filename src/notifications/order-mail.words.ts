import type { OrderForMail } from '../orders/index.js';
import { labelOf } from '../payments/index.js';
import { formatMoney } from '../shared/money.js';
import { oneLine } from '../shared/one-line.js';
import type { Template } from './templates.js';

/** What a mail says before it lists the order. */
export interface MailWords {
  readonly subject: string;
  /** What a mail list shows beside the subject. */
  readonly preview: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** The box above the order: what happens to the money. */
  readonly notice: Notice | null;
}

export interface Notice {
  readonly title: string;
  readonly lines: readonly string[];
}

type Refund = NonNullable<OrderForMail['refund']>;

export const WORDS: Record<Template, (order: OrderForMail) => MailWords> = {
  'order-confirmed': confirmed,
  'order-cancelled': cancelled,
  'payment-returned': paymentReturned,
};

function confirmed(order: OrderForMail): MailWords {
  const total = formatMoney(order.grandTotalMinor, order.currency);
  const payment = order.isPromised
    ? `Your payment of ${total} is reserved and will be taken when your items are shipped`
    : `Your payment of ${total} has arrived`;
  return {
    subject: `Your order ${order.number} is confirmed`,
    preview: `Thank you. ${payment}.`,
    title: 'Your order is confirmed',
    paragraphs: [
      `Thank you for your order. ${payment}. We are getting your items ready.`,
      ...laterParagraph(order),
      ...missingParagraph(order),
    ],
    notice: null,
  };
}

const laterParagraph = ({ items }: OrderForMail): string[] =>
  items.some(({ backordered }) => backordered > 0)
    ? ['Some of them are not in stock yet. We send them as soon as they are.']
    : [];

const missingParagraph = ({ unavailable }: OrderForMail): string[] =>
  unavailable.length > 0
    ? [
        `Not in stock, and so not part of this order: ${unavailable
          .map(({ productName, missing }) => `${missing} × ${oneLine(productName)}`)
          .join(', ')}. You pay for nothing that we cannot send.`,
      ]
    : [];

const REASONS: ReadonlyMap<string | null, string> = new Map([
  ['customer_request', 'As you asked, we have cancelled your order.'],
  [
    'payment_expired',
    'Your order was not paid in time, so we have cancelled it. The items are no longer held for you.',
  ],
  [
    'out_of_stock',
    'We are sorry: an item of your order sold out before your payment arrived, so we had to cancel it.',
  ],
  ['admin', 'We had to cancel your order.'],
]);

/** Methods whose money can still be under way when an order expires. It is sent back when it arrives. */
const SLOW_METHODS: ReadonlySet<string | null> = new Set(['bank_transfer', 'crypto']);

function cancelled(order: OrderForMail): MailWords {
  const reason = REASONS.get(order.cancelReason) ?? 'Your order has been cancelled.';
  const notice = moneyNotice(order);
  const mayStillArrive = order.cancelReason === 'payment_expired' && SLOW_METHODS.has(order.paymentMethod);
  return {
    subject: `Your order ${order.number} is cancelled`,
    preview: `${notice.title}. ${reason}`,
    title: 'Your order is cancelled',
    paragraphs: mayStillArrive
      ? [reason, 'If your payment is on its way, we send it back when it arrives.']
      : [reason],
    notice,
  };
}

const RETURNED_AFTER_THE_END =
  'Your payment reached us after this order had ended, so we are returning it. You owe us nothing.';
const RETURNED: ReadonlyMap<string | undefined, string> = new Map([
  [
    'paid_already',
    'Your order was paid already when another payment for it reached us. Your order stays as it is; we are returning the second payment.',
  ],
  [
    'adjusted',
    'Your payment is of what your order cost before it was changed, so we are returning it. Your order stays as it is and can be paid anew.',
  ],
]);

/** Money that came when the order could not take it any more: why, and that it goes back. */
function paymentReturned(order: OrderForMail): MailWords {
  const reason = RETURNED.get(order.refund?.reason) ?? RETURNED_AFTER_THE_END;
  const notice = moneyNotice(order);
  return {
    subject: `We are returning your payment for order ${order.number}`,
    preview: `${notice.title}. ${reason}`,
    title: 'We are returning your payment',
    paragraphs: [reason],
    notice,
  };
}

function moneyNotice(order: OrderForMail): Notice {
  if (order.refund) return refundNotice(order.refund, order.currency);
  if (order.capturedMinor > 0) return NOTHING_LEFT;
  return order.isPromised ? PROMISE_RELEASED : NOTHING_CHARGED;
}

const NOTHING_CHARGED: Notice = {
  title: 'Nothing was charged',
  lines: ['No payment was taken for this order, so there is nothing to refund.'],
};

const PROMISE_RELEASED: Notice = {
  title: 'Nothing was charged',
  lines: ['The amount that was reserved for this order is yours again. Banks may need some days to show it.'],
};

const NOTHING_LEFT: Notice = {
  title: 'There is nothing left to refund',
  lines: ['What you paid for this order has been refunded before, or your bank has claimed it back for you.'],
};

/** How long a refund takes after the gateway has accepted it is up to whoever holds the customer's account. */
const UNTIL_SHOWN = 'It usually takes 5 to 10 business days until it shows.';

type Words = (amount: string, method: string) => { readonly title: string; readonly line: string };

const REFUND_WORDS: Record<Exclude<Refund['status'], 'not_required'>, Words> = {
  waiting: (amount) => ({
    title: `Your payment of ${amount} is still undecided`,
    line: 'Should it come through after all, we return all of it.',
  }),
  pending: (amount, method) => ({
    title: `Your refund of ${amount} is on its way`,
    line: `It goes back to where it came from (${method}). ${UNTIL_SHOWN}`,
  }),
  succeeded: (amount, method) => ({
    title: `We have refunded ${amount}`,
    line: `It went back to where it came from (${method}). ${UNTIL_SHOWN}`,
  }),
  failed: (amount, method) => ({
    title: `Your refund of ${amount} needs our attention`,
    line: `It could not go back to where it came from (${method}). We will find another way with you.`,
  }),
};

function refundNotice({ status, amountMinor, refundId, method }: Refund, currency: string): Notice {
  if (status === 'not_required') return NOTHING_CHARGED;
  const { title, line } = REFUND_WORDS[status](formatMoney(amountMinor, currency), labelOf(method));
  return { title, lines: [line, `Reference: ${refundId}`] };
}
