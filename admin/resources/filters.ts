import { Search } from '../../src/back-office/index.js';
import { DomainError } from '../../src/shared/problem.js';
import type { TimeSpan } from '../../src/shared/lists/list.js';
import type { Field, Filters } from '../adminjs/list-source.js';
import type { Panel } from '../panel.js';

/** No order has it: what names an order that there is not finds nothing. */
const NOBODYS = 'none';

export const textOf = (filters: Filters, name: string): string | undefined => {
  const value = filters[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
};

/** One of the field's values. 400 for another one: no form of ours sends it. */
export function choiceOf<T extends string>(
  filters: Filters,
  field: string,
  choices: readonly T[],
): T | undefined {
  const value = textOf(filters, field);
  if (value === undefined) return undefined;
  const choice = choices.find((one) => one === value);
  if (choice !== undefined) return choice;
  const errors = [{ field, message: `must be one of: ${choices.join(', ')}` }];
  throw new DomainError('validation_failed', { errors });
}

export function choicesOf<T extends string>(
  ...asked: Parameters<typeof choiceOf<T>>
): readonly T[] | undefined {
  const choice = choiceOf(...asked);
  return choice && [choice];
}

export const flagOf = (filters: Filters, name: string): boolean | undefined => {
  const flag = textOf(filters, name);
  return flag === undefined ? undefined : flag === 'true';
};

export const spanOf = (filters: Filters, name: string): TimeSpan | undefined => {
  const span = filters[name];
  return typeof span === 'object' ? { from: span.from, until: span.to } : undefined;
};

/** The inner id of the order whose number was typed. */
export async function orderIdOf(filters: Filters, panel: Panel): Promise<string | undefined> {
  const number = textOf(filters, 'orderNumber')
    ?.toUpperCase()
    .replace(/^ORD-?/, 'ORD-');
  if (number === undefined) return undefined;
  const found = await panel.get(Search).run(number);
  return found.find(({ kind, title }) => kind === 'order' && title === number)?.id ?? NOBODYS;
}

/** The order that a row is about: leads to its page, and is a filter. */
export const orderField: Field = {
  name: 'orderNumber',
  label: 'Order',
  link: { resource: 'orders' },
  in: ['list', 'show', 'filter'],
};
