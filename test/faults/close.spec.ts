import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Client } from '../support/client.js';
import { Dice } from '../support/dice.js';
import { eventually } from '../support/eventually.js';
import { expectInvariants, hurry, rest } from '../support/invariants.js';
import {
  age,
  becomes,
  ENDED,
  endOf,
  type LateOrder,
  PAID,
  RETURNED,
  stateOf,
} from '../support/late-order.js';
import {
  answerChallenge,
  type AskedOrder,
  askedOrder,
  declinedOrder,
  payAfterAll,
} from '../support/outside.js';
import { LIMIT_MS, size } from '../support/sizes.js';
import { ADDRESS, fillCart, paidBy, World } from '../support/world.js';

const ROUNDS = size({ short: 10, full: 100 });
/** A close and what it races take some milliseconds each; a sweep begins within the fifth of a second. */
const APART_MS = 60;
const NO_REFUND = { refundId: null, refundStatus: null };
const REFUND = { refundId: expect.stringMatching(/^ref_/), refundStatus: 'succeeded' };
const ELSEWHERE = { shippingAddress: { ...ADDRESS, street: '9 Other St' } };

describe('a payment that is closed in the moment in which it succeeds', () => {
  let world: World;
  let admin: Client;
  const dice = new Dice('close');
  beforeAll(async () => {
    world = await World.start({
      settings: {
        // Long enough that no call of a race is given up on a busy machine.
        GATEWAY_CALL_SECONDS: '3',
        GATEWAY_BREAKER_SECONDS: '0.5',
      },
    });
    admin = await world.admin();
  });
  afterAll(() => world.stop());

  const pass = (order: AskedOrder) => answerChallenge(order);
  const payAnew = ({ customer, orderId }: LateOrder) =>
    customer.post('/payment/process', { orderId, paymentDetails: { token: 'pm_card_visa' } });
  const cancelBy = (caller: Client, { orderId }: LateOrder) => caller.post(`/orders/${orderId}/cancel`);

  /**
   * Rounds of a race. In the first the payment is through before the close begins, in the last it comes when the close
   * is over, so that both ends are seen; in the others they meet.
   */
  async function race<O, T>(
    orderIn: () => Promise<O>,
    pay: (order: O, round: number) => Promise<unknown>,
    close: (order: O) => Promise<T>,
  ): Promise<{ order: O; closed: T }[]> {
    const orders = await Promise.all(Array.from({ length: ROUNDS }, orderIn));
    return Promise.all(
      orders.map(async (order, round) => {
        if (round === 0) await pay(order, round);
        const closing = sleep(dice.below(APART_MS)).then(() => close(order));
        if (round === ROUNDS - 1) await closing;
        if (round > 0) await sleep(dice.below(APART_MS)).then(() => pay(order, round));
        return { order, closed: await closing };
      }),
    );
  }

  it(
    'for a new card: one of the two pays, and the caller gets its result',
    async () => {
      const rounds = await race(() => askedOrder(world), pass, payAnew);
      await rest(world);
      for (const { order, closed } of rounds) {
        expect([closed.status, closed.body.paymentStatus]).toEqual([200, 'success']);
        expect(await endOf(world, order)).toEqual(PAID);
        const [charge] = await world.gateway.chargesOf(order.orderId);
        expect(closed.body.intentId).toBe(charge!.intent);
      }
      const ways = new Set(rounds.map(({ order, closed }) => closed.body.intentId === order.intentId));
      expect(ways).toEqual(new Set([true, false]));
    },
    LIMIT_MS,
  );

  it(
    'for another order of the cart: one order is paid, and it is the one that the caller gets',
    async () => {
      const rounds = await race(
        () => declinedOrder(world),
        async (order, round) => {
          await payAfterAll(world, order.intentId);
          // Nobody asks about what was declined: it is through when its webhook is.
          if (round === 0) await becomes(world, order, { status: 'confirmed' });
        },
        ({ customer }) => customer.post('/orders/create', paidBy('pm_card_visa', ELSEWHERE)),
      );
      await rest(world);
      await eventually(async () => {
        await hurry(world);
        return (await Promise.all(rounds.map(({ order }) => endOf(world, order)))).every(
          ({ charges, refunds, status }) => status === 'confirmed' || charges === refunds,
        );
      });
      for (const { order, closed } of rounds) {
        expect([closed.status, closed.body.status]).toEqual([201, 'confirmed']);
        const isOwn = closed.body.orderId === order.orderId;
        expect(await endOf(world, order)).toEqual(isOwn ? PAID : { ...RETURNED, hold: 'released' });
        expect(await endOf(world, { ...order, orderId: closed.body.orderId })).toEqual(PAID);
        expect(await world.stockOf(order.productId)).toEqual({ onHand: 4, held: 0 });
      }
      const ways = new Set(rounds.map(({ order, closed }) => closed.body.orderId === order.orderId));
      expect(ways).toEqual(new Set([true, false]));
    },
    LIMIT_MS,
  );

  it(
    'for its age: the order is paid or ended, never both',
    async () => {
      const rounds = await race(
        () => askedOrder(world),
        pass,
        async (order) => {
          await age(world, order);
          await eventually(async () => (await stateOf(world, order)).status !== 'pending');
        },
      );
      await rest(world);
      const ends = await Promise.all(rounds.map(({ order }) => endOf(world, order)));
      for (const end of ends) expect([PAID, ENDED]).toContainEqual(end);
      expect(new Set(ends.map(({ status }) => status))).toEqual(new Set(['confirmed', 'cancelled']));
    },
    LIMIT_MS,
  );

  it.each([
    ['its customer', ({ customer }: LateOrder) => customer],
    ['an admin', () => admin],
  ])(
    'for %s who cancels: what was charged goes back, and the answer says so',
    async (_, by) => {
      const rounds = await race(
        () => askedOrder(world),
        pass,
        (order) => cancelBy(by(order), order),
      );
      await rest(world);
      for (const { order, closed } of rounds) await expectCancelled(order, closed);
      const ways = new Set(rounds.map(({ closed }) => closed.body.refundId !== null));
      expect(ways).toEqual(new Set([true, false]));
    },
    LIMIT_MS,
  );

  it.each([
    ['the confirm is slow', 'pm_card_visa'],
    ['the webhook comes before the answer', 'pm_sandbox_webhook_first'],
  ])(
    'for a customer who cancels while they pay, and %s',
    async (_, token) => {
      await Promise.all(
        Array.from({ length: ROUNDS }, () =>
          world.gateway.fault({
            operation: 'payment_intents.confirm',
            mode: 'delay',
            delayMs: dice.below(4 * APART_MS),
          }),
        ),
      );
      const rounds = await Promise.all(
        Array.from({ length: ROUNDS }, async () => {
          const customer = await world.guest();
          const productId = await world.product(5);
          await fillCart(customer, productId);
          const paying = customer.post('/orders/create', paidBy(token));
          const [found] = await eventually(async () => {
            const orders = await world.ordersOf(productId);
            return orders.length > 0 && orders;
          });
          const order = { customer, productId, orderId: found!.number, attemptId: '', intentId: '' };
          await sleep(dice.below(4 * APART_MS));
          const closed = await cancelBy(customer, order);
          return { order, closed, paid: await paying };
        }),
      );
      await rest(world);
      for (const { order, closed, paid } of rounds) {
        await expectCancelled(order, closed);
        expect(['201 undefined', '400 payment_failed', '409 order_not_payable']).toContain(
          `${paid.status} ${paid.body.code}`,
        );
      }
    },
    LIMIT_MS,
  );

  /** Cancelled, its units back, and a refund exactly where something was charged. */
  async function expectCancelled(order: LateOrder, closed: Answer<Record<string, unknown>>): Promise<void> {
    const { status, body } = closed;
    expect(status).toBe(200);
    const end = await endOf(world, order);
    expect([ENDED, RETURNED, { ...RETURNED, hold: 'released' }]).toContainEqual(end);
    expect(body).toMatchObject(end.charges === 0 ? NO_REFUND : REFUND);
    expect(await world.stockOf(order.productId)).toEqual({ onHand: 5, held: 0 });
  }

  it('leaves everything adding up', () => expectInvariants(world), LIMIT_MS);
});
