import type { Failed, FailureReason } from '../../outcome.js';
import { refusalOf } from './paypal-error.js';

/**
 * PayPal's definite refusals of an execute, in our words (developer.paypal.com/api/deprecated/payments/v1/errors, read
 * 2026-11-23). A refusal without a row is not taken for one: the payment is looked at.
 */
const REASONS: ReadonlyMap<string, FailureReason> = new Map<string, FailureReason>([
  ['INSUFFICIENT_FUNDS', 'insufficient_funds'],
  ['INSTRUMENT_DECLINED', 'card_declined'],
  ['CREDIT_CARD_REFUSED', 'card_declined'],
  ['PAYER_CANNOT_PAY', 'card_declined'],
  ['REDIRECT_PAYER_FOR_ALTERNATE_FUNDING', 'card_declined'],
  ['TRANSACTION_LIMIT_EXCEEDED', 'card_declined'],
  ['TRANSACTION_REFUSED', 'card_declined'],
  ['PAYER_ACCOUNT_LOCKED_OR_CLOSED', 'payment_blocked'],
  ['PAYER_ACCOUNT_RESTRICTED', 'payment_blocked'],
  ['TRANSACTION_REFUSED_BY_PAYPAL_RISK', 'payment_blocked'],
  ['TRANSACTION_REFUSED_PAYEE_PREFERENCE', 'payment_blocked'],
  ['PAYEE_ACCOUNT_LOCKED_OR_CLOSED', 'not_attempted'],
  ['PAYEE_ACCOUNT_RESTRICTED', 'not_attempted'],
  ['PAYMENT_EXPIRED', 'abandoned'],
]);

/** A definite no to an execute, where the error is one. */
export function failureOf(error: unknown, intentId: string): Failed | undefined {
  const code = refusalOf(error);
  const reason = code && REASONS.get(code);
  return reason ? { kind: 'failed', reason, code, intentId } : undefined;
}

/** What a payment that says that it has failed failed for; most often nobody finished it. */
export function reasonOf(failureReason: string | undefined): FailureReason {
  return REASONS.get(failureReason ?? '') ?? 'abandoned';
}
