import type { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { expectInvariants, rest } from '../support/invariants.js';
import {
  becomes,
  eventsOf,
  expectGivenBack,
  type LateOrder,
  moved,
  stateOf,
  TOTAL_MINOR,
} from '../support/late-order.js';
import { answerChallenge, askedOrder, declinedOrder, goSilent, payAfterAll } from '../support/outside.js';
import { ADDRESS, fillCart, paidBy, World } from '../support/world.js';

describe('a success that comes late', () => {
  let world: World;
  let admin: Client;
  beforeAll(async () => {
    world = await World.start({
      settings: {
        GATEWAY_CALL_SECONDS: '0.7',
        ATTEMPT_DEADLINE_SECONDS: '1.6',
        GATEWAY_BREAKER_SECONDS: '0.5',
      },
    });
    admin = await world.admin();
  });
  afterAll(() => world.stop());
  afterEach(async () => {
    await world.gateway.clearFaults();
    await world.gateway.webhooks('resume');
  });

  /** A payment that was charged, and neither we nor its customer know. */
  async function unknownOrder(): Promise<LateOrder> {
    const customer = await world.guest();
    const productId = await world.product(5);
    await fillCart(customer, productId);
    await goSilent(world);
    await world.gateway.fault({ operation: 'payment_intents.confirm', mode: 'hang_after' });
    const { status, body } = await customer.post('/orders/create', paidBy('pm_card_visa'));
    expect([status, body.outcome]).toEqual([500, 'unknown']);
    const [attempt] = await world.attemptsOf(body.orderId);
    const [charge] = await world.gateway.chargesOf(body.orderId);
    return { customer, productId, orderId: body.orderId, attemptId: attempt!.id, intentId: charge!.intent! };
  }

  describe('after the order was cancelled', () => {
    it.each([
      ['its customer', 'customer_request', (order: LateOrder) => order.customer],
      ['an admin', 'admin', () => admin],
    ])(
      'by %s while the outcome was unknown: the refund that waited for it is paid',
      async (_, reason, by) => {
        const order = await unknownOrder();
        const cancel = () => by(order).post(`/orders/${order.orderId}/cancel`);
        const cancelled = await cancel();
        expect(cancelled.status).toBe(200);
        expect(cancelled.body).toMatchObject({ refundId: expect.any(String), refundStatus: 'pending' });
        expect(await stateOf(world, order)).toMatchObject({ status: 'cancelled', hold: 'held' });

        await world.gateway.clearFaults();
        await expectGivenBack(world, order, reason);
        expect(await eventsOf(world, order)).toEqual([
          'order.created',
          'payment.started',
          'payment.unknown',
          'order.cancelled',
          'refund.requested',
          'payment.succeeded',
          'refund.requested',
          'refund.succeeded',
        ]);
        const { refundId } = cancelled.body;
        expect((await cancel()).body).toMatchObject({ refundId, refundStatus: 'succeeded' });
        expect(await stateOf(world, order)).toMatchObject({
          status: 'cancelled',
          payment_status: 'refunded',
          hold: 'released',
        });
        expect(await world.stockOf(order.productId)).toEqual({ onHand: 5, held: 0 });
      },
    );

    it('while its challenge was open and we could not end it: what the customer then pays goes back', async () => {
      const { challengeUrl, ...order } = await askedOrder(world);
      await goSilent(world);
      const cancelled = await order.customer.post(`/orders/${order.orderId}/cancel`);
      expect([cancelled.status, cancelled.body.refundStatus]).toEqual([200, 'pending']);
      await answerChallenge({ challengeUrl });
      expect(await moved(world, order)).toEqual([['charge', TOTAL_MINOR]]);
      await world.gateway.clearFaults();
      await expectGivenBack(world, order, 'customer_request');
      expect(await stateOf(world, order)).toMatchObject({ payment_status: 'refunded', hold: 'released' });
      expect(await world.stockOf(order.productId)).toEqual({ onHand: 5, held: 0 });
    });
  });

  describe('after a decline, when the order is over', () => {
    const LATE = ['payment.succeeded', 'refund.requested', 'refund.succeeded'];
    const DECLINED = ['order.created', 'payment.started', 'payment.failed'];

    it.each<readonly [string, string, (order: LateOrder) => Promise<unknown>]>([
      [
        'by its age',
        'payment_expired',
        ({ orderId }) => world.db.query('update orders set expires_at = now() where number = $1', [orderId]),
      ],
      [
        'by its customer’s wish',
        'customer_request',
        ({ customer, orderId }) => customer.post(`/orders/${orderId}/cancel`),
      ],
      [
        'for another one of the same cart',
        'superseded',
        ({ customer }) =>
          customer.post(
            '/orders/create',
            paidBy('pm_card_visa', { shippingAddress: { ...ADDRESS, street: '9 Other St' } }),
          ),
      ],
    ])('%s: it goes back', async (_, cancelReason, end) => {
      const order = await declinedOrder(world);
      await end(order);
      await becomes(world, order, { status: 'cancelled', cancel_reason: cancelReason });
      const stock = await world.stockOf(order.productId);
      await payAfterAll(world, order.intentId);
      await expectGivenBack(world, order, 'cancelled');
      expect(await eventsOf(world, order)).toEqual([...DECLINED, 'order.cancelled', ...LATE]);
      expect(await stateOf(world, order)).toMatchObject({
        status: 'cancelled',
        cancel_reason: cancelReason,
        payment_status: 'refunded',
        hold: 'released',
      });
      expect(await world.stockOf(order.productId)).toEqual(stock);
    });

    it('because its last unit went to somebody else: it is cancelled now, and the money goes back', async () => {
      const order = await declinedOrder(world, 1);
      const quicker = await world.guest();
      await fillCart(quicker, order.productId);
      expect((await quicker.post('/orders/create', paidBy('pm_card_visa'))).status).toBe(201);
      await payAfterAll(world, order.intentId);
      await expectGivenBack(world, order, 'out_of_stock');
      expect(await eventsOf(world, order)).toEqual([
        ...DECLINED,
        'payment.succeeded',
        'refund.requested',
        'order.cancelled',
        'refund.succeeded',
      ]);
      expect(await stateOf(world, order)).toMatchObject({
        status: 'cancelled',
        cancel_reason: 'out_of_stock',
        payment_status: 'refunded',
      });
      expect(await world.stockOf(order.productId)).toEqual({ onHand: 0, held: 0 });
    });

    it('for one of two products: the other one’s units stay where they are', async () => {
      const [gone, there] = [await world.product(1), await world.product(5)];
      const customer = await world.guest();
      for (const productId of [there, gone]) await fillCart(customer, productId);
      const { orderId } = (await customer.post('/orders/create', paidBy('pm_card_chargeDeclined'))).body;
      const [attempt] = await world.attemptsOf(orderId);
      const quicker = await world.guest();
      await fillCart(quicker, gone);
      await quicker.post('/orders/create', paidBy('pm_card_visa'));
      await payAfterAll(world, attempt!.intent_id!);
      await eventually(async () => (await world.gateway.refundsOf(orderId)).length === 1);
      expect(await world.ordersOf(there)).toMatchObject([
        { cancel_reason: 'out_of_stock', hold: 'released' },
      ]);
      expect(await world.stockOf(there)).toEqual({ onHand: 5, held: 0 });
    });
  });

  it('leaves everything adding up', () => expectInvariants(world));
});

describe('a promise that comes late', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ settings: { CAPTURE_AT: 'shipment' } });
  });
  afterAll(() => world.stop());

  const released = async ({ intentId }: LateOrder) =>
    (await world.gateway.journal('void')).filter(({ intent }) => intent === intentId);

  it.each<readonly [string, string, (order: LateOrder) => Promise<unknown>]>([
    ['was cancelled', 'cancelled', ({ customer, orderId }) => customer.post(`/orders/${orderId}/cancel`)],
    [
      'is paid already',
      'confirmed',
      ({ customer, orderId }) =>
        customer.post('/payment/process', { orderId, paymentDetails: { token: 'pm_card_visa' } }),
    ],
  ])('is let go once, and nothing is taken: when the order %s', async (_, status, end) => {
    const order = await declinedOrder(world);
    await end(order);
    await becomes(world, order, { status });
    await payAfterAll(world, order.intentId, 'requires_capture');
    await eventually(async () => (await released(order)).length > 0);
    await rest(world);
    expect(await released(order)).toHaveLength(1);
    expect(await moved(world, order)).toEqual([]);
    expect((await eventsOf(world, order)).slice(-2)).toEqual(['payment.authorized', 'payment.released']);
    expect(await stateOf(world, order)).toMatchObject({ status });
  });

  it('leaves everything adding up', () => expectInvariants(world));
});
