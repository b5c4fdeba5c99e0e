import { sql, type RawBuilder } from 'kysely';
import { insertAudit } from '../audit/index.js';
import { clearCart, takeFromCart } from '../cart/index.js';
import { moveStock } from '../catalogue/index.js';
import { type Cte, inOneStatement } from '../shared/database/one-statement.js';
import type { Transaction } from '../shared/database/unit-of-work.js';
import { insertEvents } from '../shared/events/event.js';
import { newId } from '../shared/ids.js';
import { unitsAsked } from './domain/order-units.js';
import type { Adjustment } from './domain/totals.js';
import type {
  AttemptChange,
  CaptureChange,
  LineChange,
  NewCapture,
  NewRefund,
  OrderChange,
  OrderPlan,
  RefundChange,
  Transfer,
} from './order-plan.js';
import type { AttemptRow, OrderRow } from './order-row.js';
import { orderJson } from './order-row.sql.js';
import { insertReturn, updateReturn } from './returns.sql.js';

export interface LockedPayment {
  readonly order: OrderRow;
  readonly attempt: AttemptRow;
}

/**
 * Locks cart, order and attempt, in this order, in one round trip. A row that was waited for is read in its newest
 * version; everything else in the result never changes, but the transaction: what was waited for may have written it.
 */
export async function lockPayment(tx: Transaction, attemptId: string): Promise<LockedPayment | undefined> {
  const { rows } = await sql<LockedPayment>`
    with target as (select order_id, customer_id from payment_attempts where id = ${attemptId}),
      cart as materialized (
        select customer_id from carts where customer_id = (select customer_id from target) for update),
      locked as materialized (
        select o.* from orders o
        where o.id = (select order_id from target) and (select count(*) from cart) >= 0 for update),
      attempt as materialized (
        select a.* from payment_attempts a where a.id = ${attemptId} and (select count(*) from locked) >= 0 for update)
    select ${orderJson('locked')} || case when locked.paid_attempt_id = attempt.id
        then jsonb_build_object('transaction_id', attempt.transaction_id) else '{}' end as "order",
      to_jsonb(attempt) as attempt
    from locked, attempt`.execute(tx.db);
  return rows[0];
}

export interface LockedOrder {
  readonly order: OrderRow;
  readonly openAttempt: AttemptRow | null;
  readonly paidAttempt: AttemptRow | null;
  /** Whether the end of what was promised is under way or done. */
  readonly isEnding: boolean;
  /** The database's clock. */
  readonly now: string;
}

/**
 * Locks cart and order, then reads the order and its open attempt, locked too. Two statements, so that what a
 * waited-for transaction has written is seen.
 */
export async function lockOrder(tx: Transaction, orderId: string): Promise<LockedOrder> {
  await sql`
    with cart as materialized (
      select 1 from carts where customer_id = (select customer_id from orders where id = ${orderId}) for update)
    select 1 from orders where id = ${orderId} and (select count(*) from cart) >= 0 for update`.execute(
    tx.db,
  );
  const { rows } = await sql<LockedOrder>`
    with attempts as materialized (select * from payment_attempts where order_id = ${orderId} order by id for update)
    select ${orderJson('o')} as "order",
      (select to_jsonb(a) from attempts a where a.status not in ('succeeded', 'failed')) as "openAttempt",
      (select to_jsonb(a) from attempts a where a.id = o.paid_attempt_id) as "paidAttempt",
      exists (select 1 from captures c
        where c.attempt_id = o.paid_attempt_id and c.is_last and c.status <> 'failed') as "isEnding",
      now() as now
    from orders o where o.id = ${orderId}`.execute(tx.db);
  return rows[0]!;
}

/** One attempt, locked; its order is locked already. */
export async function lockAttempt(tx: Transaction, attemptId: string): Promise<AttemptRow> {
  const { rows } = await sql<{ attempt: AttemptRow }>`
    select to_jsonb(a) as attempt from payment_attempts a where a.id = ${attemptId} for update`.execute(
    tx.db,
  );
  return rows[0]!.attempt;
}

/**
 * Writes a plan in one round trip. Returns false where the units that it moves are not all there; the caller rolls
 * back. Order and attempt are locked by the caller.
 */
export async function writePlan(
  tx: Transaction,
  order: OrderRow,
  attempt: AttemptRow | null,
  plan: OrderPlan,
): Promise<boolean> {
  const ctes: Cte[] = [
    ['told', insertEvents(plan.traces.events)],
    ['audited', insertAudit([plan.traces.audit])],
  ];
  if (plan.stock) {
    const { actor } = plan.traces.audit;
    ctes.push(...moveStock(plan.stock.move, plan.stock.units, { actor: actor.kind, order }));
  }
  if (plan.lines?.length) ctes.push(['counted', updateLines(order.id, plan.lines)]);
  if (plan.order) ctes.push(['ordered', updateOrder(order.id, plan.order)]);
  if (attempt && (plan.attempt || plan.nextCheck)) {
    ctes.push(['attempted', updateAttempt(attempt.id, plan.attempt ?? {}, plan.nextCheck)]);
  }
  if (plan.cart === 'take') {
    ctes.push(...takeFromCart(order.customer_id, order.id, unitsAsked(order)));
  }
  if (plan.cart === 'clear') ctes.push(...clearCart(order.customer_id));
  if (plan.newAdjustment) ctes.push(['adjusted', insertAdjustment(order, plan.newAdjustment)]);
  if (plan.transfers?.length) ctes.push(['booked', insertTransfers(order, plan.transfers)]);
  if (plan.newRefund) ctes.push(['allocated', insertRefund(order, plan.newRefund)]);
  if (plan.refund) ctes.push(['refunded', updateRefund(plan.refund)]);
  if (plan.newCapture) ctes.push(['claimed', insertCapture(order, plan.newCapture)]);
  if (plan.newReturn) ctes.push(...insertReturn(order, plan.newReturn));
  if (plan.return) ctes.push(...updateReturn(plan.return));
  if (plan.capture) ctes.push(['taken_of_it', updateCapture(plan.capture)]);
  const allThere = plan.stock ? sql`(select count(*) from moved) = ${plan.stock.units.length}` : sql`true`;
  const { rows } = await inOneStatement<{ all_there: boolean }>(
    ctes,
    sql`select ${allThere} as all_there`,
  ).execute(tx.db);
  return rows[0]!.all_there;
}

function assignments(change: Readonly<Record<string, unknown>>): RawBuilder<unknown>[] {
  return Object.entries(change).map(([column, value]) =>
    typeof value === 'object' && value !== null
      ? sql`${sql.ref(column)} = ${JSON.stringify(value)}::jsonb`
      : sql`${sql.ref(column)} = ${value}`,
  );
}

const updateOrder = (orderId: string, change: OrderChange): RawBuilder<unknown> =>
  sql`update orders set ${sql.join([...assignments(change), sql`updated_at = now()`])} where id = ${orderId}`;

function updateAttempt(
  id: string,
  change: AttemptChange,
  nextCheck: OrderPlan['nextCheck'],
): RawBuilder<unknown> {
  const set = assignments(change);
  const isFinal = change.status === 'succeeded' || change.status === 'failed';
  if (isFinal) set.push(sql`settled_at = now()`);
  if (isFinal || nextCheck === 'never') set.push(sql`next_check_at = null`);
  else if (nextCheck === 'at_deadline') set.push(sql`next_check_at = greatest(deadline_at, now())`);
  return sql`update payment_attempts set ${sql.join(set)} where id = ${id}`;
}

function updateLines(orderId: string, lines: readonly LineChange[]): RawBuilder<unknown> {
  return sql`
    update order_lines l set backordered = coalesce(c.backordered, l.backordered),
      cancelled = coalesce(c.cancelled, l.cancelled)
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as c("lineNo" int, backordered int, cancelled int)
    where l.order_id = ${orderId} and l.line_no = c."lineNo"`;
}

/** The order is locked, so nobody else takes this place among its adjustments. */
function insertAdjustment(order: OrderRow, { kind, label, amountMinor }: Adjustment): RawBuilder<unknown> {
  return sql`
    insert into order_adjustments (order_id, line_no, customer_id, kind, label, amount_minor)
    values (${order.id}, ${order.adjustments.length + 1}, ${order.customer_id}, ${kind}, ${label}, ${amountMinor})`;
}

function insertTransfers(order: OrderRow, transfers: readonly Transfer[]): RawBuilder<unknown> {
  const rows = transfers.map(
    ({ movement, debit, credit, amountMinor, currency, reference }) =>
      sql`(${newId()}::uuid, ${order.id}::uuid, ${order.customer_id}::uuid, ${movement}, ${debit}, ${credit},
           ${amountMinor}::bigint, ${currency}, ${reference}::uuid)`,
  );
  return sql`
    insert into ledger_transfers (id, order_id, customer_id, movement, debit_account, credit_account, amount_minor, currency, reference)
    values ${sql.join(rows)}`;
}

function insertRefund(order: OrderRow, refund: NewRefund): RawBuilder<unknown> {
  const deadline = sql`now() + make_interval(secs => ${refund.deadlineSeconds})`;
  const nextCheck = { now: sql`now()`, later: deadline, waits: sql`null` }[refund.send];
  return sql`
    insert into refunds (id, order_id, customer_id, attempt_id, amount_minor, currency, status, reason, lines, retry_of, deadline_at, next_check_at)
    values (${refund.id}, ${order.id}, ${order.customer_id}, ${refund.attemptId}, ${refund.amountMinor}, ${order.currency},
      'pending', ${refund.reason}, ${refund.lines === null ? null : JSON.stringify(refund.lines)}::jsonb, ${refund.retryOf ?? null},
      ${deadline}, ${nextCheck})`;
}

/** Allocates a capture; alone or as a part of a larger statement. */
export function insertCapture(order: OrderRow, capture: NewCapture): RawBuilder<unknown> {
  const { id, attemptId, amountMinor, isLast, parcelId, send } = capture;
  const nextCheck = sql`now() + make_interval(secs => ${send === 'now' ? 0 : send.afterSeconds})`;
  return sql`
    insert into captures (id, order_id, customer_id, attempt_id, parcel_id, amount_minor, currency, is_last, status, next_check_at)
    values (${id}, ${order.id}, ${order.customer_id}, ${attemptId}, ${parcelId}, ${amountMinor}, ${order.currency}, ${isLast},
      'pending', ${nextCheck})`;
}

function updateCapture({ id, status, gatewayCaptureId, failureCode }: CaptureChange): RawBuilder<unknown> {
  return sql`
    update captures set status = ${status}, gateway_capture_id = ${gatewayCaptureId ?? null},
      failure_code = ${failureCode ?? null}, settled_at = now(), next_check_at = null
    where id = ${id}`;
}

function updateRefund({ id, status, gatewayRefundId, failureCode, send }: RefundChange): RawBuilder<unknown> {
  const set: RawBuilder<unknown>[] = [];
  if (status) set.push(sql`status = ${status}`);
  if (gatewayRefundId) set.push(sql`gateway_refund_id = ${gatewayRefundId}`);
  if (failureCode !== undefined) set.push(sql`failure_code = ${failureCode}`);
  if (status && status !== 'pending') set.push(sql`settled_at = now()`);
  if (send) set.push(send === 'now' ? sql`next_check_at = now()` : sql`next_check_at = null`);
  return sql`update refunds set ${sql.join(set)} where id = ${id}`;
}
