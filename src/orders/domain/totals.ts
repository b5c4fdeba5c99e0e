import { shareHalfUp } from '../../shared/money.js';

/** A line as it is priced: integer minor units of the order's currency. */
export interface PricedLine {
  readonly productId: string;
  readonly productName: string;
  readonly quantity: number;
  readonly priceMinor: number;
}

/** A fee (above zero) or a discount (below) on the whole order. */
export interface Adjustment {
  readonly kind: 'fee' | 'discount';
  readonly label: string;
  readonly amountMinor: number;
}

/** What a destination costs: a flat shipping price and a tax rate in basis points (800 = 8 %). */
export interface Tariff {
  readonly shippingMinor: number;
  readonly taxBasisPoints: number;
}

export interface Totals {
  readonly totalMinor: number;
  readonly shippingMinor: number;
  readonly taxMinor: number;
  readonly grandTotalMinor: number;
}

/** The specification's own numbers: 9.99 flat and 8 %. */
export const STANDARD_TARIFF: Tariff = { shippingMinor: 999, taxBasisPoints: 800 };

export const subtotalOf = (line: PricedLine): number => line.priceMinor * line.quantity;

/**
 * `total` is the goods and adjustments before shipping and tax; tax is rounded half-up once, on the total; shipping is
 * untaxed. This is how the specification's numbers add up: 129.99 + 9.99 + 10.40 = 150.38.
 */
export function totalsOf(
  lines: readonly PricedLine[],
  adjustments: readonly Adjustment[],
  tariff: Tariff = STANDARD_TARIFF,
): Totals {
  const goods = lines.reduce((sum, line) => sum + subtotalOf(line), 0);
  const totalMinor = adjustments.reduce((sum, adjustment) => sum + adjustment.amountMinor, goods);
  const taxMinor = shareHalfUp(totalMinor, tariff.taxBasisPoints);
  const { shippingMinor } = tariff;
  return { totalMinor, shippingMinor, taxMinor, grandTotalMinor: totalMinor + shippingMinor + taxMinor };
}
