import { splitByLargestRemainder } from '../../shared/money.js';
import type { Units } from '../../shared/database/units.js';
import type { OrderRow } from '../order-row.js';

/**
 * What units are worth of an order's grand total, with their share of tax, shipping and adjustments: all are split over
 * all units by largest remainder, and a unit that was counted before (`given`) is not counted again, so that the units
 * of an order add up to its grand total in any grouping. What refunds give back and parcels capture.
 */
export function shareOfUnits(
  order: Pick<OrderRow, 'lines' | 'adjustments' | 'tax_minor' | 'shipping_minor'>,
  wanted: readonly Units[],
  given: readonly Units[],
): number {
  const subtotals = order.lines.map((line) => line.subtotal_minor);
  const adjusted = order.adjustments.reduce((sum, adjustment) => sum + adjustment.amount_minor, 0);
  // Goods that cost nothing share what the order costs by their number.
  const weights = subtotals.some((subtotal) => subtotal > 0)
    ? subtotals
    : order.lines.map((line) => line.quantity);
  const extras = splitByLargestRemainder(order.tax_minor + order.shipping_minor + adjusted, weights);
  return order.lines.reduce((sum, line, index) => {
    const from = unitsOfProduct(given, line.product_id);
    const to = from + unitsOfProduct(wanted, line.product_id);
    return sum + costOfUnits(line.subtotal_minor + extras[index]!, line.quantity, from, to);
  }, 0);
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
