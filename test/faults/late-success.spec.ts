import type { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { expectInvariants, hurry, rest } from '../support/invariants.js';
import {
  answerChallenge,
  type AskedOrder,
  askedOrder,
  declinedOrder,
  payAfterAll,
} from '../support/outside.js';
import { size } from '../support/sizes.js';
import { ADDRESS, fillCart, type OrderState, paidBy, World } from '../support/world.js';

/** One product at 59.99, shipping 9.99, tax 4.80. */
const TOTAL_MINOR = 7_478;
const ROUNDS = size({ short: 5, full: 60 });

/** An order and the attempt whose success is the late one. */
type LateOrder = Omit<AskedOrder, 'challengeUrl'>;

describe('a success that comes late or twice', () => {
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

  const stateOf = async ({ orderId, productId }: LateOrder): Promise<OrderState | undefined> =>
    (await world.ordersOf(productId)).find(({ number }) => number === orderId);
  const becomes = (order: LateOrder, state: Partial<OrderState>): Promise<unknown> =>
    eventually(async () => {
      await hurry(world);
      const found = { ...(await stateOf(order)) };
      return Object.entries(state).every(([field, value]) => found[field as 'status'] === value);
    });
  /** What the gateway took and gave back for one payment, oldest first. */
  const moved = async ({ intentId }: LateOrder) =>
    (await world.gateway.journal('charge', 'refund'))
      .filter(({ intent }) => intent === intentId)
      .map(({ kind, amount }) => [kind, amount]);
  const eventsOf = async ({ orderId }: LateOrder): Promise<string[]> => {
    const { rows } = await world.db.query<{ type: string }>(
      'select type from events e join orders o on o.id = e.order_id where o.number = $1 order by e.occurred_at, e.id',
      [orderId],
    );
    return rows.map(({ type }) => type);
  };

  /** The late payment has gone back: whole and once, decided by settle, with a refund of its own that says why. */
  async function expectGivenBack(order: LateOrder, reason: string): Promise<void> {
    await eventually(async () => {
      await hurry(world);
      return (await moved(order)).length > 1;
    });
    await rest(world);
    expect(await moved(order)).toEqual([
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

  /** We do not hear from the gateway; its customers do. */
  async function goSilent(): Promise<void> {
    await world.gateway.webhooks('pause');
    for (const operation of ['payment_intents.retrieve', 'payment_intents.list'])
      await world.gateway.fault({ operation, mode: 'status', status: 503, times: null });
  }

  /** A payment that was charged, and neither we nor its customer know. */
  async function unknownOrder(): Promise<LateOrder> {
    const customer = await world.guest();
    const productId = await world.product(5);
    await fillCart(customer, productId);
    await goSilent();
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
        expect(await stateOf(order)).toMatchObject({ status: 'cancelled', hold: 'held' });

        await world.gateway.clearFaults();
        await expectGivenBack(order, reason);
        expect(await eventsOf(order)).toEqual([
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
        expect(await stateOf(order)).toMatchObject({
          status: 'cancelled',
          payment_status: 'refunded',
          hold: 'released',
        });
        expect(await world.stockOf(order.productId)).toEqual({ onHand: 5, held: 0 });
      },
    );

    it('while its challenge was open and we could not end it: what the customer then pays goes back', async () => {
      const { challengeUrl, ...order } = await askedOrder(world);
      await goSilent();
      const cancelled = await order.customer.post(`/orders/${order.orderId}/cancel`);
      expect([cancelled.status, cancelled.body.refundStatus]).toEqual([200, 'pending']);
      await answerChallenge({ challengeUrl });
      expect(await moved(order)).toEqual([['charge', TOTAL_MINOR]]);
      await world.gateway.clearFaults();
      await expectGivenBack(order, 'customer_request');
      expect(await stateOf(order)).toMatchObject({ payment_status: 'refunded', hold: 'released' });
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
      await becomes(order, { status: 'cancelled', cancel_reason: cancelReason });
      const stock = await world.stockOf(order.productId);
      await payAfterAll(world, order.intentId);
      await expectGivenBack(order, 'cancelled');
      expect(await eventsOf(order)).toEqual([...DECLINED, 'order.cancelled', ...LATE]);
      expect(await stateOf(order)).toMatchObject({
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
      await expectGivenBack(order, 'out_of_stock');
      expect(await eventsOf(order)).toEqual([
        ...DECLINED,
        'payment.succeeded',
        'refund.requested',
        'order.cancelled',
        'refund.succeeded',
      ]);
      expect(await stateOf(order)).toMatchObject({
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

  describe('from two tabs', () => {
    const payIn = ({ customer, orderId }: LateOrder, paymentMethod: string, token: string) =>
      customer.post('/payment/process', { orderId, paymentMethod, paymentDetails: { token } });

    it('a challenge that is passed after another card has paid charges nothing', async () => {
      const { challengeUrl, ...order } = await askedOrder(world);
      expect((await payIn(order, 'credit_card', 'pm_card_visa')).status).toBe(200);
      await answerChallenge({ challengeUrl });
      const returned = await world.stranger.get(`/payment/return/${order.attemptId}`);
      expect(returned.body).toMatchObject({ paymentStatus: 'failed', status: 'confirmed' });
      expect(await moved(order)).toEqual([]);
      expect(await world.attemptsOf(order.orderId)).toMatchObject([
        { status: 'failed', failure_reason: 'abandoned' },
        { status: 'succeeded' },
      ]);
      expect(await world.gateway.chargesOf(order.orderId)).toHaveLength(1);
    });

    it.each<readonly [string, string, (orderId: string) => Promise<unknown>]>([
      ['is confirmed', 'confirmed', () => Promise.resolve()],
      [
        'has left the house',
        'shipped',
        async (orderId) => {
          await admin.post(`/orders/${orderId}/prepare`);
          await admin.post(`/orders/${orderId}/ship`, { carrier: 'UPS', trackingNumber: '1Z1' });
        },
      ],
    ])('a card that pays after Apple Pay has, when the order %s, is paid back', async (_, status, move) => {
      const order = await declinedOrder(world);
      expect((await payIn(order, 'apple_pay', 'pm_sandbox_apple_pay')).status).toBe(200);
      await move(order.orderId);
      const before = await stateOf(order);
      expect(before).toMatchObject({ status, payment_status: 'paid', hold: 'sold' });
      await payAfterAll(world, order.intentId);
      await expectGivenBack(order, 'paid_already');
      expect(await stateOf(order)).toEqual(before);
      expect(await world.stockOf(order.productId)).toEqual({ onHand: 4, held: 0 });
      expect(await world.gateway.refundsOf(order.orderId)).toHaveLength(1);
    });

    it('a card and Apple Pay at the same moment: one of them pays the order, the other is paid back', async () => {
      const rounds = await Promise.all(
        Array.from({ length: ROUNDS }, async () => {
          const order = await declinedOrder(world);
          const second = await payIn(order, 'apple_pay', 'pm_sandbox_apple_pay_declined');
          expect(second.body.reason).toBe('Card declined');
          return { order, attempts: await world.attemptsOf(order.orderId) };
        }),
      );
      await Promise.all(
        rounds.flatMap(({ attempts }) => attempts.map(({ intent_id: id }) => payAfterAll(world, id!))),
      );
      for (const { order } of rounds) await becomes(order, { status: 'confirmed' });
      await eventually(async () => {
        const refunds = await Promise.all(rounds.map(({ order }) => world.gateway.refundsOf(order.orderId)));
        return refunds.every((each) => each.length === 1);
      });
      await rest(world);
      for (const { order, attempts } of rounds) {
        const { rows } = await world.db.query(
          `select a.refunded_minor, a.id = o.paid_attempt_id as pays from payment_attempts a
             join orders o on o.id = a.order_id where o.number = $1 order by pays`,
          [order.orderId],
        );
        expect(rows).toEqual([
          { refunded_minor: TOTAL_MINOR, pays: false },
          { refunded_minor: 0, pays: true },
        ]);
        expect(await world.gateway.chargesOf(order.orderId)).toHaveLength(attempts.length);
        expect(await stateOf(order)).toMatchObject({ status: 'confirmed', payment_status: 'paid' });
        expect(await world.stockOf(order.productId)).toEqual({ onHand: 4, held: 0 });
      }
    });
  });

  it('leaves everything adding up', () => expectInvariants(world));
});
