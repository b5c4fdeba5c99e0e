import { sql } from 'kysely';
import type { Transaction } from '../../shared/database/unit-of-work.js';
import { newId } from '../../shared/ids.js';
import type { Attempt } from './webhook-sender.js';

/** A try that is over, and what follows from it. */
export interface Result extends Omit<Attempt, 'askedSeconds'> {
  readonly deliveryId: string;
  readonly endpointId: string;
  readonly lease: string;
  /** Null where there is no further try. */
  readonly retryInSeconds: number | null;
}

export interface BreakerRules {
  readonly failures: number;
  readonly pauseSeconds: number;
  readonly disableAfterSeconds: number;
}

/** An endpoint that was switched off by what was written. */
export interface SwitchedOff {
  readonly id: string;
  readonly partnerId: string;
  readonly reason: 'gone' | 'failing';
}

/** Pauses double up to so many times the first one. */
const LONGEST_PAUSE = 60;

/** What ends a delivery lets the next of its order go, which fan-out must not change meanwhile. Inside a transaction, as all of these. */
export async function lockEndpoints(tx: Transaction, ids: readonly string[]): Promise<void> {
  await sql`select 1 from webhook_endpoints where id = any(${[...ids]}::uuid[]) order by id for no key update`.execute(
    tx.db,
  );
}

/**
 * Writes what came of tries, all in one statement. What another worker has taken meanwhile, after a lease that was over, is not
 * touched: its try is kept, and decides nothing.
 */
export async function writeResults(tx: Transaction, results: readonly Result[]): Promise<void> {
  const rows = results.map((result) => ({ ...result, id: newId() }));
  await sql`
    with r as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(
        id uuid, "deliveryId" uuid, lease uuid, url text, "sentAt" timestamptz, "durationMs" int, status int, answer text,
        error text, "retryInSeconds" float8)),
    kept as (
      insert into webhook_attempts (id, delivery_id, url, sent_at, duration_ms, status, answer, error)
      select r.id, d.id, r.url, r."sentAt", r."durationMs", r.status, r.answer, r.error
      from r join webhook_deliveries d on d.id = r."deliveryId"),
    over as (
      update webhook_deliveries d set
        status = case when r.error is null then 'delivered' when r."retryInSeconds" is null then 'failed' else 'pending' end,
        finished_at = case when r.error is null or r."retryInSeconds" is null then now() end,
        next_try_at = now() + make_interval(secs => coalesce(r."retryInSeconds", 0)),
        tries = d.tries + 1, lease = null
      from r where d.id = r."deliveryId" and d.lease = r.lease
      returning d.endpoint_id, d.order_id, d.status),
    next as (
      select distinct on (d.endpoint_id, d.order_id) d.id
      from over join webhook_deliveries d
        on d.endpoint_id = over.endpoint_id and d.order_id = over.order_id and d.status = 'waiting'
      where over.status <> 'pending'
      order by d.endpoint_id, d.order_id, d.position)
    update webhook_deliveries d set status = 'pending', next_try_at = now() from next where d.id = next.id`.execute(
    tx.db,
  );
}

/**
 * How endpoints are, after these tries. One success forgets all failures. Failures in a row open the breaker, and with each
 * further one the pause doubles; 410, or nothing but failures for too long, switches off.
 */
export async function writeHealth(
  tx: Transaction,
  results: readonly Result[],
  { failures, pauseSeconds, disableAfterSeconds }: BreakerRules,
): Promise<SwitchedOff[]> {
  const tries = results.map(({ endpointId, status, error }) => ({ endpointId, error, gone: status === 410 }));
  const { rows } = await sql<SwitchedOff>`
    with r as (
      select "endpointId" as id, bool_or(error is null) as alive, bool_or(gone) as gone, count(*)::int as tries
      from jsonb_to_recordset(${JSON.stringify(tries)}::jsonb) as t("endpointId" uuid, error text, gone boolean) group by 1),
    judged as (
      select w.id, w.disabled_at is null as was_on, r.gone,
        case when r.alive then 0 else w.failures + r.tries end as failures,
        case when not r.alive then coalesce(w.failing_since, now()) end as failing_since
      from webhook_endpoints w join r using (id)
      -- Most have nothing to forget: their row stays as it is.
      where not r.alive or r.gone or w.failures > 0),
    decided as (
      select *, case
        when not was_on then null when gone then 'gone'
        when failures >= ${failures} and failing_since <= now() - make_interval(secs => ${disableAfterSeconds})
          then 'failing' end as reason
      from judged),
    written as (
      update webhook_endpoints w set failures = d.failures, failing_since = d.failing_since,
        paused_until = case when d.failures >= ${failures} then now() + make_interval(secs =>
          ${pauseSeconds}::float8 * least(2 ^ least(d.failures - ${failures}, 30), ${LONGEST_PAUSE})) end,
        disabled_reason = coalesce(w.disabled_reason, d.reason),
        disabled_at = coalesce(w.disabled_at, case when d.reason is not null then now() end)
      from decided d where w.id = d.id returning w.id, w.partner_id as "partnerId", d.reason)
    select * from written where reason is not null`.execute(tx.db);
  return rows;
}
