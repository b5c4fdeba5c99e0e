import { createHash } from 'node:crypto';
import pg from 'pg';

/** More distinct texts than this means that somebody builds SQL out of data; those are sent as they are. */
const MAX_STATEMENTS = 500;
const names = new Map<string, string>();

/**
 * A connection that prepares each statement once and then only runs it: parsing and planning the few large statements
 * of an order costs Postgres several times what running them does. Off (DATABASE_PREPARED_STATEMENTS=false) behind a
 * pooler that hands connections from transaction to transaction without keeping statements.
 */
export class PreparingClient extends pg.Client {
  // The overloads of `pg` are its own affair: only `(text, values)` is changed, into `{ name, text, values }`.
  override query = ((first: unknown, values?: unknown, ...rest: unknown[]): unknown => {
    const query = pg.Client.prototype.query.bind(this) as (...args: unknown[]) => unknown;
    const name =
      typeof first === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(first) : undefined;
    return name === undefined ? query(first, values, ...rest) : query({ name, text: first, values }, ...rest);
  }) as pg.Client['query'];
}

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MAX_STATEMENTS) return known;
  const name = `s_${createHash('sha1').update(text).digest('base64url')}`;
  names.set(text, name);
  return name;
}
