import pg from 'pg';

/** The part of the driver's connection that a statement is sent through (pg 8.23, lib/connection.js). */
interface Wire {
  bind(portal: { portal: string; statement: string; values: unknown[] }): void;
  execute(portal: { portal: string; rows: number }): void;
}

/** The part of the driver's query that is built upon (pg 8.23, lib/query.js); its types leave it out. */
interface DriverQuery {
  prepare(wire: Wire): void;
  handleCommandComplete(message: unknown, wire: Wire): void;
}
type DriverQueryClass = new (
  config: { text: string; values: unknown[]; name?: string },
  callback: (error: Error | null, result: unknown) => void,
) => DriverQuery;

/**
 * BEGIN as a prepared statement. It has to be prepared before it can travel along: the driver takes the first sign of a
 * parsed statement in a message for that of the statement itself.
 */
export const BEGIN = { name: 's_begin', text: 'begin' } as const;

/**
 * BEGIN and the first statement of a transaction in one message, so that the server is waited for once. Both stand
 * before one Sync of the extended protocol, which takes values: should BEGIN fail, Postgres skips the statement, which therefore never runs outside a transaction.
 */
export class FirstStatement extends (pg.Query as unknown as DriverQueryClass) {
  private begun = false;

  override prepare(wire: Wire): void {
    wire.bind({ portal: '', statement: BEGIN.name, values: [] });
    wire.execute({ portal: '', rows: 0 });
    super.prepare(wire);
  }

  /** The first completion is that of BEGIN. */
  override handleCommandComplete(message: unknown, wire: Wire): void {
    if (this.begun) super.handleCommandComplete(message, wire);
    this.begun = true;
  }
}
