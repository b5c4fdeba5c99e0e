import { sql } from 'kysely';
import type { Db, Transaction } from '../shared/database/unit-of-work.js';
import { privateId } from '../shared/ids.js';
import { DomainError } from '../shared/problem.js';
import type { AttemptRow, OrderRow, RefundRow } from './order-row.js';
import { orderJson } from './order-row.sql.js';

export interface RefundFacts {
  readonly refund: RefundRow;
  readonly attempt: AttemptRow;
  readonly order: OrderRow;
}

/** Locks order and attempt, in this order, and reads the refund. No cart: a refund moves none, and no stock. */
export async function lockRefund(tx: Transaction, refundId: string): Promise<RefundFacts | undefined> {
  await sql`
    with target as (select order_id, attempt_id from refunds where id = ${refundId}),
      o as materialized (select id from orders where id = (select order_id from target) for update)
    select 1 from payment_attempts where id = (select attempt_id from target) and (select count(*) from o) >= 0
    for update`.execute(tx.db);
  return readRefund(tx.db, refundId);
}

/** A refund of the order that failed and was not tried again. 404 `refund_not_found`, 409 `refund_not_failed`. */
export async function failedRefund(tx: Transaction, orderId: string, refundId: string): Promise<RefundRow> {
  const id = privateId('ref', refundId);
  if (!id) throw new DomainError('refund_not_found');
  const { rows } = await sql<{ refund: RefundRow; retried: boolean }>`
    select to_jsonb(r) as refund,
      exists (select 1 from refunds a where a.retry_of = r.id and a.status <> 'failed') as retried
    from refunds r where r.id = ${id} and r.order_id = ${orderId}`.execute(tx.db);
  const found = rows[0];
  if (!found) throw new DomainError('refund_not_found');
  if (found.refund.status !== 'failed' || found.retried) {
    throw new DomainError('refund_not_failed', { refundId, refundStatus: found.refund.status });
  }
  return found.refund;
}

export async function readRefund(db: Db, refundId: string): Promise<RefundFacts | undefined> {
  const { rows } = await sql<RefundFacts>`
    select to_jsonb(r) as refund, to_jsonb(a) as attempt, ${orderJson('o')} as "order"
    from refunds r join payment_attempts a on a.id = r.attempt_id join orders o on o.id = r.order_id
    where r.id = ${refundId}`.execute(db);
  return rows[0];
}

/** How long until a refund that did not end is looked at again: 5 s, 15 s, 60 s, then every 5 min. */
const NEXT_CHECK = sql`now() + make_interval(secs => case checks when 0 then 5 when 1 then 15 when 2 then 60 else 300 end)`;

/**
 * Leases one refund for sending: whoever moves its next check forward is the one who may send it. Returns how
 * often it was sent before.
 */
export async function leaseRefund(db: Db, refundId: string): Promise<number | undefined> {
  const { rows } = await sql<{ checks: number }>`
    update refunds set checks = checks + 1, next_check_at = ${NEXT_CHECK}
    where id = ${refundId} and status = 'pending' and next_check_at is not null
      and (checks = 0 or next_check_at <= now())
    returning checks`.execute(db);
  return rows[0] && rows[0].checks - 1;
}

export async function dueRefunds(db: Db, gateway: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select r.id from refunds r join payment_attempts a on a.id = r.attempt_id
    where a.gateway = ${gateway} and r.status = 'pending' and r.next_check_at <= now()
    order by r.next_check_at limit ${limit}`.execute(db);
  return rows.map((row) => row.id);
}
