import { DomainError } from '../../shared/problem.js';

export interface UnshippedLine {
  readonly lineNo: number;
  readonly productId: string;
  /** Units that have not been shipped yet. */
  readonly quantity: number;
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

/** Packs the asked-for units, or all that are left. 400 `validation_failed` where the order has not that many left. */
export function packParcel(
  unshipped: readonly UnshippedLine[],
  items: readonly { readonly productId: string; readonly quantity: number }[] | undefined,
): Parcel {
  const left = new Map(unshipped.map((line) => [line.productId, line]));
  const wanted = items ?? unshipped.filter((line) => line.quantity > 0);
  const errors = wanted
    .map((item, index) => ({ item, field: `items.${index}` }))
    .filter(({ item }) => item.quantity > (left.get(item.productId)?.quantity ?? 0))
    .map(({ item, field }) => ({
      field,
      message: `${left.get(item.productId)?.quantity ?? 0} left to ship`,
    }));
  if (errors.length > 0) throw new DomainError('validation_failed', { errors });
  const lines = wanted.map(({ productId, quantity }) => ({
    lineNo: left.get(productId)!.lineNo,
    productId,
    quantity,
  }));
  return { lines, isLast: total(lines) === total(unshipped) };
}

const total = (units: readonly { readonly quantity: number }[]): number =>
  units.reduce((sum, unit) => sum + unit.quantity, 0);
