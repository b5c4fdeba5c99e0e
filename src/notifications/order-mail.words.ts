import type { OrderForMail } from '../orders/index.js';
import { formatMoney } from '../shared/money.js';
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
};

function confirmed(order: OrderForMail): MailWords {
  const total = formatMoney(order.grandTotalMinor, order.currency);
  return {
    subject: `Your order ${order.number} is confirmed`,
    preview: `Thank you. Your payment of ${total} has arrived.`,
    title: 'Your order is confirmed',
    paragraphs: [
      `Thank you for your order. Your payment of ${total} has arrived, and we are getting your items ready.`,
    ],
    notice: null,
  };
}

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
  const notice = order.refund ? refundNotice(order.refund, order.currency) : NOTHING_CHARGED;
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

const NOTHING_CHARGED: Notice = {
  title: 'Nothing was charged',
  lines: ['No payment was taken for this order, so there is nothing to refund.'],
};

/** How long a refund takes after the gateway has accepted it is up to the customer's bank. */
const UNTIL_SHOWN = 'Banks usually take 5 to 10 business days to show it.';

const REFUND_NOTICES: Record<Refund['status'], (amount: string, refundId: string) => Notice> = {
  pending: (amount, refundId) => ({
    title: `Your refund of ${amount} is on its way`,
    lines: [`It goes back to the way you paid. ${UNTIL_SHOWN}`, `Reference: ${refundId}`],
  }),
  succeeded: (amount, refundId) => ({
    title: `We have refunded ${amount}`,
    lines: [`It went back to the way you paid. ${UNTIL_SHOWN}`, `Reference: ${refundId}`],
  }),
  failed: (amount, refundId) => ({
    title: `Your refund of ${amount} needs our attention`,
    lines: [
      'It could not go back to the way you paid. We will find another way with you.',
      `Reference: ${refundId}`,
    ],
  }),
  not_required: () => NOTHING_CHARGED,
};

function refundNotice({ status, amountMinor, refundId }: Refund, currency: string): Notice {
  return REFUND_NOTICES[status](formatMoney(amountMinor, currency), refundId);
}
