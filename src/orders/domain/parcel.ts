import { DomainError } from '../../shared/problem.js';
import type { Units } from '../../shared/database/units.js';

/** What of a line has neither been shipped nor cancelled. */
export interface UnshippedLine {
  readonly lineNo: number;
  readonly productId: string;
  readonly left: number;
  /** How many of them are not in the house yet. */
  readonly backordered: number;
}

export interface Parcel {
  readonly lines: readonly {
    readonly lineNo: number;
    readonly productId: string;
    readonly quantity: number;
  }[];
  /** Whether nothing is left to ship after this parcel. */
  readonly isLast: boolean;
}

const shippable = ({ left, backordered }: UnshippedLine): number => Math.max(0, left - backordered);

/**
 * Packs the asked-for units, or all that are there. 400 `validation_failed` for products that the order has none of; 409
 * `units_not_left_to_ship`, with figures for each product, for more than there is to ship.
 */
export function packParcel(
  orderNumber: string,
  unshipped: readonly UnshippedLine[],
  items: readonly Units[] | undefined,
): Parcel {
  const lineOf = new Map(unshipped.map((line) => [line.productId, line]));
  refuseStrangers(lineOf, items ?? []);
  const asked = items ?? unshipped.map((line) => ({ productId: line.productId, quantity: shippable(line) }));
  const lines = asked
    .filter(({ quantity }) => quantity > 0)
    .map(({ productId, quantity }) => ({ lineNo: lineOf.get(productId)!.lineNo, productId, quantity }));
  const missing = asked.filter(({ productId, quantity }) => quantity > shippable(lineOf.get(productId)!));
  if (missing.length > 0 || lines.length === 0) {
    throw new DomainError('units_not_left_to_ship', {
      orderId: orderNumber,
      items: (missing.length > 0 ? missing : asked).map(({ productId, quantity }) => ({
        productId,
        requested: quantity,
        shippable: shippable(lineOf.get(productId)!),
        backordered: lineOf.get(productId)!.backordered,
      })),
    });
  }
  const packed = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const left = unshipped.reduce((sum, line) => sum + line.left, 0);
  return { lines, isLast: packed === left };
}

function refuseStrangers(lineOf: ReadonlyMap<string, UnshippedLine>, items: readonly Units[]): void {
  const errors = items.flatMap(({ productId }, index) =>
    lineOf.has(productId) ? [] : [{ field: `items.${index}`, message: 'is no product of this order' }],
  );
  if (errors.length > 0) throw new DomainError('validation_failed', { errors });
}
