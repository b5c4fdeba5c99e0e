import type { MailPapers, PrintedPdf } from '../invoices/index.js';
import { NOT_THE_CUSTOMERS, type OrderForMail } from '../orders/index.js';
import type { PaymentMethodName } from '../payments/index.js';
import type { EventType } from '../shared/events/event.js';
import type { Said } from './said.js';
import * as orders from './sayings/orders.js';
import * as payments from './sayings/payments.js';
import * as returns from './sayings/returns.js';
import { isPaidElsewhere } from './sayings/ways-to-pay.js';
import type { Speech } from './speech.js';
import type { Told } from './told.js';

/** A mail about an order. */
export interface OrderMail {
  readonly on: EventType;
  readonly says: (told: Told, speech: Speech) => Said;
  /** Whether the order's customer is to hear of it; absent: always. */
  readonly isWanted?: (told: Pick<Told, 'order' | 'data'>) => boolean;
  /** The PDFs that go with it: it waits until they are issued. */
  readonly papers?: (papers: MailPapers, order: OrderForMail) => Promise<readonly PrintedPdf[]>;
}

/** Refunds of money that came when its order could not take it. Others are told of by what has caused them. */
const CAME_TOO_LATE: ReadonlySet<string | undefined> = new Set(['cancelled', 'paid_already', 'adjusted']);

const OURS: ReadonlySet<string | null> = new Set([...NOT_THE_CUSTOMERS, null]);

const isPaidLater = (method: PaymentMethodName): boolean => isPaidElsewhere(method) || method === 'paypal';

const theRefundsNote: OrderMail['papers'] = (papers, { orderId, refund }) =>
  papers.refund(orderId, refund?.refundId ?? null);

/**
 * Every mail about an order: the event that causes it, what it says, whether it is wanted, and what goes with it. To add one: a
 * row here, its words in each language, and two templates of its name.
 */
export const ORDER_MAILS = {
  'order-confirmed': {
    on: 'order.confirmed',
    says: orders.orderConfirmed,
    papers: async (papers, { orderId }) => [await papers.invoice(orderId)],
  },
  'order-cancelled': {
    on: 'order.cancelled',
    says: orders.orderCancelled,
    // An order that another one replaced never existed for its customer.
    isWanted: ({ order }) => order.cancelReason !== 'superseded',
    // The note of a refund goes with the mail that tells that it is made.
    papers: (papers, { orderId }) => papers.cancellation(orderId, null),
  },
  'items-cancelled': { on: 'order.items_cancelled', says: orders.itemsCancelled },
  'payment-failed': {
    on: 'payment.failed',
    says: payments.paymentFailed,
    isWanted: ({ order: { status, payment } }) =>
      status === 'pending' &&
      payment !== null &&
      payment.isLast &&
      !OURS.has(payment.reason) &&
      // Who tries one card after the other knows; who pays later and elsewhere does not.
      (payment.isFirstFailure || isPaidLater(payment.method)),
  },
  'payment-instructions': {
    on: 'payment.requires_action',
    says: payments.paymentInstructions,
    isWanted: ({ order: { status, payment } }) =>
      status === 'pending' &&
      payment !== null &&
      payment.isLast &&
      payment.nextAction !== null &&
      isPaidElsewhere(payment.method),
  },
  'payment-expiring': {
    on: 'payment.expiring',
    says: payments.paymentExpiring,
    isWanted: ({ order: { status, expiresAt } }) => status === 'pending' && expiresAt !== null,
  },
  'payment-returned': {
    on: 'refund.requested',
    says: payments.paymentReturned,
    isWanted: ({ data }) => CAME_TOO_LATE.has(data.reason),
    papers: theRefundsNote,
  },
  'refund-succeeded': {
    on: 'refund.succeeded',
    says: payments.refundSucceeded,
    papers: theRefundsNote,
  },
  'refund-failed': { on: 'refund.failed', says: payments.refundFailed },
  'parcel-shipped': { on: 'parcel.shipped', says: orders.parcelShipped },
  'order-delivered': { on: 'order.delivered', says: orders.orderDelivered },
  'return-requested': { on: 'return.requested', says: returns.returnRequested },
  'return-approved': { on: 'return.approved', says: returns.returnApproved },
  'return-refused': { on: 'return.refused', says: returns.returnRefused },
  'return-received': { on: 'return.received', says: returns.returnReceived },
  'order-link': { on: 'order.link_requested', says: orders.orderLink },
} as const satisfies Record<string, OrderMail>;

export type OrderTemplate = keyof typeof ORDER_MAILS;

export const ORDER_TEMPLATES = Object.keys(ORDER_MAILS) as OrderTemplate[];

export const isOrderTemplate = (template: string): template is OrderTemplate =>
  Object.hasOwn(ORDER_MAILS, template);

/** Mails that are about no order, and their events. */
export const OTHER_MAILS = {
  'password-reset': 'user.password_reset_requested',
  'stock-low': 'stock.low',
  'staff-locked': 'staff.locked',
} as const satisfies Record<string, EventType>;

export type Template = OrderTemplate | keyof typeof OTHER_MAILS;
