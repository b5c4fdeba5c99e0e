import type { ClientBase } from 'pg';
import type { Part } from '../bench/sql-proxy.ts';

/** Tables with a row or more for each order or customer. To read one of them from end to end is never right in a request. */
export const GROWING: ReadonlySet<string> = new Set([
  'users',
  'carts',
  'cart_lines',
  'orders',
  'order_lines',
  'order_adjustments',
  'payment_attempts',
  'captures',
  'refunds',
  'disputes',
  'ledger_transfers',
  'parcels',
  'parcel_lines',
  'returns',
  'return_lines',
  'stock_movements',
  'events',
  'audit_log',
  'idempotency_keys',
  'mails',
  'invoices',
  'webhook_deliveries',
]);

/** A node of `EXPLAIN (FORMAT JSON)`; the figures are there where the statement was run. */
interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Join Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly PlanNode[];
}

export interface Plan {
  /** Growing tables that are read from end to end. */
  readonly scanned: readonly string[];
  /** Rows that were read and then kept or thrown away. */
  readonly rowsRead: number;
}

export type PlanMode = 'custom' | 'generic';

/** Postgres plans a prepared statement for its values or, after a while, for any: both have to be good. */
export const PLAN_MODES: readonly PlanMode[] = ['custom', 'generic'];

/** Whether a statement changes nothing and may be run again. */
export const isRead = ({ sql }: Part): boolean =>
  /^\s*(select|with)\b/i.test(sql) &&
  !/\b(insert\s+into|delete\s+from|update\s+\w+(\s+\w+)?\s+set)\b/i.test(sql);

/** A statement that is sent to Postgres for its own sake, not `begin` or a message of the job queue. */
export const isOurs = ({ sql }: Part): boolean =>
  /^\s*(select|with|insert|update|delete)\b/i.test(sql) && !sql.includes('pgboss');

/**
 * How Postgres would run a statement that the product has sent, with its values; a read is run. In a transaction that
 * is rolled back. `cheapest: false` leaves sequential scans only where there is no other way: in a shop of a few
 * thousand orders some tables are one page, which a planner rightly reads whole.
 */
export async function planOf(
  db: ClientBase,
  statement: Part,
  mode: PlanMode,
  { cheapest }: { cheapest: boolean },
): Promise<Plan> {
  await db.query('begin');
  try {
    await db.query(`set local plan_cache_mode = force_${mode}_plan`);
    if (!cheapest) await db.query('set local enable_seqscan = off');
    await db.query(`prepare asked as ${statement.sql}`);
    const values = statement.values.map((value) => (value === null ? 'null' : db.escapeLiteral(value)));
    const call = values.length > 0 ? `asked(${values.join(', ')})` : 'asked';
    const options = isRead(statement) ? 'analyze, format json' : 'format json';
    const { rows } = await db.query<{ 'QUERY PLAN': readonly { Plan: PlanNode }[] }>(
      `explain (${options}) execute ${call}`,
    );
    const nodes = nodesOf(rows[0]!['QUERY PLAN'][0]!.Plan);
    return {
      scanned: nodes
        .filter((node) => node['Node Type'] === 'Seq Scan' && GROWING.has(node['Relation Name']!))
        // To read an empty table costs nothing.
        .filter((node) => node['Actual Rows'] === undefined || rowsReadBy(node) > 0)
        .map((node) => node['Relation Name']!),
      rowsRead: Math.round(nodes.map(rowsReadBy).reduce((sum, rows) => sum + rows, 0)),
    };
  } finally {
    await db.query('rollback');
    await db.query('deallocate all');
  }
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** Of a node that reads a table; `Actual Rows` is the mean of its loops. */
function rowsReadBy(node: PlanNode): number {
  if (node['Relation Name'] === undefined) return 0;
  const perLoop =
    (node['Actual Rows'] ?? 0) +
    (node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Index Recheck'] ?? 0);
  return perLoop * (node['Actual Loops'] ?? 0);
}
