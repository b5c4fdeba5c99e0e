import { randomUUID } from 'node:crypto';
import type { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { expectInvariants, rest } from '../support/invariants.js';
import { ledgerOf, orderRows } from '../support/rows.js';
import { fillCart, paidBy, World } from '../support/world.js';

/** Three units at 59.99 with shipping 9.99 and tax 14.40: 204.36, of which one is 68.12. */
const TOTAL = 204.36;
const UNIT = 68.12;

describe('cancelling a part of an order', () => {
  let world: World;
  let admin: Client;
  beforeAll(async () => {
    world = await World.start();
    admin = await world.admin();
  });
  afterAll(() => world.stop());

  async function paidOrder(units = 3, stock = 10) {
    const customer = await world.guest();
    const productId = await world.product(stock);
    await fillCart(customer, productId, units);
    const { body } = await customer.post('/orders/create', paidBy('pm_card_visa'));
    expect(body.status).toBe('confirmed');
    return { customer, productId, orderId: body.orderId as string };
  }

  const cancel = (who: Client, orderId: string, productId: string, quantity: number, key = randomUUID()) =>
    who.post(`/orders/${orderId}/cancel-items`, { items: [{ productId, quantity }] }, { key });
  const ship = (orderId: string, productId: string, quantity: number) =>
    admin.post(`/orders/${orderId}/ship`, {
      carrier: 'UPS',
      trackingNumber: randomUUID(),
      items: [{ productId, quantity }],
    });

  it('gives units and money of the part back, and ships the rest', async () => {
    const { customer, productId, orderId } = await paidOrder();
    const answer = await cancel(customer, orderId, productId, 1);

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      status: 'confirmed',
      grandTotal: TOTAL,
      paymentStatus: 'partially_refunded',
      items: [{ productId, quantity: 3, cancelled: 1 }],
      refunds: [{ amount: UNIT, status: 'succeeded', reason: 'items_cancelled' }],
    });
    expect(await world.stockOf(productId)).toEqual({ onHand: 8, held: 0 });
    expect((await world.gateway.refundsOf(orderId)).map((each) => each.amount)).toEqual([6812]);

    await admin.post(`/orders/${orderId}/prepare`);
    const tooMany = await ship(orderId, productId, 3);
    expect(tooMany.body).toMatchObject({
      code: 'units_not_left_to_ship',
      items: [{ productId, requested: 3, shippable: 2 }],
    });
    expect((await ship(orderId, productId, 2)).body).toMatchObject({ status: 'shipped' });
  });

  it('is one cancellation, however often the same request comes', async () => {
    const { customer, productId, orderId } = await paidOrder();
    const key = randomUUID();
    const first = await cancel(customer, orderId, productId, 1, key);
    const second = await cancel(customer, orderId, productId, 1, key);
    expect(second.text).toBe(first.text);
    expect((await world.gateway.refundsOf(orderId)).map((each) => each.amount)).toEqual([6812]);
  });

  it('is the whole cancellation where nothing is left, and adds up to what was paid', async () => {
    const { customer, productId, orderId } = await paidOrder();
    await cancel(customer, orderId, productId, 1);
    const last = await cancel(customer, orderId, productId, 2);
    expect(last.body).toMatchObject({
      status: 'cancelled',
      cancelReason: 'customer_request',
      paymentStatus: 'refunded',
      refunds: [{ amount: UNIT }, { amount: 136.24 }],
    });
    expect(await world.stockOf(productId)).toEqual({ onHand: 10, held: 0 });
    expect((await world.gateway.refundsOf(orderId)).map((each) => each.amount)).toEqual([6812, 13624]);
  });

  it('leaves a shipped order where everything that is left has left', async () => {
    const { customer, productId, orderId } = await paidOrder();
    await admin.post(`/orders/${orderId}/prepare`);
    await ship(orderId, productId, 2);
    const answer = await cancel(customer, orderId, productId, 1);
    expect(answer.body).toMatchObject({ status: 'shipped', paymentStatus: 'partially_refunded' });
    expect((await admin.post(`/orders/${orderId}/deliver`)).body.status).toBe('delivered');
  });

  describe('is refused, and nothing is written,', () => {
    async function expectRefused(orderId: string, act: () => ReturnType<typeof cancel>, facts: object) {
      const before = await orderRows(world, orderId);
      const refused = await act();
      expect({ status: refused.status, ...refused.body }).toMatchObject(facts);
      expect(await orderRows(world, orderId)).toEqual(before);
    }

    it('for more than is left to ship: with the figures', async () => {
      const { customer, productId, orderId } = await paidOrder();
      await admin.post(`/orders/${orderId}/prepare`);
      await ship(orderId, productId, 1);
      await cancel(customer, orderId, productId, 1);
      await expectRefused(orderId, () => cancel(customer, orderId, productId, 2), {
        status: 409,
        code: 'units_not_cancellable',
        items: [{ productId, requested: 2, left: 1, shipped: 1 }],
      });
      await expectRefused(orderId, () => cancel(customer, orderId, 'prod_mug', 1), {
        code: 'units_not_cancellable',
        items: [{ productId: 'prod_mug', requested: 1, left: 0, shipped: 0 }],
      });
    });

    it('of an order that is not paid yet, or has been shipped', async () => {
      const customer = await world.guest();
      const productId = await world.product(3);
      await fillCart(customer, productId, 2);
      const { body } = await customer.post('/orders/create', paidBy('pm_card_visa_chargeDeclined'));
      await expectRefused(body.orderId, () => cancel(customer, body.orderId, productId, 1), {
        status: 409,
        code: 'order_cannot_be_cancelled',
        reason: 'The order is pending: cancel it, change the cart and order again',
      });
      const shipped = await paidOrder(1);
      await admin.post(`/orders/${shipped.orderId}/prepare`);
      await ship(shipped.orderId, shipped.productId, 1);
      await expectRefused(
        shipped.orderId,
        () => cancel(shipped.customer, shipped.orderId, shipped.productId, 1),
        { status: 409, code: 'order_cannot_be_cancelled', reason: 'The order is shipped' },
      );
    });

    it('without a key, by a stranger, and for a product that is named twice', async () => {
      const { customer, productId, orderId } = await paidOrder();
      const item = { productId, quantity: 1 };
      const path = `/orders/${orderId}/cancel-items`;
      await expectRefused(orderId, () => customer.post(path, { items: [item] }), {
        status: 400,
        code: 'idempotency_key_required',
      });
      const stranger = await world.guest();
      await expectRefused(orderId, () => cancel(stranger, orderId, productId, 1), {
        status: 404,
        code: 'order_not_found',
      });
      const twice = () => customer.post(path, { items: [item, item] }, { key: randomUUID() });
      await expectRefused(orderId, twice, { status: 400, code: 'validation_failed' });
    });
  });

  it('takes the same units once, however many ask at once', async () => {
    const { customer, productId, orderId } = await paidOrder(5);
    await admin.post(`/orders/${orderId}/prepare`);
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => cancel(customer, orderId, productId, 2)),
    );
    // Two and two; the fifth unit is left alone.
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 409, 409]);
    await rest(world);
    const { body } = await admin.get(`/orders/${orderId}`);
    expect(body.items).toMatchObject([{ quantity: 5, cancelled: 4 }]);
    expect(await world.stockOf(productId)).toEqual({ onHand: 9, held: 0 });
  });

  it('and a parcel at the same moment share the units between them', async () => {
    for (let round = 0; round < 5; round++) {
      const { customer, productId, orderId } = await paidOrder(3);
      await admin.post(`/orders/${orderId}/prepare`);
      const [cancelled, shipped] = await Promise.all([
        cancel(customer, orderId, productId, 2),
        ship(orderId, productId, 2),
      ]);
      const isCancelled = cancelled.status === 200;
      expect([cancelled.status, shipped.status]).toEqual(isCancelled ? [200, 409] : [409, 200]);
      const { body } = await admin.get(`/orders/${orderId}`);
      expect(body.status).toBe('processing');
      expect(await world.stockOf(productId)).toEqual({ onHand: isCancelled ? 9 : 7, held: 0 });
    }
  });

  it('cancels the whole order while a parcel is out: the house is restocked, and a return asks for the parcel', async () => {
    const { customer, productId, orderId } = await paidOrder(3);
    await admin.post(`/orders/${orderId}/prepare`);
    await ship(orderId, productId, 1);
    const { body } = await customer.post(`/orders/${orderId}/cancel`);
    expect(body.refundStatus).toBe('succeeded');
    expect(await world.stockOf(productId)).toEqual({ onHand: 9, held: 0 });
    const { rows } = await world.db.query(
      `select r.status, r.carries_refund, l.quantity from returns r join return_lines l on l.return_id = r.id
       join orders o on o.id = r.order_id where o.number = $1`,
      [orderId],
    );
    expect(rows).toEqual([{ status: 'approved', carries_refund: false, quantity: 1 }]);
  });

  it('and everything adds up', () => expectInvariants(world));
});

describe('cancelling a part of an order whose money is taken parcel by parcel', () => {
  let world: World;
  let admin: Client;
  beforeAll(async () => {
    world = await World.start({ settings: { CAPTURE_AT: 'shipment' } });
    admin = await world.admin();
  });
  afterAll(() => world.stop());

  it('never takes their share', async () => {
    const customer = await world.guest();
    const productId = await world.product(5);
    await fillCart(customer, productId, 3);
    const { body } = await customer.post('/orders/create', paidBy('pm_card_visa'));
    const { orderId } = body as { orderId: string };
    await admin.post(`/orders/${orderId}/prepare`);
    const parcel = { carrier: 'UPS', trackingNumber: '1Z', items: [{ productId, quantity: 2 }] };
    await admin.post(`/orders/${orderId}/ship`, parcel);
    const items = [{ productId, quantity: 1 }];
    const answer = await customer.post(`/orders/${orderId}/cancel-items`, { items }, { key: randomUUID() });

    expect(answer.body).toMatchObject({ status: 'shipped', refunds: [] });
    await eventually(async () => (await admin.get(`/orders/${orderId}`)).body.paymentStatus === 'paid');
    const moved = (await ledgerOf(world, orderId)).map((row) => [row.movement, row.amount_minor]);
    expect(moved).toContainEqual(['captured', 13624]);
    expect(moved).toContainEqual(['released', 6812]);
    expect((await world.gateway.chargesOf(orderId)).map((each) => each.amount)).toEqual([13624]);
  });

  it('and everything adds up', () => expectInvariants(world));
});
