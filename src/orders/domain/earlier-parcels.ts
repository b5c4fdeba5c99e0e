import type { Units } from '../../shared/database/units.js';
import type { ProblemCode } from '../../shared/problem.js';

/** A parcel that an earlier row of the same file would have sent. */
export interface EarlierParcel {
  readonly lines: readonly number[];
  readonly orderNumber: string;
  readonly sent: readonly Units[];
}

/** A parcel of a file, as if it were the only one. */
export interface TriedParcel {
  readonly orderNumber: string;
  /** Absent: everything that is there. */
  readonly items?: readonly Units[];
  /** Of the order, before any row of the file. */
  readonly everything: readonly Units[];
  /** Rows before it, of this order or with this number. */
  readonly earlier: readonly EarlierParcel[];
}

export interface Clash {
  readonly code: ProblemCode;
  readonly lines: readonly number[];
}

/**
 * What is left for a parcel once the rows before it have been sent, or which of them stand against it: each by itself would
 * be right, and both are not.
 */
export function afterEarlier(parcel: TriedParcel): { readonly items: readonly Units[] } | Clash {
  const { orderNumber, items, everything, earlier } = parcel;
  const sameNumber = earlier.filter((each) => each.orderNumber !== orderNumber);
  if (sameNumber.length > 0) return { code: 'tracking_number_used', lines: linesOf(sameNumber) };
  const ofOrder = earlier.filter((each) => each.orderNumber === orderNumber);
  const left = everything.map(({ productId, quantity }) => ({
    productId,
    quantity: quantity - unitsOf(ofOrder, productId),
  }));
  const asked = items ?? left.filter(({ quantity }) => quantity > 0);
  const isThere = ({ productId, quantity }: Units) =>
    left.some((each) => each.productId === productId && each.quantity >= quantity);
  if (asked.length > 0 && asked.every(isThere)) return { items: asked };
  return { code: 'units_not_left_to_ship', lines: linesOf(ofOrder) };
}

const linesOf = (parcels: readonly EarlierParcel[]): number[] => parcels.flatMap(({ lines }) => lines);

const unitsOf = (parcels: readonly EarlierParcel[], productId: string): number =>
  parcels
    .flatMap(({ sent }) => sent)
    .reduce((sum, unit) => (unit.productId === productId ? sum + unit.quantity : sum), 0);
