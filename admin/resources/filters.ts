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
  return value === undefined ? undefined : oneOf(value, field, choices);
}

function oneOf<T extends string>(value: string, field: string, choices: readonly T[]): T {
  const choice = choices.find((one) => one === value);
  return choice ?? refuse(field, `must be one of: ${choices.join(', ')}`);
}

export function refuse(field: string, message: string): never {
  const errors = [{ field, message }];
  throw new DomainError('validation_failed', { errors });
}

/** Several of them, with commas between, as a form with boxes sends them. */
export function choicesOf<T extends string>(
  filters: Filters,
  field: string,
  choices: readonly T[],
): readonly T[] | undefined {
  const value = textOf(filters, field);
  return value?.split(',').map((each) => oneOf(each, field, choices));
}

export const flagOf = (filters: Filters, name: string): boolean | undefined => {
  const flag = textOf(filters, name);
  return flag === undefined ? undefined : flag === 'true';
};

const isTime = (time: string | undefined): boolean => time === undefined || !Number.isNaN(Date.parse(time));

/** 400 for what is no time. */
export function spanOf(filters: Filters, name: string): TimeSpan | undefined {
  const span = filters[name];
  if (typeof span !== 'object') return undefined;
  if (isTime(span.from) && isTime(span.to)) return { from: span.from, until: span.to };
  return refuse(name, 'must be a span of times');
}

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
