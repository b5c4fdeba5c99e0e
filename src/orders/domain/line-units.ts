import type { Units } from '../../shared/database/units.js';
import type { OrderRow } from '../order-row.js';
import { unitsThere } from './order-units.js';

/** Where the units of a line are, beside those that are owed or cancelled. */
export interface LineUnits {
  readonly lineNo: number;
  readonly productId: string;
  /** Units of its parcels. */
  readonly shipped: number;
  /** Of those, the ones that have arrived. */
  readonly delivered: number;
  /** Of those, the ones that arrived within the time for returns. */
  readonly deliveredLately: number;
  /** Units that came back, or are announced to. */
  readonly returned: number;
  /** Units that came back, and whose money goes back for it. */
  readonly returnedForMoney: number;
}

export interface UnitsOfLine extends Units {
  readonly lineNo: number;
}

export const shippedOf = (lines: readonly LineUnits[], productId: string): number =>
  lines.find((line) => line.productId === productId)?.shipped ?? 0;

/** Units that have left the house and of which nobody has said that they come back. */
export const unitsOut = (lines: readonly LineUnits[]): UnitsOfLine[] =>
  lines
    .map(({ lineNo, productId, shipped, returned }) => ({
      lineNo,
      productId,
      quantity: shipped - returned,
    }))
    .filter(({ quantity }) => quantity > 0);

/** Sold units that have not left the house. */
export const unitsInTheHouse = (order: Pick<OrderRow, 'lines'>, lines: readonly LineUnits[]): Units[] =>
  unitsThere(order)
    .map(({ productId, quantity }) => ({ productId, quantity: quantity - shippedOf(lines, productId) }))
    .filter(({ quantity }) => quantity > 0);

/** As events tell them. */
export const unitsOf = ({ lines }: { readonly lines: readonly UnitsOfLine[] }): Units[] =>
  lines.map(({ productId, quantity }) => ({ productId, quantity }));
