import { DomainError } from '../shared/problem.js';
import { tariffFor } from '../tariffs/index.js';
import { orderableLines } from './domain/placing.js';
import { type PricedLine, type Totals, totalsOf } from './domain/totals.js';
import type { PlacingFacts } from './placing-facts.sql.js';

/** Lines that can be ordered now, and what they cost at their destination. */
export interface Price {
  readonly currency: string;
  readonly lines: readonly PricedLine[];
  readonly totals: Totals;
  readonly shippingTaxClass: string | null;
}

/**
 * What is wanted at the prices and rates of this moment. 404 `product_not_found`; 400 `out_of_stock`,
 * `destination_not_served`; 409 `nothing_to_pay` where no gateway would have anything to take.
 */
export function priceOf({ lines: wanted, destination, rates }: PlacingFacts): Price {
  const { currency, lines } = orderableLines(wanted);
  const classes = lines.map(({ productClass }) => productClass);
  const tariff = tariffFor(rates, classes, currency);
  if (!tariff) throw new DomainError('destination_not_served', { ...destination, currency });
  const totals = totalsOf(lines, [], tariff);
  if (totals.grandTotalMinor === 0) throw new DomainError('nothing_to_pay');
  return { currency, lines, totals, shippingTaxClass: tariff.shippingTaxClass };
}
