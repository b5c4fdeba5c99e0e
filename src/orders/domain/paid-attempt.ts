import type { Outcome } from '../../payments/index.js';
import type { AttemptChange, Transfer } from '../order-plan.js';
import type { AttemptRow } from '../order-row.js';
import { feeTransfers, transfer } from './ledger.js';
import type { Told } from './traces.js';

/** A payment that came through: the money was taken, or promised to be taken later. */
export type Paid = Extract<Outcome, { kind: 'succeeded' | 'authorized' }>;

export function paidAttempt(attempt: AttemptRow, outcome: Paid): AttemptChange {
  return {
    status: 'succeeded',
    intent_id: outcome.intentId,
    transaction_id: outcome.transactionId,
    card: outcome.card ?? attempt.card,
    ...(outcome.kind === 'succeeded'
      ? { captured_minor: attempt.amount_minor }
      : { authorized_minor: attempt.amount_minor }),
    failure_reason: null,
    failure_code: null,
    next_action: null,
    completing_since: null,
  };
}

export const paymentBooked = (attempt: AttemptRow, outcome: Paid): Transfer[] =>
  outcome.kind === 'succeeded'
    ? [transfer('captured', attempt, attempt.amount_minor), ...feeTransfers(attempt, outcome.fee)]
    : [transfer('authorized', attempt, attempt.amount_minor)];

export const successEvent = (attempt: AttemptRow, outcome: Paid): Told => [
  outcome.kind === 'succeeded' ? 'payment.succeeded' : 'payment.authorized',
  { ...moneyOf(attempt), transactionId: outcome.transactionId },
];

export const moneyOf = (attempt: AttemptRow) => ({
  amountMinor: attempt.amount_minor,
  currency: attempt.currency,
});
