import { OrderPage, type OrderPageView } from '../../../src/back-office/index.js';
import { OrderQueries } from '../../../src/orders/index.js';
import type { Panel } from '../../panel.js';
import type { FormField, Wish } from '../action.js';

/** The order that a dialog is about, by its number. 404 `order_not_found`. */
export async function orderOf(
  { actor, recordId }: Pick<Wish<unknown>, 'actor' | 'recordId'>,
  panel: Panel,
): Promise<OrderPageView> {
  return panel.get(OrderPage).get(await panel.get(OrderQueries).orderIdFor(actor, recordId));
}

export const namesOf = ({ lines }: OrderPageView): ReadonlyMap<string, string> =>
  new Map(lines.map(({ productId, productName }) => [productId, productName]));

const UNITS = 'units:';

type Line = OrderPageView['lines'][number];

/** A field for each line that has units left for it. */
export function unitFields(
  lines: readonly Line[],
  leftOf: (line: Line) => number,
  isAll: boolean,
): FormField[] {
  return lines
    .map((line) => ({ line, left: leftOf(line) }))
    .filter(({ left }) => left > 0)
    .map(({ line: { productId, productName }, left }) => ({
      name: `${UNITS}${productId}`,
      label: `Units of ${productName}`,
      type: 'number',
      isRequired: false,
      hint: `of ${left}`,
      ...(isAll && { value: String(left) }),
    }));
}

/** The units that were typed; what is no number is for the use case to refuse. */
export function unitsOf(input: Readonly<Record<string, string>>): { productId: string; quantity: number }[] {
  return Object.entries(input)
    .filter(([name, typed]) => name.startsWith(UNITS) && typed.trim() !== '' && Number(typed) !== 0)
    .map(([name, typed]) => ({ productId: name.slice(UNITS.length), quantity: Number(typed) }));
}
