import { sql } from 'kysely';
import type { Transaction } from '../../shared/database/unit-of-work.js';
import { privateId } from '../../shared/ids.js';

/** Positions of events: behind the first, up to the last. */
export interface Stretch {
  readonly from: bigint;
  readonly until: bigint;
}

/** How far events are counted; `undefined` while another worker is at it. Inside a transaction, as all of these. */
export async function lockFigures(tx: Transaction): Promise<bigint | undefined> {
  const { rows } = await sql<{ position: string }>`
    select position::text from daily_figures_cursor for update skip locked`.execute(tx.db);
  return rows[0] && BigInt(rows[0].position);
}

/** The refunds of which a stretch tells; events call them by their outside ids. */
async function refundsTold(tx: Transaction, { from, until }: Stretch): Promise<readonly string[]> {
  const { rows } = await sql<{ refund: string }>`
    select data ->> 'refundId' as refund from events
    where position > ${from.toString()}::bigint and position <= ${until.toString()}::bigint
      and type = 'refund.succeeded'`.execute(tx.db);
  return rows.map(({ refund }) => privateId('ref', refund)).filter((id) => id !== undefined);
}

/**
 * Counts what a stretch of events tells into days (UTC), and moves on behind it in the same statement: each is counted
 * once, whatever becomes of the worker. The day is that of the row which the list behind a figure shows, never the event's,
 * so that both agree at midnight: money counts when the ledger has booked it, a payment when it was tried. One that came
 * through after it had failed has not failed any more; one that was promised counts as a success, and its captures as money.
 */
export async function countInto(tx: Transaction, stretch: Stretch): Promise<void> {
  const refunds = await refundsTold(tx, stretch);
  const until = stretch.until.toString();
  await sql`
    with told as (
      select order_id, position, type, data from events
      where position > ${stretch.from.toString()}::bigint and position <= ${until}::bigint
        and type in ('payment.succeeded', 'payment.authorized', 'payment.failed', 'payment.captured')
    ), booked as (
      select t.occurred_at, 'captured' as figure, t.currency, t.amount_minor from told
      join ledger_transfers t on t.movement = 'captured'
        and t.reference = coalesce(told.data ->> 'captureId', told.data ->> 'attemptId')::uuid
      where told.type in ('payment.succeeded', 'payment.captured')
      union all
      select occurred_at, 'refunded', currency, amount_minor from ledger_transfers
      where movement = 'refunded' and reference = any(${refunds}::uuid[])
    ), ended as (
      select data ->> 'attemptId' as attempt_id, 1 as one,
        case type when 'payment.failed' then coalesce(data ->> 'reason', 'unknown') else 'succeeded' end as outcome
      from told where type <> 'payment.captured'
      union all
      select f.data ->> 'attemptId', -1, coalesce(f.data ->> 'reason', 'unknown') from told
      join events f on f.order_id = told.order_id and f.type = 'payment.failed' and f.position < told.position
        and f.data ->> 'attemptId' = told.data ->> 'attemptId'
      where told.type in ('payment.succeeded', 'payment.authorized')
    ), counted as (
      select (occurred_at at time zone 'UTC')::date as day, figure, currency, '' as method, '' as outcome, 1 as one,
        amount_minor as minor
      from booked
      union all
      select (a.created_at at time zone 'UTC')::date, 'payment', '', a.method, e.outcome, e.one, 0
      from ended e join payment_attempts a on a.id = e.attempt_id::uuid
    ), added as (
      insert into daily_figures as f (day, figure, currency, method, outcome, count, amount_minor)
      select day, figure, currency, method, outcome, sum(one), sum(minor) from counted
      group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
      on conflict (day, figure, currency, method, outcome) do update
        set count = f.count + excluded.count, amount_minor = f.amount_minor + excluded.amount_minor)
    update daily_figures_cursor set position = ${until}::bigint, counted_at = now()`.execute(tx.db);
}
