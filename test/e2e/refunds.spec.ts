import { randomUUID } from 'node:crypto';
import type { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { expectInvariants, rest } from '../support/invariants.js';
import { ledgerOf, orderRows } from '../support/rows.js';
import { ADDRESS, fillCart, paidBy, World } from '../support/world.js';

/** One unit at 59.99 with shipping 9.99 and tax 4.80. */
const PAID = 74.78;
const PAID_MINOR = 7478;

describe('money that goes back', () => {
  let world: World;
  let admin: Client;
  beforeAll(async () => {
    world = await World.start({ settings: { GATEWAY_CALL_SECONDS: '1' } });
    admin = await world.admin();
  });
  afterAll(() => world.stop());
  afterEach(() => world.gateway.clearFaults());

  async function paidOrder(token = 'pm_card_visa'): Promise<string> {
    const customer = await world.guest();
    await fillCart(customer, await world.product(3));
    const placed = await customer.post('/orders/create', paidBy(token));
    expect(placed.body).toMatchObject({ status: 'confirmed', grandTotal: PAID });
    return placed.body.orderId;
  }

  const refund = (orderId: string, wish: object) =>
    admin.post(`/orders/${orderId}/refunds`, { reason: 'Damaged', ...wish }, { key: randomUUID() });
  const shown = async (orderId: string) => (await admin.get(`/orders/${orderId}`)).body;
  const refundOf = async (orderId: string, refundId: string) =>
    (await shown(orderId)).refunds.find((each: { refundId: string }) => each.refundId === refundId);
  const isNow = (orderId: string, refundId: string, status: string) =>
    eventually(async () => (await refundOf(orderId, refundId)).status === status);
  const movementsOf = async (orderId: string): Promise<[string, number][]> =>
    (await ledgerOf(world, orderId)).map((row) => [row.movement, row.amount_minor]);

  /** Which failed refunds of an order a person is asked about, oldest first, and whether still. */
  const askedAbout = async (orderId: string): Promise<{ refundId: string; open: boolean }[]> =>
    (
      await world.db.query(
        `select i.facts->>'refundId' as "refundId", i.closed_at is null as open
         from interventions i join orders o on o.id = i.order_id
         where o.number = $1 and i.kind = 'refund_failed' order by i.opened_at`,
        [orderId],
      )
    ).rows;

  /** A refund that the bank has sent back after it was done. */
  async function failedRefund(): Promise<{ orderId: string; refundId: string }> {
    const orderId = await paidOrder('pm_card_refundFail');
    const { body } = await refund(orderId, { amount: 20, reason: 'Arrived damaged' });
    const { refundId } = body.refunds[0];
    await isNow(orderId, refundId, 'failed');
    return { orderId, refundId };
  }

  it('is pending where the bank takes its time, and booked when it has arrived', async () => {
    const orderId = await paidOrder('pm_card_pendingRefund');
    const asked = await refund(orderId, { amount: PAID });
    expect(asked.status).toBe(200);
    expect(asked.body).toMatchObject({
      paymentStatus: 'paid',
      refunds: [{ status: 'pending', amount: PAID }],
    });
    expect(await movementsOf(orderId)).not.toContainEqual(['refunded', PAID_MINOR]);

    await isNow(orderId, asked.body.refunds[0].refundId, 'succeeded');
    expect((await shown(orderId)).paymentStatus).toBe('refunded');
    expect(await movementsOf(orderId)).toContainEqual(['refunded', PAID_MINOR]);
  });

  it('and comes back late is booked back, refundable again, and a person is asked', async () => {
    const { orderId, refundId } = await failedRefund();
    expect((await shown(orderId)).paymentStatus).toBe('paid');
    expect((await movementsOf(orderId)).slice(-2)).toEqual([
      ['refunded', 2000],
      ['refund_failed', 2000],
    ]);
    expect(await askedAbout(orderId)).toEqual([{ refundId, open: true }]);
    const tooMuch = await refund(orderId, { amount: 100 });
    expect(tooMuch.body).toMatchObject({ refunded: 0, refundable: PAID });
  });

  it('and failed is tried again as a refund of its own, once, and nobody is asked any more', async () => {
    const { orderId, refundId } = await failedRefund();
    const again = await refund(orderId, { refundId, reason: 'The bank has a new account' });
    expect(again.status).toBe(200);
    const second = again.body.refunds.find((each: { refundId: string }) => each.refundId !== refundId);
    // Amount and reason are those of the refund that failed.
    expect(second).toMatchObject({ status: 'succeeded', amount: 20, reason: 'Arrived damaged' });
    expect((await refundOf(orderId, refundId)).status).toBe('failed');
    expect((await askedAbout(orderId))[0]).toEqual({ refundId, open: false });
    const refunds = await world.gateway.refundsOf(orderId);
    expect(refunds.map((each) => each.amount)).toEqual([2000, 2000]);
    expect(new Set(refunds.map((each) => each.metadata?.['refund_id'])).size).toBe(2);

    const third = await refund(orderId, { refundId });
    expect([third.status, third.body.code]).toEqual([409, 'refund_not_failed']);

    await isNow(orderId, second.refundId, 'failed');
    expect(await askedAbout(orderId)).toEqual([
      { refundId, open: false },
      { refundId: second.refundId, open: true },
    ]);
  });

  describe('is refused, and nothing is written,', () => {
    async function expectRefused(orderId: string, wish: object, status: number, facts: object) {
      const before = await orderRows(world, orderId);
      const refused = await refund(orderId, wish);
      expect(refused.status).toBe(status);
      expect(refused.body).toMatchObject(facts);
      expect(await orderRows(world, orderId)).toEqual(before);
    }

    const figures = (refunded: number, refundable: number) => ({
      captured: PAID,
      refunded,
      refundable,
      currency: 'USD',
    });

    it('where more is asked for than is left: with the figures', async () => {
      const orderId = await paidOrder();
      await expectRefused(orderId, { amount: 74.79 }, 409, {
        code: 'refund_exceeds_captured',
        ...figures(0, PAID),
        asked: 74.79,
      });
      await refund(orderId, { amount: 70 });
      await expectRefused(orderId, { amount: 4.79 }, 409, {
        code: 'refund_exceeds_captured',
        ...figures(70, 4.78),
        asked: 4.79,
      });
    });

    it('in another currency than the order’s: with the figures', async () => {
      const orderId = await paidOrder();
      await expectRefused(orderId, { amount: 1, currency: 'EUR' }, 409, {
        code: 'refund_currency_mismatch',
        ...figures(0, PAID),
        asked: 'EUR',
      });
    });

    it('where nobody has paid', async () => {
      const customer = await world.guest();
      await fillCart(customer, await world.product(3));
      const { body } = await customer.post('/orders/create', { shippingAddress: ADDRESS });
      await expectRefused(body.orderId, { amount: 1 }, 409, {
        code: 'order_not_paid',
        captured: 0,
        refundable: 0,
        currency: 'USD',
      });
    });

    it('where the refund that is to be tried again has not failed', async () => {
      const orderId = await paidOrder();
      const { refundId } = (await refund(orderId, { amount: 1 })).body.refunds[0];
      await expectRefused(orderId, { refundId }, 409, {
        code: 'refund_not_failed',
        refundId,
        refundStatus: 'succeeded',
      });
    });

    it('where the refund is unknown, of another order, or no refund at all', async () => {
      const orderId = await paidOrder();
      const { refundId } = (await refund(await paidOrder(), { amount: 1 })).body.refunds[0];
      for (const id of [refundId, 'ref_01k9yv7d2nf0a8m5c3x1t6q4wz', 'nonsense'])
        await expectRefused(orderId, { refundId: id }, 404, { code: 'refund_not_found' });
    });
  });

  it('never exceeds what was captured, however many ask at once', async () => {
    const orderId = await paidOrder();
    const answers = await Promise.all(Array.from({ length: 20 }, () => refund(orderId, { amount: 10 })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(7);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(new Set(refused.map(({ body }) => body.code))).toEqual(new Set(['refund_exceeds_captured']));
    await rest(world);
    expect((await world.gateway.refundsOf(orderId)).map((each) => each.amount)).toEqual(
      Array.from({ length: 7 }, () => 1000),
    );
    expect((await shown(orderId)).paymentStatus).toBe('partially_refunded');
  });

  it.each([
    ['the connection breaks', 'reset_after'],
    ['nothing is heard', 'hang_after'],
  ] as const)('goes back once where %s after the gateway has done it', async (_, mode) => {
    const orderId = await paidOrder();
    await world.gateway.fault({ operation: 'refunds.create', mode });
    const asked = await refund(orderId, { amount: 30 });
    expect(asked.status).toBe(200);
    await rest(world);
    expect((await shown(orderId)).refunds).toMatchObject([{ status: 'succeeded', amount: 30 }]);
    expect((await world.gateway.refundsOf(orderId)).map((each) => each.amount)).toEqual([3000]);
    expect((await movementsOf(orderId)).filter(([movement]) => movement === 'refunded')).toEqual([
      ['refunded', 3000],
    ]);
  });

  it('and everything adds up', () => expectInvariants(world));
});
