import type { Fee } from '../../payments/index.js';
import type { Movement, Transfer } from '../order-plan.js';
import type { AttemptRow } from '../order-row.js';

/**
 * How money is booked. Debit is where it is now, credit where it came from: what a gateway holds for us, what
 * customers have given, what they only promised, what banks have taken back, and what it all cost.
 */
const at = (gateway: string): string => `gateway:${gateway}`;
const promisedAt = (gateway: string): string => `promised:${gateway}`;
const disputedAt = (gateway: string): string => `disputed:${gateway}`;
const feesOf = (gateway: string): string => `fees:${gateway}`;
const CUSTOMER = 'customer';
const PROMISES = 'customer:promises';
const LOSSES = 'losses:disputes';

/** The two sides of every movement, and the account that each is about. */
const SIDES: Readonly<Record<Movement, (gateway: string) => readonly [debit: string, credit: string]>> = {
  authorized: (gateway) => [promisedAt(gateway), PROMISES],
  authorization_used: (gateway) => [PROMISES, promisedAt(gateway)],
  released: (gateway) => [PROMISES, promisedAt(gateway)],
  captured: (gateway) => [at(gateway), CUSTOMER],
  refunded: (gateway) => [CUSTOMER, at(gateway)],
  refund_failed: (gateway) => [at(gateway), CUSTOMER],
  disputed: (gateway) => [disputedAt(gateway), at(gateway)],
  dispute_won: (gateway) => [at(gateway), disputedAt(gateway)],
  dispute_lost: (gateway) => [LOSSES, disputedAt(gateway)],
  fee: (gateway) => [feesOf(gateway), at(gateway)],
};

/** Every movement with the accounts that it is booked between at a gateway. */
export const accountsAt = (
  gateway: string,
): readonly (readonly [Movement, debit: string, credit: string])[] =>
  (Object.keys(SIDES) as Movement[]).map((movement) => [movement, ...SIDES[movement](gateway)]);

/** One movement; `reference` is the attempt, capture, refund or dispute that caused it. */
export function transfer(
  movement: Movement,
  attempt: AttemptRow,
  amountMinor: number,
  reference: string = attempt.id,
  currency: string = attempt.currency,
): Transfer {
  const [debit, credit] = SIDES[movement](attempt.gateway);
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
