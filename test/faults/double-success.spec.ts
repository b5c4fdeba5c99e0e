import type { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { expectInvariants, rest } from '../support/invariants.js';
import {
  becomes,
  expectGivenBack,
  type LateOrder,
  moved,
  stateOf,
  TOTAL_MINOR,
} from '../support/late-order.js';
import { answerChallenge, askedOrder, atTheGateway, declinedOrder, payAfterAll } from '../support/outside.js';
import { size } from '../support/sizes.js';
import { deliver, eventAbout, resultsOf } from '../support/webhooks.js';
import { World } from '../support/world.js';

const ROUNDS = size({ short: 5, full: 60 });

describe('an order that is paid twice, or with another amount', () => {
  let world: World;
  let admin: Client;
  beforeAll(async () => {
    world = await World.start({ settings: { ATTEMPT_DEADLINE_SECONDS: '2' } });
    admin = await world.admin();
  });
  afterAll(() => world.stop());
  afterEach(async () => {
    await world.gateway.clearFaults();
    await world.gateway.webhooks('resume');
  });

  const payIn = ({ customer, orderId }: LateOrder, paymentMethod: string, token: string) =>
    customer.post('/payment/process', { orderId, paymentMethod, paymentDetails: { token } });

  it('a challenge that is passed after another card has paid charges nothing', async () => {
    const { challengeUrl, ...order } = await askedOrder(world);
    expect((await payIn(order, 'credit_card', 'pm_card_visa')).status).toBe(200);
    await answerChallenge({ challengeUrl });
    const returned = await world.stranger.get(`/payment/return/${order.attemptId}`);
    expect(returned.body).toMatchObject({ paymentStatus: 'failed', status: 'confirmed' });
    expect(await moved(world, order)).toEqual([]);
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
        await admin.post(`/orders/${orderId}/ship`, { carrier: 'UPS', trackingNumber: orderId });
      },
    ],
  ])('a card that pays after Apple Pay has, when the order %s, is paid back', async (_, status, move) => {
    const order = await declinedOrder(world);
    expect((await payIn(order, 'apple_pay', 'pm_sandbox_apple_pay')).status).toBe(200);
    await move(order.orderId);
    const before = await stateOf(world, order);
    expect(before).toMatchObject({ status, payment_status: 'paid', hold: 'sold' });
    await payAfterAll(world, order.intentId);
    await expectGivenBack(world, order, 'paid_already');
    expect(await stateOf(world, order)).toEqual(before);
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
    for (const { order } of rounds) await becomes(world, order, { status: 'confirmed' });
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
      expect(await stateOf(world, order)).toMatchObject({ status: 'confirmed', payment_status: 'paid' });
      expect(await world.stockOf(order.productId)).toEqual({ onHand: 4, held: 0 });
    }
  });

  describe('with another amount or currency', () => {
    const tell = async (intentId: string) => {
      const { id, payload } = eventAbout({ object: 'payment_intent', id: intentId });
      await deliver(world, payload);
      expect(await resultsOf(world, [id])).toEqual(['applied']);
    };
    const interventionsOf = async ({ attemptId }: LateOrder) => {
      const { rows } = await world.db.query(
        `select kind, facts->>'expectedMinor' as expected, facts->'outcome'->>'amountMinor' as amount,
           facts->'outcome'->>'currency' as currency from interventions where subject_id = $1`,
        [attemptId],
      );
      return rows;
    };
    /** A person has to look at it: nothing is given back, sold, released or started meanwhile. */
    async function expectAPerson(order: LateOrder, amount: number, currency: string): Promise<void> {
      const asked = {
        kind: 'payment_mismatch',
        expected: String(TOTAL_MINOR),
        amount: String(amount),
        currency,
      };
      await eventually(async () => (await interventionsOf(order)).length > 0);
      await world.db.query('update orders set expires_at = now() where number = $1', [order.orderId]);
      await tell(order.intentId);
      const again = await payIn(order, 'credit_card', 'pm_card_visa');
      expect([again.status, again.body.code]).toEqual([409, 'payment_outcome_pending']);
      expect(await interventionsOf(order)).toEqual([asked]);
      expect(await stateOf(world, order)).toMatchObject({
        status: 'pending',
        payment_status: 'unknown',
        hold: 'held',
      });
      expect(await world.gateway.refundsOf(order.orderId)).toEqual([]);
    }

    it.each([
      ['less', TOTAL_MINOR - 1],
      ['more', TOTAL_MINOR + 1],
    ])('%s than was asked for is a person’s, once', async (_, amount) => {
      const { challengeUrl, ...order } = await askedOrder(world);
      await atTheGateway(world, `payment_intents/${order.intentId}`, { amount: String(amount) });
      await answerChallenge({ challengeUrl });
      await expectAPerson(order, amount, 'USD');
      expect(await moved(world, order)).toEqual([['charge', amount]]);
    });

    it('another currency is a person’s, once, until the gateway says what was asked for', async () => {
      // Nobody hears of the payment before the gateway tells another currency: not by news of its challenge either.
      await world.gateway.webhooks('pause');
      const { challengeUrl, ...order } = await askedOrder(world);
      await world.db.query(
        `update payment_attempts set next_check_at = now() + interval '1 hour' where id = $1`,
        [order.attemptId],
      );
      await answerChallenge({ challengeUrl });
      const path = `payment_intents/${order.intentId}?expand[]=latest_charge.balance_transaction`;
      const body = JSON.stringify({ ...(await atTheGateway<object>(world, path)), currency: 'eur' });
      const inEuro = { mode: 'status', status: 200, body, times: null } as const;
      await world.gateway.fault({ operation: 'payment_intents.retrieve', ...inEuro });
      await tell(order.intentId);
      await expectAPerson(order, TOTAL_MINOR, 'EUR');
      await world.gateway.clearFaults();
      await tell(order.intentId);
      expect(await stateOf(world, order)).toMatchObject({ status: 'confirmed', payment_status: 'paid' });
    });

    it('of a payment that had failed is a person’s too, and another card pays the order', async () => {
      const order = await declinedOrder(world);
      await atTheGateway(world, `payment_intents/${order.intentId}`, { amount: '100' });
      await payAfterAll(world, order.intentId);
      await eventually(async () => (await interventionsOf(order)).length === 1);
      expect((await payIn(order, 'credit_card', 'pm_card_visa')).status).toBe(200);
      await tell(order.intentId);
      expect(await interventionsOf(order)).toHaveLength(1);
      expect(await stateOf(world, order)).toMatchObject({ status: 'confirmed', payment_status: 'paid' });
      expect(await world.gateway.refundsOf(order.orderId)).toEqual([]);
    });
  });

  it('leaves everything adding up', () => expectInvariants(world));
});
