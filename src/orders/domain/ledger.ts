import type { Fee } from '../../payments/index.js';
import type { Movement, Transfer } from '../order-plan.js';
import type { AttemptRow } from '../order-row.js';

/**
 * How money is booked. Debit is where it is now, credit where it came from: what a gateway holds for us, what
 * customers have given, what they only promised, what banks have taken back, and what it all cost.
 */
const atGateway = (attempt: AttemptRow): string => `gateway:${attempt.gateway}`;
const promisedAt = (attempt: AttemptRow): string => `promised:${attempt.gateway}`;
const disputedAt = (attempt: AttemptRow): string => `disputed:${attempt.gateway}`;
const feesOf = (attempt: AttemptRow): string => `fees:${attempt.gateway}`;
const CUSTOMER = 'customer';
const PROMISES = 'customer:promises';
const LOSSES = 'losses:disputes';

/** The two sides of every movement, and the account that each is about. */
const SIDES: Readonly<Record<Movement, (attempt: AttemptRow) => readonly [debit: string, credit: string]>> = {
  authorized: (attempt) => [promisedAt(attempt), PROMISES],
  authorization_used: (attempt) => [PROMISES, promisedAt(attempt)],
  released: (attempt) => [PROMISES, promisedAt(attempt)],
  captured: (attempt) => [atGateway(attempt), CUSTOMER],
  refunded: (attempt) => [CUSTOMER, atGateway(attempt)],
  refund_failed: (attempt) => [atGateway(attempt), CUSTOMER],
  disputed: (attempt) => [disputedAt(attempt), atGateway(attempt)],
  dispute_won: (attempt) => [atGateway(attempt), disputedAt(attempt)],
  dispute_lost: (attempt) => [LOSSES, disputedAt(attempt)],
  fee: (attempt) => [feesOf(attempt), atGateway(attempt)],
};

/** One movement; `reference` is the attempt, capture, refund or dispute that caused it. */
export function transfer(
  movement: Movement,
  attempt: AttemptRow,
  amountMinor: number,
  reference: string = attempt.id,
  currency: string = attempt.currency,
): Transfer {
  const [debit, credit] = SIDES[movement](attempt);
  return { movement, debit, credit, amountMinor, currency, reference };
}

/** What the gateway keeps, where it says so: none to one movement. */
export function feeTransfers(
  attempt: AttemptRow,
  fee: Fee | null,
  reference: string = attempt.id,
): Transfer[] {
  return fee && fee.amountMinor > 0
    ? [transfer('fee', attempt, fee.amountMinor, reference, fee.currency)]
    : [];
}
