import type { Resource, Taking } from '../store/records.js';
import { toText } from '../wire/amount.js';

/**
 * What PayPal announces of v1 payments, sales and disputes, and in which words (developer.paypal.com/api/rest/webhooks/
 * event-names, read 2026-11). Nothing is announced of a payment that was only created, nor of a refund that fails: those
 * have to be asked for.
 */
const SUMMARIES = {
  'PAYMENTS.PAYMENT.CREATED': 'Checkout payment is created and approved by buyer',
  'PAYMENT.SALE.COMPLETED': 'Payment completed for',
  'PAYMENT.SALE.PENDING': 'Payment pending for',
  'PAYMENT.SALE.DENIED': 'Payment denied for',
  'PAYMENT.SALE.REFUNDED': 'A sale payment was refunded:',
  'PAYMENT.SALE.REVERSED': 'A sale payment was reversed:',
  'PAYMENT.AUTHORIZATION.CREATED': 'A payment authorization was created for',
  'PAYMENT.AUTHORIZATION.VOIDED': 'A payment authorization was voided:',
  'PAYMENT.CAPTURE.COMPLETED': 'Payment completed for',
  'PAYMENT.CAPTURE.PENDING': 'Payment pending for',
  'PAYMENT.CAPTURE.DENIED': 'Payment denied for',
  'PAYMENT.CAPTURE.REFUNDED': 'A capture payment was refunded:',
  'PAYMENT.CAPTURE.REVERSED': 'A capture payment was reversed:',
  'CUSTOMER.DISPUTE.CREATED': 'A new dispute opened with the case amount',
  'CUSTOMER.DISPUTE.UPDATED': 'A dispute was updated with the case amount',
  'CUSTOMER.DISPUTE.RESOLVED': 'A dispute was resolved with the case amount',
} as const;

export type EventType = keyof typeof SUMMARIES;

export const EVENT_TYPES: readonly string[] = Object.keys(SUMMARIES);

export function summaryOf(type: EventType, { amount, currency }: Resource): string {
  const summary = SUMMARIES[type];
  return type === 'PAYMENTS.PAYMENT.CREATED' ? summary : `${summary} ${toText(amount, currency)} ${currency}`;
}

type TakingNews = 'COMPLETED' | 'PENDING' | 'DENIED' | 'REFUNDED' | 'REVERSED';

/** Sales and captures have the same news under their own names. */
export function takingEvent(taking: Taking, news: TakingNews): EventType {
  return `PAYMENT.${taking.object === 'sale' ? 'SALE' : 'CAPTURE'}.${news}`;
}
