import { randomUUID } from 'node:crypto';
import type { Client } from '../support/client.js';
import { expectInvariants, rest } from '../support/invariants.js';
import { orderRows, keepingOnlyTheAnswer } from '../support/rows.js';
import { fillCart, paidBy, World } from '../support/world.js';

/** Three units at 59.99 with shipping 9.99 and tax 14.40: 204.36, of which one is 68.12. */
const UNIT_MINOR = 6812;
const REASON = 'Too small';

describe('a return', () => {
  let world: World;
  let admin: Client;
  beforeAll(async () => {
    world = await World.start();
    admin = await world.admin();
  });
  afterAll(() => world.stop());

  interface Bought {
    readonly customer: Client;
    readonly productId: string;
    readonly orderId: string;
  }

  async function shippedOrder(units = 3): Promise<Bought> {
    const customer = await world.guest();
    const productId = await world.product(10);
    await fillCart(customer, productId, units);
    const { body } = await customer.post('/orders/create', paidBy('pm_card_visa'));
    const { orderId } = body as { orderId: string };
    await admin.post(`/orders/${orderId}/prepare`);
    await admin.post(`/orders/${orderId}/ship`, { carrier: 'UPS', trackingNumber: randomUUID() });
    return { customer, productId, orderId };
  }

  async function deliveredOrder(units = 3): Promise<Bought> {
    const bought = await shippedOrder(units);
    await admin.post(`/orders/${bought.orderId}/deliver`);
    return bought;
  }

  const ask = (
    { customer, orderId, productId }: Bought,
    quantity: number,
    { who = customer, key = randomUUID() } = {},
  ) => who.post(`/orders/${orderId}/returns`, { items: [{ productId, quantity }], reason: REASON }, { key });
  const move = (returnId: string, to: 'approve' | 'refuse' | 'receive', body?: object) =>
    admin.post(`/returns/${returnId}/${to}`, to === 'refuse' ? { reason: 'Worn', ...body } : body);
  const shown = async ({ orderId }: Bought) => (await admin.get(`/orders/${orderId}`)).body;
  const given = async ({ orderId }: Bought) =>
    (await world.gateway.refundsOf(orderId)).map(({ amount }) => amount);

  async function approved(bought: Bought, quantity: number): Promise<string> {
    const { body } = await ask(bought, quantity);
    await move(body.returnId, 'approve');
    return body.returnId as string;
  }

  it('is asked for, approved and received: the units are back on the shelf, their share is paid back', async () => {
    const bought = await deliveredOrder();
    const asked = await ask(bought, 2);
    expect(asked.status).toBe(201);
    expect(asked.body).toMatchObject({
      status: 'requested',
      carriesRefund: true,
      reason: REASON,
      requestedBy: 'customer',
      refundId: null,
      items: [{ productId: bought.productId, quantity: 2, restocked: 0, writtenOff: 0 }],
      decidedAt: null,
    });
    const { returnId } = asked.body;
    expect((await move(returnId, 'approve')).body).toMatchObject({ status: 'approved', receivedAt: null });
    expect(await world.stockOf(bought.productId)).toEqual({ onHand: 7, held: 0 });

    const received = await move(returnId, 'receive');
    expect(received.body).toMatchObject({ status: 'received', items: [{ restocked: 2, writtenOff: 0 }] });
    expect(await world.stockOf(bought.productId)).toEqual({ onHand: 9, held: 0 });
    expect(await given(bought)).toEqual([2 * UNIT_MINOR]);
    const order = (await bought.customer.get(`/orders/${bought.orderId}`)).body;
    expect(order).toMatchObject({
      status: 'delivered',
      paymentStatus: 'partially_refunded',
      returns: [{ returnId, status: 'received' }],
      refunds: [{ refundId: received.body.refundId, amount: 136.24, reason: 'returned' }],
    });
    const events = order.timeline.map(({ event }: { event: string }) => event);
    expect(events).toEqual(
      expect.arrayContaining(['return.requested', 'return.approved', 'return.received', 'refund.requested']),
    );
    const listed = await bought.customer.get(`/orders/${bought.orderId}/returns`);
    expect(listed.body.returns).toEqual(order.returns);
  });

  it('books what is not fit for sale in and out, and pays back what came, not what was announced', async () => {
    const bought = await deliveredOrder();
    const returnId = await approved(bought, 3);
    const items = [{ productId: bought.productId, restock: 1, writeOff: 1 }];
    await move(returnId, 'receive', { items });
    expect(await world.stockOf(bought.productId)).toEqual({ onHand: 8, held: 0 });
    expect(await given(bought)).toEqual([2 * UNIT_MINOR]);
    const { rows } = await world.db.query(
      `select kind, on_hand_delta, order_number, reason from stock_movements
       where product_id = $1 and kind in ('returned', 'written_off') order by id`,
      [bought.productId],
    );
    expect(rows).toEqual([
      { kind: 'returned', on_hand_delta: 2, order_number: bought.orderId, reason: null },
      { kind: 'written_off', on_hand_delta: -1, order_number: bought.orderId, reason: returnId },
    ]);
    // The one that did not come may still come, by a return of its own.
    expect((await ask(bought, 1)).status).toBe(201);
  });

  it('that is refused changes nothing, says why, and lets the customer ask again', async () => {
    const bought = await deliveredOrder();
    const { body } = await ask(bought, 3);
    const refused = await move(body.returnId, 'refuse');
    expect(refused.body).toMatchObject({ status: 'refused', note: 'Worn' });
    expect([await given(bought), (await world.stockOf(bought.productId)).onHand]).toEqual([[], 7]);
    expect((await ask(bought, 3)).status).toBe(201);
  });

  it('pays no unit back that a refund has named before', async () => {
    const bought = await deliveredOrder();
    const lines = [{ productId: bought.productId, quantity: 1 }];
    const refund = { lines, reason: 'Broken' };
    await admin.post(`/orders/${bought.orderId}/refunds`, refund, { key: randomUUID() });
    const first = await approved(bought, 1);
    expect((await move(first, 'receive')).body.refundId).toBeNull();
    const second = await approved(bought, 2);
    expect((await move(second, 'receive')).body.refundId).not.toBeNull();
    expect(await given(bought)).toEqual([UNIT_MINOR, 2 * UNIT_MINOR]);
    expect((await shown(bought)).paymentStatus).toBe('refunded');
  });

  describe('is refused, and nothing is half done,', () => {
    async function expectRefused(bought: Bought, act: () => ReturnType<typeof move>, facts: object) {
      const before = await orderRows(world, bought.orderId);
      const refused = await keepingOnlyTheAnswer(world, act);
      expect({ status: refused.status, ...refused.body }).toMatchObject(facts);
      expect(await orderRows(world, bought.orderId)).toEqual(before);
    }
    const figures = ({ productId }: Bought, of: object) => ({
      code: 'units_not_returnable',
      items: [{ productId, ...of }],
    });

    it('for what has not arrived: with the figures', async () => {
      const bought = await shippedOrder();
      const of = { requested: 1, returnable: 0, delivered: 0, inReturns: 0 };
      await expectRefused(bought, () => ask(bought, 1), { status: 409, ...figures(bought, of) });
      await expectRefused(bought, () => ask(bought, 1, { who: admin }), figures(bought, of));
    });

    it('for more than arrived, what is in another return, and what was never ordered', async () => {
      const bought = await deliveredOrder();
      const tooMany = { requested: 4, returnable: 3, delivered: 3, inReturns: 0 };
      await expectRefused(bought, () => ask(bought, 4), figures(bought, tooMany));
      await ask(bought, 2);
      const left = { requested: 2, returnable: 1, delivered: 3, inReturns: 2 };
      await expectRefused(bought, () => ask(bought, 2), figures(bought, left));
      const other = { ...bought, productId: 'prod_mug' };
      await expectRefused(bought, () => ask(other, 1), figures(other, { returnable: 0, delivered: 0 }));
    });

    it('for what arrived too long ago; an admin may', async () => {
      const bought = await deliveredOrder();
      await world.db.query(
        `update parcels set shipped_at = now() - interval '33 days', delivered_at = now() - interval '31 days'
         where order_id = (select id from orders where number = $1)`,
        [bought.orderId],
      );
      const late = { requested: 1, returnable: 0, delivered: 3, inReturns: 0 };
      await expectRefused(bought, () => ask(bought, 1), figures(bought, late));
      expect((await ask(bought, 1, { who: admin })).body).toMatchObject({ requestedBy: 'admin' });
    });

    it('to strangers, without a key, and for returns that there are not', async () => {
      const bought = await deliveredOrder();
      const stranger = await world.guest();
      await expectRefused(bought, () => ask(bought, 1, { who: stranger }), {
        status: 404,
        code: 'order_not_found',
      });
      const body = { items: [{ productId: bought.productId, quantity: 1 }], reason: REASON };
      await expectRefused(bought, () => bought.customer.post(`/orders/${bought.orderId}/returns`, body), {
        status: 400,
        code: 'idempotency_key_required',
      });
      for (const id of ['ret_01k9yv7d2nf0a8m5c3x1t6q4wz', 'nonsense'])
        await expectRefused(bought, () => move(id, 'approve'), { status: 404, code: 'return_not_found' });
      const { returnId } = (await ask(bought, 1)).body;
      await expectRefused(bought, () => bought.customer.post(`/returns/${returnId}/approve`), {
        status: 403,
        code: 'forbidden',
      });
    });

    it('where it has moved on already', async () => {
      const bought = await deliveredOrder();
      const { returnId } = (await ask(bought, 1)).body;
      const cannot = (to: 'approve' | 'refuse' | 'receive', event: string, returnStatus: string) =>
        expectRefused(bought, () => move(returnId, to), {
          status: 409,
          code: 'return_not_in_that_state',
          returnId,
          returnStatus,
          event,
        });
      await cannot('receive', 'received', 'requested');
      await move(returnId, 'approve');
      await cannot('approve', 'approved', 'approved');
      await cannot('refuse', 'refused', 'approved');
      const items = [{ productId: bought.productId, restock: 1, writeOff: 1 }];
      await expectRefused(bought, () => move(returnId, 'receive', { items }), {
        status: 400,
        code: 'validation_failed',
        errors: [{ field: 'items.0', message: '1 announced' }],
      });
      await move(returnId, 'receive');
      await cannot('receive', 'received', 'received');
    });
  });

  it('takes a unit once, however many ask at once, and is received once', async () => {
    const bought = await deliveredOrder();
    const asked = await Promise.all([ask(bought, 2), ask(bought, 2), ask(bought, 2)]);
    expect(asked.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const { returnId } = asked.find(({ status }) => status === 201)!.body;
    await move(returnId, 'approve');
    const received = await Promise.all([move(returnId, 'receive'), move(returnId, 'receive')]);
    expect(received.map(({ status }) => status).sort()).toEqual([200, 409]);
    await rest(world);
    expect(await given(bought)).toEqual([2 * UNIT_MINOR]);
    expect(await world.stockOf(bought.productId)).toEqual({ onHand: 9, held: 0 });
  });

  describe('that an admin’s cancellation opens', () => {
    it('carries no refund of its own: the money goes back at once, the units when they come', async () => {
      const bought = await deliveredOrder();
      const reason = 'Recalled by its maker';
      const cancelled = await admin.post(`/orders/${bought.orderId}/cancel`, { reason });
      expect(cancelled.body.refundStatus).toBe('succeeded');
      expect(await world.stockOf(bought.productId)).toEqual({ onHand: 7, held: 0 });
      const [opened] = (await shown(bought)).returns;
      expect(opened).toMatchObject({
        status: 'approved',
        carriesRefund: false,
        reason,
        requestedBy: 'admin',
        items: [{ quantity: 3 }],
      });
      const received = await move(opened.returnId, 'receive');
      expect(received.body).toMatchObject({ status: 'received', refundId: null });
      expect(await world.stockOf(bought.productId)).toEqual({ onHand: 10, held: 0 });
      expect(await given(bought)).toEqual([3 * UNIT_MINOR]);
      expect((await shown(bought)).status).toBe('cancelled');
    });

    it('takes only what is in no other return, whose money is back by then', async () => {
      const bought = await deliveredOrder();
      const first = await approved(bought, 1);
      await admin.post(`/orders/${bought.orderId}/cancel`, { reason: 'Recalled' });
      const { returns } = await shown(bought);
      expect(returns).toMatchObject([
        { returnId: first, items: [{ quantity: 1 }] },
        { carriesRefund: false, items: [{ quantity: 2 }] },
      ]);
      for (const { returnId } of returns) {
        expect((await move(returnId, 'receive')).body).toMatchObject({ status: 'received', refundId: null });
      }
      expect(await world.stockOf(bought.productId)).toEqual({ onHand: 10, held: 0 });
      expect(await given(bought)).toEqual([3 * UNIT_MINOR]);
    });
  });

  it('and everything adds up', () => expectInvariants(world));
});
