import { eventually } from './eventually.js';
import { hurry, rest } from './invariants.js';
import type { AskedOrder } from './outside.js';
import { OF_THE_ORDER } from './rows.js';
import type { OrderState, World } from './world.js';

/** What the orders of `outside.ts` cost: one product at 59.99, shipping 9.99, tax 4.80. */
export const TOTAL_MINOR = 7_478;

/** An order and the attempt whose success is the late one. */
export type LateOrder = Omit<AskedOrder, 'challengeUrl'>;

export async function stateOf(world: World, { orderId, productId }: LateOrder): Promise<OrderState> {
  const orders = await world.ordersOf(productId);
  return orders.find(({ number }) => number === orderId)!;
}

/** Waits for a state; what the reconciler would do by and by, it does now. */
export function becomes(world: World, order: LateOrder, state: Partial<OrderState>): Promise<unknown> {
  return eventually(async () => {
    await hurry(world);
    const found = await stateOf(world, order);
    return Object.entries(state).every(([field, value]) => found[field as 'status'] === value);
  });
}

/** What the gateway took and gave back for this one payment, oldest first. */
export async function moved(world: World, { intentId }: LateOrder): Promise<[string, number | undefined][]> {
  const entries = await world.gateway.journal('charge', 'refund');
  return entries.filter(({ intent }) => intent === intentId).map(({ kind, amount }) => [kind, amount]);
}

export async function eventsOf(world: World, { orderId }: LateOrder): Promise<string[]> {
  const { rows } = await world.db.query<{ type: string }>(
    `select type from events e join orders o on o.id = e.order_id where o.number = $1 and ${OF_THE_ORDER}
     order by e.occurred_at, e.id`,
    [orderId],
  );
  return rows.map(({ type }) => type);
}

/** The late payment has gone back: whole and once, decided by settle, with a refund of its own that says why. */
export async function expectGivenBack(world: World, order: LateOrder, reason: string): Promise<void> {
  await eventually(async () => {
    await hurry(world);
    return (await moved(world, order)).length > 1;
  });
  await rest(world);
  expect(await moved(world, order)).toEqual([
    ['charge', TOTAL_MINOR],
    ['refund', TOTAL_MINOR],
  ]);
  const refunds = await world.db.query(
    'select status, reason, amount_minor from refunds where attempt_id = $1',
    [order.attemptId],
  );
  expect(refunds.rows).toEqual([{ status: 'succeeded', reason, amount_minor: TOTAL_MINOR }]);
  const audit = await world.db.query(
    `select outcome, facts->>'amountMinor' as amount from audit_log
     where subject_id = $1 and action = 'settle.late_success' and facts->>'attemptId' = $2`,
    [order.orderId, order.attemptId],
  );
  expect(audit.rows).toEqual([{ outcome: 'done', amount: String(TOTAL_MINOR) }]);
}

/** Its window closes now, and has been extended already. */
export async function age(world: World, { orderId }: LateOrder): Promise<void> {
  const sql = 'update orders set expires_at = now(), expiry_extended = true where number = $1';
  await world.db.query(sql, [orderId]);
}

/** What became of an order and its money, once nothing is under way any more. */
export async function endOf(world: World, order: LateOrder) {
  const { status, hold } = await stateOf(world, order);
  const charges = await world.gateway.chargesOf(order.orderId);
  const refunds = await world.gateway.refundsOf(order.orderId);
  return { status, hold, charges: charges.length, refunds: refunds.length };
}
export const PAID = { status: 'confirmed', hold: 'sold', charges: 1, refunds: 0 };
export const ENDED = { status: 'cancelled', hold: 'released', charges: 0, refunds: 0 };
export const RETURNED = { status: 'cancelled', hold: 'returned', charges: 1, refunds: 1 };
