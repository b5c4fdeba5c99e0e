import { splitByLargestRemainder } from '../../shared/money.js';
import type { Units } from '../../shared/database/units.js';
import type { OrderRow } from '../order-row.js';
import { sumOf, weightsOf } from './totals.js';

type Shared = Pick<
  OrderRow,
  'lines' | 'adjustments' | 'tax_minor' | 'taxes' | 'shipping_minor' | 'shipping_tax_class'
>;

/**
 * What units are worth of an order's grand total, with their share of tax, shipping and adjustments: all are split over
 * all units by largest remainder, and a unit that was counted before (`given`) is not counted again, so that the units
 * of an order add up to its grand total in any grouping. What refunds give back and parcels capture.
 */
export function shareOfUnits(order: Shared, wanted: readonly Units[], given: readonly Units[]): number {
  const costs = costOfLines(order);
  return order.lines.reduce((sum, line, index) => {
    const from = unitsOfProduct(given, line.product_id);
    const to = from + unitsOfProduct(wanted, line.product_id);
    return sum + costOfUnits(costs[index]!, line.quantity, from, to);
  }, 0);
}

/** The grand total, split over the lines: the tax of goods over the lines of their class, everything else over all. */
function costOfLines(order: Shared): number[] {
  const weights = weightsOf(order.lines.map((line) => ({ ...line, priceMinor: line.price_minor })));
  const costs = order.lines.map((line) => line.subtotal_minor);
  const share = (amountMinor: number, over: readonly number[]) => {
    for (const [index, part] of splitByLargestRemainder(amountMinor, over).entries()) costs[index]! += part;
  };
  let restMinor = order.tax_minor;
  for (const tax of order.taxes) {
    const inClass = order.lines.map((line) => line.product_class === tax.productClass);
    // One split less is a cent less to argue about.
    if (inClass.every(Boolean)) continue;
    const taxMinor = taxOfGoods(order, tax);
    share(
      taxMinor,
      weights.map((weight, index) => (inClass[index] ? weight : 0)),
    );
    restMinor -= taxMinor;
  }
  const adjustedMinor = sumOf(order.adjustments.map(({ amount_minor }) => amount_minor));
  share(restMinor + order.shipping_minor + adjustedMinor, weights);
  return costs;
}

/** A class's tax without what the shipping has caused of it. */
function taxOfGoods(order: Shared, tax: OrderRow['taxes'][number]): number {
  const shippedMinor = order.shipping_tax_class === tax.productClass ? order.shipping_minor : 0;
  return splitByLargestRemainder(tax.taxMinor, [tax.taxableMinor - shippedMinor, shippedMinor])[0]!;
}

/** Units that are wanted but not left, by their place in the request. */
export function missingUnits(
  order: Pick<OrderRow, 'lines'>,
  wanted: readonly Units[],
  given: readonly Units[],
): { index: number; left: number }[] {
  return wanted.flatMap(({ productId }, index) => {
    const bought = order.lines.find((line) => line.product_id === productId)?.quantity ?? 0;
    const left = bought - unitsOfProduct(given, productId);
    return unitsOfProduct(wanted, productId) > left ? [{ index, left }] : [];
  });
}

const unitsOfProduct = (units: readonly Units[], productId: string): number =>
  units.reduce((sum, unit) => (unit.productId === productId ? sum + unit.quantity : sum), 0);

/** The units `from` to `to` of a line's even split. */
function costOfUnits(lineMinor: number, quantity: number, from: number, to: number): number {
  const each = splitByLargestRemainder(
    lineMinor,
    Array.from({ length: quantity }, () => 1),
  );
  return each.slice(from, to).reduce((sum, share) => sum + share, 0);
}
