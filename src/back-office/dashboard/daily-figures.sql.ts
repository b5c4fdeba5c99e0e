import { sql } from 'kysely';
import type { Transaction } from '../../shared/database/unit-of-work.js';

/** How far events are counted; `undefined` while another worker is at it. Inside a transaction, as all of these. */
export async function lockFigures(tx: Transaction): Promise<bigint | undefined> {
  const { rows } = await sql<{ position: string }>`
    select position::text from daily_figures_cursor for update skip locked`.execute(tx.db);
  return rows[0] && BigInt(rows[0].position);
}

/**
 * Counts the events of a stretch into their days (UTC), and moves on behind them in the same statement: each is counted
 * once, whatever becomes of the worker. Money of a day is what was taken and given back on it; a payment that was promised
 * counts as a success, and its captures as money.
 */
export async function countInto(
  tx: Transaction,
  { from, until }: { from: bigint; until: bigint },
): Promise<void> {
  await sql`
    with told as (
      select (e.occurred_at at time zone 'UTC')::date as day, e.type, e.data,
        coalesce(a.method, '') as method
      from events e left join payment_attempts a
        on e.type in ('payment.succeeded', 'payment.authorized', 'payment.failed') and a.id = (e.data ->> 'attemptId')::uuid
      where e.position > ${from.toString()}::bigint and e.position <= ${until.toString()}::bigint
        and e.type in ('payment.succeeded', 'payment.authorized', 'payment.failed', 'payment.captured', 'refund.succeeded')
    ), counted as (
      select day, case type when 'refund.succeeded' then 'refunded' else 'captured' end as figure,
        data ->> 'currency' as currency, '' as method, '' as outcome, (data ->> 'amountMinor')::bigint as minor
      from told where type in ('payment.succeeded', 'payment.captured', 'refund.succeeded')
      union all
      select day, 'payment', '', method, case type when 'payment.failed' then coalesce(data ->> 'reason', 'unknown')
        else 'succeeded' end, 0
      from told where type in ('payment.succeeded', 'payment.authorized', 'payment.failed')
    ), added as (
      insert into daily_figures as f (day, figure, currency, method, outcome, count, amount_minor)
      select day, figure, currency, method, outcome, count(*), sum(minor) from counted
      group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
      on conflict (day, figure, currency, method, outcome) do update
        set count = f.count + excluded.count, amount_minor = f.amount_minor + excluded.amount_minor)
    update daily_figures_cursor set position = ${until.toString()}::bigint, counted_at = now()`.execute(
    tx.db,
  );
}
