import { setTimeout as sleep } from 'node:timers/promises';
import { Buyer, type Customer } from './load.ts';
import type { SqlProxy, Statement } from './sql-proxy.ts';

export interface Counted {
  /** How often the api waits for Postgres. */
  readonly roundTrips: number;
  readonly transactions: number;
  /** Statements that commit for themselves. */
  readonly autocommits: number;
  readonly statements: readonly string[];
}

const SHOWN_CHARACTERS = 78;
/** Longer than anything that goes on after an answer. */
const QUIET_MS = 60;

export function count(statements: readonly Statement[]): Counted {
  return {
    roundTrips: statements.filter((statement) => !statement.pipelined).length,
    transactions: statements.filter(({ sql }) => /^begin/i.test(sql)).length,
    autocommits: statements.filter(({ autocommit }) => autocommit).length,
    statements: statements.map(shown),
  };
}

export const shown = ({ sql, pipelined }: Statement): string =>
  `${sql.includes('pgboss') ? '[job] ' : ''}${pipelined ? '+ ' : ''}${sql.slice(0, SHOWN_CHARACTERS)}`;

/** What one `POST /orders/create` asks of Postgres: the median of several, so that a timer's statement does not count. */
export async function countCreate(
  proxy: SqlProxy,
  buyer: Buyer,
  customer: Customer,
  options: { lines: number; withKey: boolean; times: number },
): Promise<Counted> {
  const runs: Counted[] = [];
  for (let time = 0; time < options.times; time++) {
    await buyer.fillCart(customer, options.lines);
    await sleep(QUIET_MS);
    proxy.take();
    await buyer.create(customer, options.withKey);
    await sleep(QUIET_MS);
    runs.push(count(proxy.take()));
  }
  runs.sort((a, b) => a.roundTrips - b.roundTrips);
  return runs[Math.floor(runs.length / 2)]!;
}

/** Each statement with how often it came per order, the most frequent first. */
export function perOrder(statements: readonly Statement[], orders: number): [string, number][] {
  const counts = new Map<string, number>();
  for (const statement of statements) counts.set(shown(statement), (counts.get(shown(statement)) ?? 0) + 1);
  return [...counts]
    .map(([sql, times]): [string, number] => [sql, times / orders])
    .sort(([, a], [, b]) => b - a);
}
