import { randomText } from '../../provider/random-text.js';

const CAPITALS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
/** In place of the seven characters that PayPal puts between `PAYID-` and the cart. */
const PAYMENT_PREFIX = 'PAYID-SANDBOX';

/** Of a sale, an authorization, a capture, a refund or a webhook. */
export function newId(): string {
  return randomText(17, CAPITALS_AND_DIGITS);
}

export function newPaymentId(): string {
  return PAYMENT_PREFIX + newId();
}

export function newEventId(): string {
  return `WH-${newId()}-${newId()}`;
}

export function newDisputeId(): string {
  return `PP-D-${randomText(10, '0123456789')}`;
}

export function newDebugId(): string {
  return randomText(13, '0123456789abcdef');
}

/** A payment and its token name the same cart, so one leads to the other without an index. */
export function cartOf(paymentId: string): string {
  return paymentId.slice(PAYMENT_PREFIX.length);
}

export function tokenOf(paymentId: string): string {
  return `EC-${cartOf(paymentId)}`;
}

export function paymentIdOf(token: string): string {
  return PAYMENT_PREFIX + token.replace(/^EC-/, '');
}
