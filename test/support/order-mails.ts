import type { OrderForMail } from '../../src/orders/index.js';
import { type OrderTemplate } from '../../src/notifications/mail-table.js';
import { orderMailView } from '../../src/notifications/order-mail.view.js';
import { sampleOrder } from '../../src/notifications/preview/samples.js';
import type { EventData } from '../../src/notifications/told.js';

export const anOrder = sampleOrder;

type Refund = NonNullable<OrderForMail['refund']>;

export const aRefund = (status: Refund['status'], over: Partial<Refund> = {}): Refund => ({
  refundId: 'ref_01',
  amountMinor: 15038,
  status,
  reason: 'customer_request',
  method: 'credit_card',
  ...over,
});

export const LINK = `https://shop.example/orders/ORD-7K3M9QX2TB#token=${'x'.repeat(200)}`;

const view = (template: OrderTemplate, over?: Partial<OrderForMail>, data: EventData = {}) =>
  orderMailView(template, { order: anOrder(over), data, link: LINK, linkDays: 30 }, 'Settle');
export const confirmed = (over?: Partial<OrderForMail>) => view('order-confirmed', over);
export const cancelled = (over: Partial<OrderForMail>) => view('order-cancelled', over);
export const returned = (refund: Refund, why: string) =>
  view('payment-returned', { refund }, { reason: why });
export const expired = (paymentMethod: OrderForMail['paymentMethod']) =>
  cancelled({ cancelReason: 'payment_expired', paymentMethod });
