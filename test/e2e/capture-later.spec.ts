import type { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { expectInvariants, hurry } from '../support/invariants.js';
import { ledgerOf, orderRows } from '../support/rows.js';
import { fillCart, paidBy, World } from '../support/world.js';

describe('money that is promised with the order and taken with the parcel', () => {
  let world: World;
  let admin: Client;
  beforeAll(async () => {
    world = await World.start({ settings: { CAPTURE_AT: 'shipment' } });
    admin = await world.admin();
  });
  afterAll(() => world.stop());

  /** Three mugs at 59.99 and a spoon at 18.01; in all 197.98, shipping 9.99, tax 15.84: 223.81. */
  async function promisedOrder() {
    const customer = await world.customer();
    const [mug, spoon] = [await world.product(9), await world.product(9, 1801)];
    await fillCart(customer, mug, 3);
    await fillCart(customer, spoon, 1);
    const placed = await customer.post('/orders/create', paidBy('pm_card_visa'));
    const orderId: string = placed.body.orderId;
    const ship = (number: string, items?: { productId: string; quantity: number }[]) =>
      admin.post(`/orders/${orderId}/ship`, {
        carrier: 'UPS',
        trackingNumber: `${number}/${orderId}`,
        items,
      });
    return { customer, mug, spoon, placed, orderId, ship };
  }

  const paymentStatusOf = async (orderId: string): Promise<string> =>
    (await admin.get(`/orders/${orderId}`)).body.paymentStatus;

  const amounts = async (orderId: string, movement: string): Promise<number[]> =>
    (await ledgerOf(world, orderId))
      .filter((row) => row.movement === movement)
      .map((row) => row.amount_minor);

  it('confirms the order by the promise, and nothing is taken', async () => {
    const { placed, orderId } = await promisedOrder();
    expect(placed.status).toBe(201);
    expect(placed.body).toMatchObject({
      message: 'Order placed successfully',
      status: 'confirmed',
      paymentStatus: 'authorized',
      grandTotal: 223.81,
    });
    expect(await world.gateway.chargesOf(orderId)).toEqual([]);
    expect(await ledgerOf(world, orderId)).toEqual([{ movement: 'authorized', amount_minor: 22381 }]);
  });

  it('takes each parcel’s share when it leaves, to the cent, and is paid with the last', async () => {
    const { mug, orderId, ship } = await promisedOrder();
    await admin.post(`/orders/${orderId}/prepare`);
    const first = await ship('1Z1', [{ productId: mug, quantity: 1 }]);
    expect(first.body).toMatchObject({ status: 'processing', paymentStatus: 'authorized' });
    // A mug of 59.99 with its share of tax and shipping: a third of 203.46.
    expect(await amounts(orderId, 'captured')).toEqual([6782]);
    const last = await ship('1Z2');
    expect(last.body).toMatchObject({ status: 'shipped', paymentStatus: 'paid' });
    expect(await amounts(orderId, 'captured')).toEqual([6782, 15599]);
    expect((await world.gateway.chargesOf(orderId)).map((each) => each.amount)).toEqual([6782, 15599]);
    expect(await amounts(orderId, 'released')).toEqual([]);
  });

  it('takes the grand total, to the cent, in as many parcels as there are units', async () => {
    const { mug, spoon, orderId, ship } = await promisedOrder();
    await admin.post(`/orders/${orderId}/prepare`);
    for (const [index, productId] of [mug, spoon, mug].entries())
      await ship(`1Z${index}`, [{ productId, quantity: 1 }]);
    const last = await ship('1Z4');
    expect(last.body).toMatchObject({ status: 'shipped', paymentStatus: 'paid' });
    const taken = await amounts(orderId, 'captured');
    expect([taken.length, taken.reduce((sum, amount) => sum + amount, 0)]).toEqual([4, 22381]);
    expect((await world.gateway.chargesOf(orderId)).map((each) => each.amount)).toEqual(taken);
  });

  it('lets the promise go where the order is cancelled before anything left', async () => {
    const { customer, orderId } = await promisedOrder();
    const cancelled = await customer.post(`/orders/${orderId}/cancel`);
    expect(cancelled.body).toMatchObject({ refundId: null, refundStatus: null });
    await eventually(async () => (await paymentStatusOf(orderId)) === 'unpaid');
    expect(await amounts(orderId, 'released')).toEqual([22381]);
    expect(await world.gateway.chargesOf(orderId)).toEqual([]);
    expect(
      (await world.gateway.journal('void')).filter((each) => each.metadata?.['order'] === orderId),
    ).toHaveLength(1);
  });

  it('gives back what was taken and lets go what was not, where it is cancelled in between', async () => {
    const { customer, mug, orderId, ship } = await promisedOrder();
    await admin.post(`/orders/${orderId}/prepare`);
    await ship('1Z1', [{ productId: mug, quantity: 2 }]);
    const cancelled = await customer.post(`/orders/${orderId}/cancel`);
    expect(cancelled.body.refundStatus).toBe('succeeded');
    await eventually(async () => (await amounts(orderId, 'released')).length === 1);
    expect(await amounts(orderId, 'refunded')).toEqual([13564]);
    expect(await amounts(orderId, 'released')).toEqual([22381 - 13564]);
    expect((await world.gateway.refundsOf(orderId)).map((each) => each.amount)).toEqual([13564]);
  });

  it('takes a parcel’s money once where the gateway’s answer is lost', async () => {
    const { orderId, ship } = await promisedOrder();
    await admin.post(`/orders/${orderId}/prepare`);
    await world.gateway.fault({ operation: 'payment_intents.capture', mode: 'reset_after', times: 3 });
    await ship('1Z1');
    await world.gateway.clearFaults();
    await eventually(async () => {
      await hurry(world);
      return (await paymentStatusOf(orderId)) === 'paid';
    });
    expect((await world.gateway.chargesOf(orderId)).map((each) => each.amount)).toEqual([22381]);
  });

  it('asks a person where the promise has lapsed before the parcel left', async () => {
    const { orderId, ship } = await promisedOrder();
    await admin.post(`/orders/${orderId}/prepare`);
    const [attempt] = await world.attemptsOf(orderId);
    await world.gateway.act(`intents/${attempt!.intent_id}/expire`);
    const shipped = await ship('1Z1');
    expect(shipped.body).toMatchObject({ status: 'shipped', paymentStatus: 'failed' });
    const { rows } = await world.db.query(
      `select kind, facts->>'amountMinor' as amount from interventions i join orders o on o.id = i.order_id where o.number = $1`,
      [orderId],
    );
    expect(rows).toEqual([{ kind: 'capture_failed', amount: '22381' }]);
  });

  it('refuses a refund of what was only promised', async () => {
    const { orderId } = await promisedOrder();
    const before = await orderRows(world, orderId);
    const refused = await admin.post(
      `/orders/${orderId}/refunds`,
      { amount: 1, reason: 'Damaged' },
      { key: crypto.randomUUID() },
    );
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      code: 'order_not_paid',
      captured: 0,
      refundable: 0,
      currency: 'USD',
    });
    expect(await orderRows(world, orderId)).toEqual(before);
  });

  it('and everything adds up', () => expectInvariants(world));
});
