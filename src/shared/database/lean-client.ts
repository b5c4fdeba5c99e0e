import { createHash } from 'node:crypto';
import pg from 'pg';
import { BEGIN, FirstStatement } from './first-statement.js';

/** More distinct texts than this means that somebody builds SQL out of data; those are sent as they are. */
const MAX_STATEMENTS = 500;
const names = new Map<string, string>();

const NOTHING_RAN = Object.freeze({ command: '', rowCount: null, rows: [], fields: [] });

type DriverQuery = (...args: unknown[]) => unknown;

/**
 * A connection that spares Postgres work. It prepares each statement once and then only runs it: parsing and planning
 * the few large statements of an order costs several times what running them does. And it sends BEGIN along with the
 * first statement of a transaction.
 *
 * Off (DATABASE_PREPARED_STATEMENTS=false) behind a pooler that hands connections from transaction to transaction
 * without keeping statements.
 */
export class LeanClient extends pg.Client {
  private begins = false;
  /** Whether this connection has prepared BEGIN. */
  private canBegin = false;

  // The overloads of `pg` are its own affair: only `(text, values)` is changed, the one form that the ORM uses.
  override query = ((first: unknown, values?: unknown, ...rest: unknown[]): unknown => {
    const send = pg.Client.prototype.query.bind(this) as DriverQuery;
    if (typeof first !== 'string' || rest.length > 0 || typeof values === 'function')
      return send(first, values, ...rest);
    if (first === 'begin') {
      this.begins = true;
      return Promise.resolve(NOTHING_RAN);
    }
    const parameters = (values ?? []) as unknown[];
    const name = parameters.length > 0 ? nameOf(first) : undefined;
    const statement = { text: first, values: parameters, ...(name && { name }) };
    return this.begins ? this.begin(send, statement) : send(statement);
  }) as pg.Client['query'];

  private begin(
    send: DriverQuery,
    statement: { text: string; values: unknown[]; name?: string },
  ): Promise<unknown> {
    this.begins = false;
    // A transaction that is ended before its first statement was never begun.
    if (statement.text === 'commit' || statement.text === 'rollback') return Promise.resolve(NOTHING_RAN);
    // Without values it may be several statements, which one message cannot carry.
    if (statement.values.length === 0 || !this.canBegin) {
      return Promise.resolve(send(BEGIN)).then(() => {
        this.canBegin = true;
        return send(statement);
      });
    }
    return new Promise((resolve, reject) => {
      send(new FirstStatement(statement, (error, result) => (error ? reject(error) : resolve(result))));
    });
  }
}

/** The name under which a statement is prepared; `undefined` where there are too many. */
export function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MAX_STATEMENTS) return known;
  const name = `s_${createHash('sha1').update(text).digest('base64url')}`;
  names.set(text, name);
  return name;
}
