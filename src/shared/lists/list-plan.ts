import { sql, type RawBuilder } from 'kysely';
import { isUuid } from '../ids.js';
import { fromCursor, toCursor } from '../page-cursor.js';
import { DomainError } from '../problem.js';
import type { TimeSpan } from './list.js';

export type Condition = RawBuilder<unknown>;

/** A column that puts rows in order, the latest first; the last of them is unique. */
export interface OrderColumn {
  readonly column: string;
  readonly type: 'timestamptz' | 'uuid' | 'text' | 'bigint';
}

/** How a list is read: rows are chosen by their keys first, then filled. */
export interface ListPlan<Filter, Raw, Row = Raw> {
  readonly table: string;
  /** The name by which conditions and columns call the table. */
  readonly alias: string;
  readonly order: readonly OrderColumn[];
  /**
   * The ways of which each chosen row takes one, each of them served by an index in the list's order; absent: all rows.
   * Values that an index names in its own condition stand in the text, so that a plan for any values may use it.
   */
  readonly ways?: (filter: Filter) => readonly Condition[];
  /** What else has to be true; looked at row by row. */
  readonly rest?: (filter: Filter) => readonly (Condition | undefined)[];
  readonly columns: Condition;
  readonly joins?: Condition;
  /** Of the id that `find` takes; a uuid unless told. */
  readonly id?: OrderColumn;
  readonly view?: (raw: Raw) => Row;
}

const ID: OrderColumn = { column: 'id', type: 'uuid' };
export const BY_ID: readonly OrderColumn[] = [ID];
export const byTime = (column: string): readonly OrderColumn[] => [{ column, type: 'timestamptz' }, ID];

export const NOTHING: Condition = sql`false`;

/** `alias.column = value`; no condition where there is no value, no row where it can be nobody's. */
export function equals(column: string, value: string | undefined, type: OrderColumn['type'] = 'text') {
  if (value === undefined) return undefined;
  return isPossible(value, type) ? sql`${sql.ref(column)} = ${value}::${sql.raw(type)}` : NOTHING;
}

/** One of these, as words of the statement. */
export const oneOf = (column: string, values: readonly string[] | undefined): Condition | undefined =>
  values?.length === 0
    ? NOTHING
    : values && sql`${sql.ref(column)} in (${sql.join(values.map((value) => sql.lit(value)))})`;

export function within(column: string, span: TimeSpan | undefined): Condition | undefined {
  const bounds = [
    span?.from !== undefined && sql`${sql.ref(column)} >= ${timeOf(span.from)}::timestamptz`,
    span?.until !== undefined && sql`${sql.ref(column)} < ${timeOf(span.until)}::timestamptz`,
  ].filter((bound) => bound !== false);
  return bounds.length > 0 ? sql.join(bounds, sql` and `) : undefined;
}

/** Ids are made by clocks that may be some minutes apart from the database's. */
const CLOCKS_APART_MS = 15 * 60_000;

/**
 * Rows of a span whose ids are UUIDv7, by the index of their ids: bounds of what their making allows, and the exact time.
 * For lists in the order of ids.
 */
export function madeWithin(id: string, at: string, span: TimeSpan | undefined): Condition | undefined {
  const exact = within(at, span);
  if (!exact) return undefined;
  const bounds = [exact];
  if (span?.from) bounds.push(sql`${sql.ref(id)} >= ${firstIdAt(span.from, -CLOCKS_APART_MS)}::uuid`);
  if (span?.until) bounds.push(sql`${sql.ref(id)} < ${firstIdAt(span.until, CLOCKS_APART_MS)}::uuid`);
  return sql.join(bounds, sql` and `);
}

function firstIdAt(time: string, laterMs: number): string {
  const ms = Math.max(0, Date.parse(timeOf(time)) + laterMs);
  const hex = ms.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-0000-0000-000000000000`;
}

/** 400 `validation_failed` for what is no time. */
function timeOf(time: string): string {
  const ms = Date.parse(time);
  if (Number.isNaN(ms)) {
    const errors = [{ field: 'time', message: 'time must be an ISO 8601 date or time' }];
    throw new DomainError('validation_failed', { errors });
  }
  return new Date(ms).toISOString();
}

interface ByStatus<Status extends string> {
  readonly alias: string;
  /** The column that says when a row was made. */
  readonly at: string;
  readonly span: TimeSpan | undefined;
  readonly orderId: string | undefined;
  readonly statuses: readonly Status[] | undefined;
  /** Whether an index in the list's order has rows of this status, and few others. */
  readonly hasIndex: (status: Status) => boolean;
}

/**
 * How rows of orders are chosen, in the order of their ids: by the order, else by statuses that have an index, each a way of
 * its own, else by time alone. Statuses that were not the way are looked at row by row.
 */
export function byOrderOrStatus<Status extends string>({
  alias,
  at,
  span,
  orderId,
  statuses,
  hasIndex,
}: ByStatus<Status>): { ways: readonly Condition[]; rest: readonly (Condition | undefined)[] } {
  const made = madeWithin(`${alias}.id`, `${alias}.${at}`, span) ?? sql`true`;
  const status = `${alias}.status`;
  if (orderId !== undefined)
    return {
      ways: [sql`${equals(`${alias}.order_id`, orderId, 'uuid')} and ${made}`],
      rest: [oneOf(status, statuses)],
    };
  if (statuses?.length && statuses.every(hasIndex))
    return { ways: statuses.map((one) => sql`${oneOf(status, [one])} and ${made}`), rest: [] };
  return { ways: [made], rest: [oneOf(status, statuses)] };
}

/** ISO 8601 in UTC, as answers tell times; null stays null. */
export const isoTime = (column: string): RawBuilder<string> =>
  sql<string>`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

export const cursorOf = (key: readonly string[]): string => toCursor(key);

/** 400 `validation_failed` for what is no cursor of this order. */
export function readCursor(cursor: string, order: readonly OrderColumn[]): string[] {
  const key = fromCursor(cursor, order.length);
  if (order.every(({ type }, index) => isPossible(key[index]!, type))) return key;
  const errors = [{ field: 'cursor', message: 'cursor must be a nextCursor of this list' }];
  throw new DomainError('validation_failed', { errors });
}

const TIMESTAMP = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{1,6})?([+-]\d\d(:\d\d)?|Z)$/;

export function isPossible(value: string, type: OrderColumn['type']): boolean {
  switch (type) {
    case 'uuid':
      return isUuid(value);
    case 'timestamptz':
      return (
        TIMESTAMP.test(value) &&
        !Number.isNaN(Date.parse(value.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')))
      );
    case 'bigint':
      return /^\d{1,18}$/.test(value);
    case 'text':
      return value.isWellFormed() && !value.includes('\0');
  }
}
