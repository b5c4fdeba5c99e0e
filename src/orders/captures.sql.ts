import { sql } from 'kysely';
import type { Db, Transaction } from '../shared/database/unit-of-work.js';
import type { Units } from '../shared/database/units.js';
import type { AttemptRow, CaptureRow, OrderRow } from './order-row.js';
import { orderJson } from './order-row.sql.js';

export interface CaptureFacts {
  readonly capture: CaptureRow;
  readonly attempt: AttemptRow;
  readonly order: OrderRow;
}

/** Locks order and attempt, in this order, and reads the capture. No cart and no stock: a capture moves neither. */
export async function lockCapture(tx: Transaction, captureId: string): Promise<CaptureFacts | undefined> {
  await sql`
    with target as (select order_id, attempt_id from captures where id = ${captureId}),
      o as materialized (select id from orders where id = (select order_id from target) for update)
    select 1 from payment_attempts where id = (select attempt_id from target) and (select count(*) from o) >= 0
    for update`.execute(tx.db);
  return readCapture(tx.db, captureId);
}

export async function readCapture(db: Db, captureId: string): Promise<CaptureFacts | undefined> {
  const { rows } = await sql<CaptureFacts>`
    select to_jsonb(c) as capture, to_jsonb(a) as attempt, ${orderJson('o')} as "order"
    from captures c join payment_attempts a on a.id = c.attempt_id join orders o on o.id = c.order_id
    where c.id = ${captureId}`.execute(db);
  return rows[0];
}

/** Captures of one authorisation are sent in their order: what each comes to is known only after the one before. */
const IS_NEXT = sql`not exists (select 1 from captures e
  where e.attempt_id = c.attempt_id and e.status = 'pending' and e.id < c.id)`;

/**
 * Leases one capture for sending: whoever moves its next check forward is the one who may send it. Returns how often it
 * was sent before. What had been captured when it was first sent is kept, to recognise it at the gateway.
 */
export async function leaseCapture(db: Db, captureId: string): Promise<number | undefined> {
  const { rows } = await sql<{ checks: number }>`
    update captures c set checks = checks + 1,
      captured_before_minor = coalesce(captured_before_minor,
        (select a.captured_minor from payment_attempts a where a.id = c.attempt_id)),
      next_check_at = now() + make_interval(secs => case checks when 0 then 5 when 1 then 15 when 2 then 60 else 300 end)
    where id = ${captureId} and status = 'pending' and (checks = 0 or next_check_at <= now()) and ${IS_NEXT}
    returning checks`.execute(db);
  return rows[0] && rows[0].checks - 1;
}

export async function dueCaptures(db: Db, gateway: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select c.id from captures c join payment_attempts a on a.id = c.attempt_id
    where a.gateway = ${gateway} and c.status = 'pending' and c.next_check_at <= now() and ${IS_NEXT}
    order by c.next_check_at limit ${limit}`.execute(db);
  return rows.map((row) => row.id);
}

/** What a parcel's capture is worked out from. */
export interface AuthorizationFacts {
  readonly order: OrderRow;
  readonly attempt: AttemptRow;
  /** Minor units of captures that are still on their way. */
  readonly underWayMinor: number;
  /** Units of the parcels before. */
  readonly shipped: readonly Units[];
}

/** The authorisation that pays an order, locked; `undefined` where the money was taken at once. The order is locked. */
export async function lockAuthorization(
  tx: Transaction,
  orderId: string,
): Promise<AuthorizationFacts | undefined> {
  const { rows } = await sql<AuthorizationFacts>`
    with attempt as materialized (
      select a.* from payment_attempts a
      where a.id = (select paid_attempt_id from orders where id = ${orderId}) and a.authorized_minor > 0 for update)
    select ${orderJson('o')} as "order", to_jsonb(attempt) as attempt,
      (select coalesce(sum(c.amount_minor), 0)::bigint from captures c
        where c.attempt_id = attempt.id and c.status = 'pending') as "underWayMinor",
      coalesce((select jsonb_agg(jsonb_build_object('productId', l.product_id, 'quantity', p.quantity))
        from parcel_lines p join order_lines l using (order_id, line_no) where p.order_id = o.id), '[]') as shipped
    from attempt join orders o on o.id = attempt.order_id`.execute(tx.db);
  return rows[0];
}

/** Captures of an order that the gateway has not answered yet, oldest first. */
export async function pendingCaptures(
  db: Db,
  orderId: string,
): Promise<Pick<CaptureRow, 'id' | 'amount_minor' | 'is_last'>[]> {
  const { rows } = await sql<Pick<CaptureRow, 'id' | 'amount_minor' | 'is_last'>>`
    select id, amount_minor::bigint as amount_minor, is_last from captures
    where order_id = ${orderId} and status = 'pending' order by id`.execute(db);
  return rows;
}

/** They are due now. The order is locked. */
export async function hastenCaptures(tx: Transaction, orderId: string): Promise<void> {
  await sql`update captures set next_check_at = now() where order_id = ${orderId} and status = 'pending'`.execute(
    tx.db,
  );
}
