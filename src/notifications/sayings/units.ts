import type { UnitsForMail } from '../../orders/index.js';
import { oneLine } from '../../shared/one-line.js';
import type { Said } from '../said.js';
import type { Told } from '../told.js';

type Units = NonNullable<Said['units']>;

export const namedUnits = (units: readonly UnitsForMail[] = []): Units =>
  units.map(({ productName, quantity }) => ({ name: oneLine(productName), quantity }));

/** The units that an event tells of, by the names that they were ordered under. */
export function unitsTold({ order, data }: Told): Units {
  return (data.units ?? []).map(({ productId, quantity }) => {
    const item = order.items.find((each) => each.productId === productId);
    return { name: oneLine(item?.productName ?? productId), quantity };
  });
}
