import pg from 'pg';

/** The part of the driver's connection that a statement is sent through (pg 8.23, lib/connection.js). */
interface Wire {
  parse(statement: { text: string; name: string }): void;
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
 * BEGIN and the first statement of a transaction in one message, so that the server is waited for once. Both stand
 * before one Sync of the extended protocol, which takes values: should BEGIN fail, Postgres skips the statement, which therefore never runs outside a transaction.
 */
export class FirstStatement extends (pg.Query as unknown as DriverQueryClass) {
  private begun = false;

  override prepare(wire: Wire): void {
    wire.parse({ text: 'begin', name: '' });
    wire.bind({ portal: '', statement: '', values: [] });
    wire.execute({ portal: '', rows: 0 });
    super.prepare(wire);
  }

  /** The first completion is that of BEGIN. */
  override handleCommandComplete(message: unknown, wire: Wire): void {
    if (this.begun) super.handleCommandComplete(message, wire);
    this.begun = true;
  }
}
