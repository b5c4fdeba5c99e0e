import { isDeepStrictEqual } from 'node:util';
import type { Answer, Client } from '../support/client.js';
import { orderRows } from '../support/rows.js';
import { ADDRESS, World } from '../support/world.js';

const STATUSES = ['pending', 'confirmed', 'processing', 'shipped', 'delivered', 'cancelled'] as const;
type Status = (typeof STATUSES)[number];
const MOVES = ['prepare', 'ship', 'deliver', 'cancel', 'process'] as const;
type Move = (typeof MOVES)[number];

/** The status after the move; `same`: 200 and nothing written; a number: refused with it, and nothing written. */
type Expected = Status | 'same' | 403 | 404 | 409;

/** The table of behaviour.md, cell by cell. An admin has no orders to pay, and after shipping gives a reason. */
const TABLE: Record<'admin' | 'customer', Record<Status, Record<Move, Expected>>> = {
  admin: {
    pending: { prepare: 409, ship: 409, deliver: 409, cancel: 'cancelled', process: 404 },
    confirmed: { prepare: 'processing', ship: 409, deliver: 409, cancel: 'cancelled', process: 404 },
    processing: { prepare: 409, ship: 'shipped', deliver: 409, cancel: 'cancelled', process: 404 },
    shipped: { prepare: 409, ship: 409, deliver: 'delivered', cancel: 'cancelled', process: 404 },
    delivered: { prepare: 409, ship: 409, deliver: 409, cancel: 'cancelled', process: 404 },
    cancelled: { prepare: 409, ship: 409, deliver: 409, cancel: 'same', process: 404 },
  },
  customer: {
    pending: { prepare: 403, ship: 403, deliver: 403, cancel: 'cancelled', process: 'confirmed' },
    confirmed: { prepare: 403, ship: 403, deliver: 403, cancel: 'cancelled', process: 'same' },
    processing: { prepare: 403, ship: 403, deliver: 403, cancel: 'cancelled', process: 'same' },
    shipped: { prepare: 403, ship: 403, deliver: 403, cancel: 409, process: 'same' },
    delivered: { prepare: 403, ship: 403, deliver: 403, cancel: 409, process: 'same' },
    cancelled: { prepare: 403, ship: 403, deliver: 403, cancel: 'same', process: 409 },
  },
};

const REFUSALS: Record<Move, string> = {
  prepare: 'transition_not_allowed',
  ship: 'transition_not_allowed',
  deliver: 'transition_not_allowed',
  cancel: 'order_cannot_be_cancelled',
  process: 'order_not_payable',
};

const refusalOf = (move: Move, to: Expected, orderId: string): object => {
  if (to === 409) return { code: REFUSALS[move], orderId };
  if (to === 403) return { code: 'forbidden', error: 'Forbidden' };
  return to === 404 ? { code: 'order_not_found', error: 'Order not found' } : {};
};

const CELLS = (['admin', 'customer'] as const).flatMap((who) =>
  STATUSES.flatMap((from) => MOVES.map((move) => ({ who, from, move, to: TABLE[who][from][move] }))),
);

describe('the status table', () => {
  let world: World;
  let admin: Client;
  let customer: Client;
  let productId: string;
  beforeAll(async () => {
    world = await World.start({ worker: false, settings: { MAX_PENDING_ORDERS: '100' } });
    [admin, customer, productId] = await Promise.all([world.admin(), world.customer(), world.product(900)]);
  });
  afterAll(() => world.stop());

  const act: Record<Move, (caller: Client, orderId: string) => Promise<Answer<Record<string, unknown>>>> = {
    prepare: (caller, orderId) => caller.post(`/orders/${orderId}/prepare`),
    ship: (caller, orderId) =>
      caller.post(`/orders/${orderId}/ship`, { carrier: 'UPS', trackingNumber: crypto.randomUUID() }),
    deliver: (caller, orderId) => caller.post(`/orders/${orderId}/deliver`),
    cancel: (caller, orderId) => caller.post(`/orders/${orderId}/cancel`, { reason: 'Changed my mind' }),
    process: (caller, orderId) =>
      caller.post('/payment/process', { orderId, paymentDetails: { token: 'pm_card_visa' } }),
  };

  /** A fresh order that was brought into the status by the moves that lead there. */
  async function orderIn(status: Status): Promise<string> {
    const paid = { paymentMethod: 'credit_card', paymentDetails: { token: 'pm_card_visa' } };
    const { body } = await customer.post(
      '/orders/create',
      {
        shippingAddress: ADDRESS,
        items: [{ productId, quantity: 1 }],
        ...(status !== 'pending' && paid),
      },
      { key: crypto.randomUUID() },
    );
    const way: Record<Status, Move[]> = {
      pending: [],
      confirmed: [],
      processing: ['prepare'],
      shipped: ['prepare', 'ship'],
      delivered: ['prepare', 'ship', 'deliver'],
      cancelled: ['cancel'],
    };
    for (const move of way[status]) expect((await act[move](admin, body.orderId)).status).toBe(200);
    return body.orderId;
  }

  it.each(CELLS)('$who: $move of an order that is $from: $to', async ({ who, from, move, to }) => {
    const orderId = await orderIn(from);
    const before = await orderRows(world, orderId);

    const answer = await act[move](who === 'admin' ? admin : customer, orderId);

    const after = (await customer.get(`/orders/${orderId}`)).body;
    const moves = typeof to === 'string' && to !== 'same';
    expect(answer.status).toBe(typeof to === 'number' ? to : 200);
    expect(after.status).toBe(moves ? to : from);
    expect(after.timeline.findLast((entry: { to: string | null }) => entry.to).to).toBe(after.status);
    expect(isDeepStrictEqual(await orderRows(world, orderId), before)).toBe(!moves);
    expect(answer.body).toMatchObject(refusalOf(move, to, orderId));
  });

  it('a refusal leaves its row in the audit', async () => {
    const orderId = await orderIn('shipped');
    await act.cancel(customer, orderId);
    await act.prepare(admin, orderId);
    const { rows } = await world.db.query(
      `select action, outcome, actor_kind from audit_log where subject_id = $1 and outcome <> 'done' order by occurred_at`,
      [orderId],
    );
    expect(rows).toEqual([
      {
        action: 'POST /orders/:orderId/cancel',
        outcome: 'order_cannot_be_cancelled',
        actor_kind: 'customer',
      },
      { action: 'POST /orders/:orderId/prepare', outcome: 'transition_not_allowed', actor_kind: 'admin' },
    ]);
  });

  describe('in the database itself', () => {
    let orderId: string;
    beforeAll(async () => (orderId = await orderIn('pending')));

    const set = (assignment: string) =>
      world.db.query(`update orders set ${assignment} where number = $1`, [orderId]);

    it.each(['lost', 'PENDING', '', 'returned'])('there is no status %j', async (status) => {
      await expect(set(`status = '${status}', paid_attempt_id = id`)).rejects.toMatchObject({
        code: '23514',
        constraint: 'orders_status_check',
      });
    });

    it.each(['confirmed', 'processing', 'shipped', 'delivered'])(
      'no order is %s without a payment',
      async (status) => {
        await expect(set(`status = '${status}'`)).rejects.toMatchObject({
          code: '23514',
          constraint: 'a_confirmed_order_is_paid',
        });
      },
    );

    it('a cancelled order says why, and no other does', async () => {
      const constraint = 'a_cancelled_order_says_why';
      await expect(set(`status = 'cancelled'`)).rejects.toMatchObject({ code: '23514', constraint });
      await expect(set(`cancel_reason = 'admin'`)).rejects.toMatchObject({ code: '23514', constraint });
    });

    it('stock is never held without being there, and never below zero', async () => {
      const refused = { code: '23514' };
      for (const assignment of ['held = on_hand + 1', 'held = -1', 'on_hand = -1']) {
        await expect(
          world.db.query(`update stock set ${assignment} where product_id = $1`, [productId]),
        ).rejects.toMatchObject(refused);
      }
    });

    it('what was told and booked is never rewritten', async () => {
      for (const table of ['events', 'audit_log', 'ledger_transfers', 'stock_movements']) {
        for (const statement of [
          `update ${table} set id = id`,
          `delete from ${table}`,
          `truncate ${table} cascade`,
        ]) {
          await expect(world.db.query(statement)).rejects.toThrow(`${table} rows are insert-only`);
        }
      }
    });

    it('a payment keeps its amount, and never gives back more than it took', async () => {
      const number = await orderIn('confirmed');
      const attempt = (assignment: string) =>
        world.db.query(
          `update payment_attempts set ${assignment} where order_id = (select id from orders where number = $1)`,
          [number],
        );
      await expect(attempt('amount_minor = amount_minor + 1')).rejects.toThrow('never change');
      await expect(attempt(`currency = 'EUR'`)).rejects.toThrow('never change');
      await expect(attempt('refunded_minor = captured_minor + 1')).rejects.toMatchObject({
        constraint: 'a_refund_is_never_above_its_capture',
      });
    });
  });
});
