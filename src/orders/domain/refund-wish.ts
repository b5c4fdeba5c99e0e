import { toMajor, toMinor } from '../../shared/money.js';
import { DomainError } from '../../shared/problem.js';
import type { AttemptRow, OrderRow } from '../order-row.js';
import { refundable } from './attempt.js';
import type { Units } from '../../shared/database/units.js';
import { missingUnits, shareOfUnits } from './unit-shares.js';

/** How much is to go back: an amount in the currency's decimals, units with all their shares, or a refund that failed. */
export interface RefundWish {
  readonly amount?: number;
  /** The currency that the caller thinks in; another one than the order's is refused. */
  readonly currency?: string;
  readonly lines?: readonly Units[];
  readonly refundId?: string;
}

export interface Wanted {
  readonly amountMinor: number;
  readonly lines: readonly Units[] | null;
}

/** Two ways to say how much would leave open which one was meant. */
export function refuseWish({ amount, lines, refundId }: RefundWish): void {
  const given = Object.entries({ amount, lines, refundId }).filter(([, value]) => value !== undefined);
  if (given.length === 1) return;
  const [field = 'amount'] = given.at(-1) ?? [];
  const errors = [{ field, message: 'give exactly one of amount, lines and refundId' }];
  throw new DomainError('validation_failed', { errors });
}

/** What an amount or units come to. `given` are the units of refunds that were not in vain. */
export function askedFor(
  { amount, lines, currency }: RefundWish,
  order: OrderRow,
  attempt: AttemptRow,
  given: readonly Units[],
): Wanted {
  if (currency !== undefined && currency !== order.currency) {
    throw new DomainError('refund_currency_mismatch', { ...figuresOf(order, attempt), asked: currency });
  }
  const amountMinor = lines ? amountOfUnits(order, lines, given) : amountInMinor(order, amount);
  return { amountMinor, lines: lines ?? null };
}

export function refuseTooMuch(order: OrderRow, attempt: AttemptRow, amountMinor: number): void {
  if (amountMinor <= refundable(attempt)) return;
  const asked = toMajor(amountMinor, order.currency);
  throw new DomainError('refund_exceeds_captured', { ...figuresOf(order, attempt), asked });
}

/** The figures that a refusal is explained by, in the order's decimals. */
function figuresOf(order: OrderRow, attempt: AttemptRow): Record<string, unknown> {
  const major = (minor: number) => toMajor(minor, order.currency);
  return {
    orderId: order.number,
    captured: major(attempt.captured_minor),
    refunded: major(attempt.refunded_minor),
    refundable: major(refundable(attempt)),
    currency: order.currency,
  };
}

/** A unit is refunded once, whichever refunds name it. */
function amountOfUnits(order: OrderRow, lines: readonly Units[], given: readonly Units[]): number {
  const errors = missingUnits(order, lines, given).map(({ index, left }) => ({
    field: `lines.${index}.quantity`,
    message: `${left} left to refund`,
  }));
  if (errors.length > 0) throw new DomainError('validation_failed', { errors });
  const amountMinor = shareOfUnits(order, lines, given);
  if (amountMinor > 0) return amountMinor;
  const message = 'have cost nothing: there is nothing to refund';
  throw new DomainError('validation_failed', { errors: [{ field: 'lines', message }] });
}

function amountInMinor(order: OrderRow, amount: number | undefined): number {
  const minor = amount === undefined ? undefined : toMinor(amount, order.currency);
  if (minor !== undefined && minor > 0) return minor;
  const message = `must be positive, with the decimals of ${order.currency}`;
  throw new DomainError('validation_failed', { errors: [{ field: 'amount', message }] });
}
