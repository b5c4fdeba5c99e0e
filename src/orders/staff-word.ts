import { sql } from 'kysely';
import type { Db, Transaction } from '../shared/database/unit-of-work.js';
import { EVENTS_BESIDE_THE_STORY } from '../shared/events/event.js';
import { DomainError } from '../shared/problem.js';
import type { OrderPlan } from './order-plan.js';
import type { PaymentStatus } from './order-row.js';
import type { OrderStatus } from './domain/order-states.js';

/** What somebody who works here says with a move: why they make it, and which state of the order they saw. */
export interface StaffWord {
  /** For the audit; never shown to a customer. */
  readonly reason?: string;
  /** Absent: whatever the order is like now. */
  readonly expectedVersion?: number;
}

/** An order's state in three words, as a stale page is told of it. */
export interface OrderState {
  /** How many events its story has: it grows with every change, and with nothing else. */
  readonly version: number;
  readonly orderStatus: OrderStatus;
  readonly paymentStatus: PaymentStatus;
}

/** The order as it is now; under its lock where a decision hangs on it. */
export async function stateOf(db: Db, orderId: string): Promise<OrderState> {
  const { rows } = await sql<OrderState>`
    select o.status as "orderStatus", o.payment_status as "paymentStatus",
      (select count(*)::int from events e
        where e.order_id = o.id and e.type <> all(${EVENTS_BESIDE_THE_STORY}::text[])) as version
    from orders o where o.id = ${orderId}`.execute(db);
  return rows[0]!;
}

/** 409 `order_has_changed` with the present state, where the order is not what was seen. The order is locked. */
export async function refuseStale(
  tx: Transaction,
  order: { readonly id: string; readonly number: string },
  { expectedVersion }: StaffWord,
): Promise<void> {
  if (expectedVersion === undefined) return;
  const state = await stateOf(tx.db, order.id);
  if (state.version === expectedVersion) return;
  throw new DomainError('order_has_changed', { orderId: order.number, ...state });
}

/** The audit's fact of a reason; nothing where none was given. */
export const because = (reason: string | undefined): { reason?: string } =>
  reason === undefined ? {} : { reason };

/** A plan whose audit row says why. */
export function explained(plan: OrderPlan, reason: string | undefined): OrderPlan {
  if (reason === undefined) return plan;
  const { audit } = plan.traces;
  return { ...plan, traces: { ...plan.traces, audit: { ...audit, facts: { ...audit.facts, reason } } } };
}
