import { sql } from 'kysely';
import type { Db } from '../../shared/database/unit-of-work.js';
import type { EventRow } from '../public-event.js';

/** A delivery that is this worker's until its lease is over, with all that a try needs. */
export interface Claimed extends EventRow {
  readonly id: string;
  readonly endpoint_id: string;
  readonly lease: string;
  readonly tries: number;
  readonly url: string;
  readonly sealed_secret: string;
  /** Null where it signs no more. */
  readonly previous_sealed_secret: string | null;
}

export interface ClaimLimits {
  readonly lease: string;
  readonly leaseSeconds: number;
  readonly total: number;
  readonly perEndpoint: number;
  /** Failures in a row from which on an endpoint is left alone between single tries. */
  readonly breakerFailures: number;
  /** How many this worker has under way, by endpoint. */
  readonly busy: ReadonlyMap<string, number>;
}

/** From so many failures in a row on an endpoint gets one request at a time. */
const DOUBTFUL_FAILURES = 3;

/**
 * Takes what is due, the longest due first, and at each endpoint only what there is room for: neither many deliveries
 * nor slow ones of an endpoint take another's turn. The statement that takes a row moves its next time behind its lease; of an
 * endpoint whose breaker is open it moves the endpoint's, too, so that one worker alone tries it.
 */
export async function claimDue(db: Db, limits: ClaimLimits): Promise<Claimed[]> {
  const { lease, leaseSeconds, total, perEndpoint, breakerFailures, busy } = limits;
  const [ids, counts] = [[...busy.keys()], [...busy.values()]];
  const { rows } = await sql<Claimed>`
    with room as (
      select w.id, w.failures >= ${breakerFailures} as probed,
        case when w.failures >= ${DOUBTFUL_FAILURES} then 1 else ${perEndpoint}::int end - coalesce(b.count, 0) as free
      from webhook_endpoints w
        left join unnest(${ids}::uuid[], ${counts}::int[]) as b(id, count) on b.id = w.id
      where w.disabled_at is null and w.deleted_at is null and (w.paused_until is null or w.paused_until <= now())),
    due as (
      select d.id, d.endpoint_id, r.probed from room r cross join lateral (
        select id, endpoint_id, next_try_at from webhook_deliveries
        where endpoint_id = r.id and status = 'pending' and next_try_at <= now()
        order by next_try_at limit greatest(r.free, 0) for update skip locked) d
      order by d.next_try_at limit ${total}),
    probed as (
      update webhook_endpoints w set paused_until = now() + make_interval(secs => ${leaseSeconds})
      from (select distinct endpoint_id from due where due.probed) p where w.id = p.endpoint_id),
    claimed as (
      update webhook_deliveries d set lease = ${lease}, next_try_at = now() + make_interval(secs => ${leaseSeconds})
      from due where d.id = due.id returning d.*)
    select c.id, c.endpoint_id, c.lease, c.tries, c.event_id, c.type, c.position::text, e.occurred_at, e.product_id, e.data,
      o.number as order_number, w.url, w.sealed_secret,
      case when w.previous_secret_until > now() then w.previous_sealed_secret end as previous_sealed_secret
    from claimed c join events e on e.id = c.event_id join webhook_endpoints w on w.id = c.endpoint_id
      left join orders o on o.id = c.order_id`.execute(db);
  return rows;
}
