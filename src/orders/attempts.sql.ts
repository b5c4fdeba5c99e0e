import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../shared/database/unit-of-work.js';
import type { AttemptRow, OrderRow } from './order-row.js';
import { orderJson } from './order-row.sql.js';

/**
 * Whoever completes an attempt and whoever closes it exclude each other here, in one row, before either talks to a
 * gateway: at a gateway where only we can take approved money, that is what makes an end definite.
 */

/** Claims the right to ask for approved money; `undefined` where the attempt is being closed, completed or is over. */
export async function claimCompletion(
  db: Db,
  attemptId: string,
  deadlineSeconds: number,
): Promise<AttemptRow | undefined> {
  const deadline = sql`now() + make_interval(secs => ${deadlineSeconds})`;
  const { rows } = await sql<{ attempt: AttemptRow }>`
    update payment_attempts a set completing_since = coalesce(completing_since, now()), deadline_at = ${deadline},
      next_check_at = ${deadline}, checks = 0
    where a.id = ${attemptId} and a.status not in ('succeeded', 'failed') and a.closing_since is null
      and (a.completing_since is null or a.deadline_at <= now())
      and exists (select 1 from orders o where o.id = a.order_id and o.status = 'pending')
    returning to_jsonb(a) as attempt`.execute(db);
  return rows[0]?.attempt;
}

/** Claims the right to end an attempt: nobody completes it from here on. False while its money is being asked for. */
export async function claimClosing(db: Db, attemptId: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update payment_attempts set closing_since = coalesce(closing_since, now())
    where id = ${attemptId} and completing_since is null`.execute(db);
  return Number(numAffectedRows) === 1;
}

export interface DueAttempt {
  readonly order: OrderRow;
  readonly attempt: AttemptRow;
  /** Undecided for a day. */
  readonly hands_over: boolean;
}

/** 5 s, 15 s, 60 s, then every 5 min. */
const PAUSE = sql`make_interval(secs => case checks when 0 then 5 when 1 then 15 when 2 then 60 else 300 end)`;

/** Takes attempts of a gateway whose time has come, and moves their next check forward: workers share them. */
export function leaseDueAttempts(db: Db, gateway: string, limit: number): Promise<DueAttempt[]> {
  return lease(
    db,
    sql`gateway = ${gateway} and status not in ('succeeded', 'failed') and next_check_at <= now()`,
    limit,
  );
}

/** Takes one undecided attempt, whenever its turn may be, to see whether the gateway answers again. */
export async function leaseProbe(db: Db, gateway: string): Promise<DueAttempt | undefined> {
  const due = sql`gateway = ${gateway} and status = 'unknown' and deadline_at <= now() and next_check_at is not null`;
  return (await lease(db, due, 1))[0];
}

async function lease(db: Db, due: RawBuilder<unknown>, limit: number): Promise<DueAttempt[]> {
  const { rows } = await sql<DueAttempt>`
    with due as (
      select id from payment_attempts where ${due} order by next_check_at limit ${limit} for update skip locked),
    leased as (
      update payment_attempts a set checks = checks + 1, next_check_at = now() + ${PAUSE}
      from due where a.id = due.id returning a.*)
    select to_jsonb(leased) as attempt, ${orderJson('o')} as "order",
      leased.deadline_at < now() - interval '24 hours' as hands_over
    from leased join orders o on o.id = leased.order_id`.execute(db);
  return rows;
}

/** The gateway is back: what is undecided there is looked at now, however long the last pause was. */
export async function hastenChecks(db: Db, gateway: string): Promise<void> {
  await sql`
    update payment_attempts set next_check_at = now()
    where gateway = ${gateway} and status = 'unknown' and next_check_at > now() and deadline_at <= now()`.execute(
    db,
  );
}
