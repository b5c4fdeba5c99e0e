import type { ClientBase } from 'pg';
import type { Counts } from './report.js';

type Db = Pick<ClientBase, 'query'>;

const COUNTED = {
  orders: 'orders',
  attempts: 'payment_attempts',
  captures: 'captures',
  refunds: 'refunds',
  disputes: 'disputes',
  transfers: 'ledger_transfers',
  products: 'stock',
};

export async function countRows(db: Db): Promise<Counts> {
  const counts = Object.entries(COUNTED).map(([name, table]) => `(select count(*) from ${table}) as ${name}`);
  const { rows } = await db.query<Counts>(`select ${counts.join(', ')}`);
  return rows[0]!;
}

/** Movements that carry no reference of ours are others' (payouts, another shop on the account): counted, no breaks. */
export async function countBooks(db: Db, gateway: string): Promise<Counts> {
  const { rows } = await db.query<{ all: number; foreign: number }>(
    `select count(*) as all, count(*) filter (where coalesce(attempt_id, said_attempt, refund_id, said_refund) is null) as foreign
     from gateway_books`,
  );
  const { all, foreign } = rows[0]!;
  return { [`${gateway} movements`]: all, [`foreign ${gateway} movements`]: foreign };
}

/** Gateways with payments since then that are not set up here: their books cannot be read. */
export async function gatewaysBeside(db: Db, known: readonly string[], since: Date): Promise<string[]> {
  const { rows } = await db.query<{ gateway: string }>(
    `select distinct gateway from payment_attempts where gateway <> all($1) and created_at >= $2 order by 1`,
    [known, since],
  );
  return rows.map((row) => row.gateway);
}
