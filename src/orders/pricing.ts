import { DomainError } from '../shared/problem.js';
import { tariffFor } from '../tariffs/index.js';
import { type OrderableLines, orderableLines } from './domain/placing.js';
import { type Totals, totalsOf } from './domain/totals.js';
import type { PlacingFacts } from './placing-facts.sql.js';

/** Lines that can be ordered now, and what they cost at their destination. */
export interface Price extends OrderableLines {
  readonly totals: Totals;
  readonly shippingTaxClass: string | null;
}

/**
 * What can be ordered of what is wanted, at the prices and rates of this moment. Refuses as `orderableLines` does; with
 * 400 `destination_not_served`; and with 409 `nothing_to_pay` where no gateway would have anything to take.
 */
export function priceOf(
  { lines: wanted, destination, rates }: PlacingFacts,
  options: { readonly allowPartial?: boolean } = {},
): Price {
  const orderable = orderableLines(wanted, options);
  const { currency, lines } = orderable;
  const classes = lines.map(({ productClass }) => productClass);
  const tariff = tariffFor(rates, classes, currency);
  if (!tariff) throw new DomainError('destination_not_served', { ...destination, currency });
  const totals = totalsOf(lines, [], tariff);
  if (totals.grandTotalMinor === 0) throw new DomainError('nothing_to_pay');
  return { ...orderable, totals, shippingTaxClass: tariff.shippingTaxClass };
}
