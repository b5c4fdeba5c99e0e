import { shareHalfUp, splitByLargestRemainder } from '../../shared/money.js';
import type { Tariff } from '../../tariffs/index.js';

/** A line as it is priced: integer minor units of the order's currency. */
export interface PricedLine {
  readonly productId: string;
  readonly productName: string;
  readonly productClass: string;
  readonly quantity: number;
  readonly priceMinor: number;
}

/** A fee (above zero) or a discount (below) on the whole order. */
export interface Adjustment {
  readonly kind: 'fee' | 'discount';
  readonly label: string;
  readonly amountMinor: number;
}

/** What one class of an order's products is taxed on and with. Kept in the order, in this shape. */
export interface TaxOfClass {
  readonly productClass: string;
  readonly name: string;
  /** Hundredths of a percent. */
  readonly basisPoints: number;
  /** Goods and adjustments of the class, and the shipping where it is taxed as this class. */
  readonly taxableMinor: number;
  readonly taxMinor: number;
}

export interface Totals {
  readonly totalMinor: number;
  readonly shippingMinor: number;
  readonly taxMinor: number;
  readonly grandTotalMinor: number;
  /** Their sum is the tax. */
  readonly taxes: readonly TaxOfClass[];
}

type Goods = Pick<PricedLine, 'productClass' | 'quantity' | 'priceMinor'>;

export const subtotalOf = (line: Pick<PricedLine, 'quantity' | 'priceMinor'>): number =>
  line.priceMinor * line.quantity;

/**
 * `total` is the goods and adjustments before shipping and tax; tax is rounded half-up once per class, on the class's
 * total, among which adjustments are split; shipping is taxed only where its rate says as what. This is how the
 * specification's numbers add up: 129.99 + 9.99 + 10.40 = 150.38.
 */
export function totalsOf(
  lines: readonly Goods[],
  adjustments: readonly Pick<Adjustment, 'amountMinor'>[],
  tariff: Tariff,
): Totals {
  const { shippingMinor } = tariff;
  const adjustedMinor = sumOf(adjustments.map(({ amountMinor }) => amountMinor));
  const totalMinor = sumOf(lines.map(subtotalOf)) + adjustedMinor;
  const taxableByClass = taxableGoods(lines, adjustedMinor);
  const taxes = tariff.taxes.map(({ productClass, name, basisPoints }) => {
    const shipped = tariff.shippingTaxClass === productClass ? shippingMinor : 0;
    const taxableMinor = (taxableByClass.get(productClass) ?? 0) + shipped;
    return {
      productClass,
      name,
      basisPoints,
      taxableMinor,
      taxMinor: shareHalfUp(taxableMinor, basisPoints),
    };
  });
  const taxMinor = sumOf(taxes.map((tax) => tax.taxMinor));
  return {
    totalMinor,
    shippingMinor,
    taxMinor,
    grandTotalMinor: totalMinor + shippingMinor + taxMinor,
    taxes,
  };
}

/** Goods and adjustments, class by class. */
function taxableGoods(lines: readonly Goods[], adjustedMinor: number): ReadonlyMap<string, number> {
  const classes = [...new Set(lines.map(({ productClass }) => productClass))];
  const sumByClass = (values: readonly number[]) =>
    classes.map((each) => sumOf(values.filter((_, index) => lines[index]!.productClass === each)));
  const subtotals = sumByClass(lines.map(subtotalOf));
  const adjusted = splitByLargestRemainder(adjustedMinor, sumByClass(weightsOf(lines)));
  return new Map(classes.map((each, index) => [each, subtotals[index]! + adjusted[index]!]));
}

/** By what lines share what the whole order costs: their subtotals; goods that cost nothing, their number. */
export function weightsOf(lines: readonly Pick<PricedLine, 'quantity' | 'priceMinor'>[]): number[] {
  const subtotals = lines.map(subtotalOf);
  return subtotals.some((subtotal) => subtotal > 0) ? subtotals : lines.map(({ quantity }) => quantity);
}

export const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);
