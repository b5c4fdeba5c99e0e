import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../shared/database/unit-of-work.js';

/** An order's turn: its window has closed, and so has the pause since it was last looked at. */
const DUE_AT = sql`greatest(o.expires_at, o.expiry_check_at)`;

/** 15 s, 60 s, then every 5 min. The first is longer than it takes to end a payment, so that nobody does it twice. */
const PAUSE = sql`make_interval(secs => case o.expiry_checks when 0 then 15 when 1 then 60 else 300 end)`;

const openAttempt = (more: RawBuilder<unknown>): RawBuilder<unknown> => sql`exists (
  select from payment_attempts a
  where a.order_id = o.id and a.status not in ('succeeded', 'failed') and ${more})`;

/** Takes orders whose window has closed and that no payment is open for, and moves their next turn forward. */
export function leaseUnpaid(db: Db, limit: number): Promise<string[]> {
  return lease(db, sql`not ${openAttempt(sql`true`)}`, limit);
}

/**
 * The same for orders with a payment at this gateway that has to be ended first. One that is running, or whose outcome
 * is unknown, keeps its order: the reconciler decides it. One that can still be extended keeps it too: whoever held the
 * order's row when it was to be extended has let go of it since. `windows` as for `extendWindows`.
 */
export function leasePaidAt(
  db: Db,
  gateway: string,
  windows: Readonly<Record<string, number>>,
  limit: number,
): Promise<string[]> {
  const canBeExtended = sql`(not o.expiry_extended and ${JSON.stringify(windows)}::jsonb ? o.payment_method)`;
  const canEnd = sql`
    (a.status in ('requires_action', 'processing') and not ${canBeExtended}
      or a.status = 'started' and a.deadline_at <= now())`;
  return lease(db, openAttempt(sql`a.gateway = ${gateway} and ${canEnd}`), limit);
}

async function lease(db: Db, which: RawBuilder<unknown>, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with due as (
      select o.id from orders o where o.status = 'pending' and ${DUE_AT} <= now() and ${which}
      order by ${DUE_AT} limit ${limit} for update of o skip locked)
    update orders o set expiry_checks = o.expiry_checks + 1, expiry_check_at = now() + ${PAUSE}
    from due where o.id = due.id returning o.id`.execute(db);
  return rows.map(({ id }) => id);
}

/**
 * Gives orders whose payment at this gateway is under way the time of their method once more, counted from when their
 * window closed. `windows`: minutes by method. Returns how many.
 */
export async function extendWindows(
  db: Db,
  gateway: string,
  windows: Readonly<Record<string, number>>,
  limit: number,
): Promise<number> {
  const minutes = sql`${JSON.stringify(windows)}::jsonb`;
  const isUnderWay = openAttempt(
    sql`a.gateway = ${gateway} and a.status in ('requires_action', 'processing')`,
  );
  const { numAffectedRows } = await sql`
    with due as (
      select o.id from orders o
      where o.status = 'pending' and ${DUE_AT} <= now() and not o.expiry_extended and ${minutes} ? o.payment_method
        and ${isUnderWay}
      order by ${DUE_AT} limit ${limit} for update of o skip locked)
    update orders o set expiry_extended = true, expiry_check_at = null, expiry_checks = 0, updated_at = now(),
      expires_at = o.expires_at + make_interval(mins => (${minutes} ->> o.payment_method)::int)
    from due where o.id = due.id`.execute(db);
  return Number(numAffectedRows);
}
