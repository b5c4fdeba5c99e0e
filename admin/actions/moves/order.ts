import { OrderPage, type OrderPageView } from '../../../src/back-office/index.js';
import { type FormLine, type OrderForm, OrderForms } from '../../../src/orders/back-office/index.js';
import { OrderQueries } from '../../../src/orders/index.js';
import type { Panel } from '../../panel.js';
import type { FormField, Wish } from '../action.js';

/** Everything about an order, for its page. 404 `order_not_found`. */
export async function orderOf(
  { actor, recordId }: Pick<Wish<unknown>, 'actor' | 'recordId'>,
  panel: Panel,
): Promise<OrderPageView> {
  return panel.get(OrderPage).get(await panel.get(OrderQueries).orderIdFor(actor, recordId));
}

/** What of the order a dialog can name. 404 `order_not_found`. */
export const formOf = ({ recordId }: Pick<Wish<unknown>, 'recordId'>, panel: Panel): Promise<OrderForm> =>
  panel.get(OrderForms).of(recordId);

export const namesOf = ({ lines }: Pick<OrderForm, 'lines'>): ReadonlyMap<string, string> =>
  new Map(lines.map(({ productId, productName }) => [productId, productName]));

const UNITS = 'units:';

/** A field for each line that has units left for it. */
export function unitFields(
  lines: readonly FormLine[],
  leftOf: (line: FormLine) => number,
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
  return numbersOf(input, UNITS)
    .filter(({ number }) => number !== 0)
    .map(({ rest, number }) => ({ productId: rest, quantity: number }));
}

/** Of the fields that begin so, what comes after that and the number that was typed. */
export function numbersOf(
  input: Readonly<Record<string, string>>,
  prefix: string,
): { rest: string; number: number }[] {
  return Object.entries(input)
    .filter(([name, typed]) => name.startsWith(prefix) && typed.trim() !== '')
    .map(([name, typed]) => ({ rest: name.slice(prefix.length), number: Number(typed) }));
}
