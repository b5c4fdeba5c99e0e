import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { giveBackJobsOfTheDead } from '../support/jobs.js';
import { expectInvariants, hurry } from '../support/invariants.js';
import { hasEnded, type Running } from '../support/processes.js';
import { ADDRESS, fillCart, paidBy, World } from '../support/world.js';

const MINUTE = 60_000;
/** Of the sweep's pages. */
const PAGE = 20;

describe('an order whose payment window closes', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({
      paypal: true,
      // A payment in crypto stays under way, and cannot be ended at the gateway meanwhile.
      gatewayOptions: ['--crypto-ms', '3600000'],
      settings: {
        GATEWAY_CALL_SECONDS: '2',
        ATTEMPT_DEADLINE_SECONDS: '4',
        GATEWAY_BREAKER_SECONDS: '0.3',
      },
    });
  });
  afterAll(() => world.stop());
  afterEach(async () => {
    await world.gateway.clearFaults();
    if (!world.worker || hasEnded(world.worker)) await world.startWorker();
  });

  interface Waiting {
    readonly customer: Client;
    readonly productId: string;
    readonly orderId: string;
  }

  async function orderBy(wish: object, customer?: Client): Promise<Waiting> {
    const [caller, productId] = await Promise.all([customer ?? world.guest(), world.product(5)]);
    await fillCart(caller, productId, 2);
    const { body } = await caller.post('/orders/create', { shippingAddress: ADDRESS, ...wish });
    expect(body.orderId).toMatch(/^ORD-/);
    return { customer: caller, productId, orderId: body.orderId };
  }
  const shown = async ({ customer, orderId }: Waiting) => (await customer.get(`/orders/${orderId}`)).body;
  /** By the database's clock the window has closed; `extended`: for the second time. */
  const close = ({ orderId }: Waiting, extended?: 'extended') =>
    world.db.query(
      `update orders set expires_at = now(), expiry_extended = expiry_extended or $2 where number = $1`,
      [orderId, extended !== undefined],
    );
  const windowOf = async (waiting: Waiting): Promise<number> => {
    const { expiresAt, createdAt } = await shown(waiting);
    return (Date.parse(expiresAt) - Date.parse(createdAt)) / MINUTE;
  };
  const hasExpired = async (waiting: Waiting) => {
    const order = await shown(waiting);
    return order.status === 'cancelled' && order;
  };
  const expectExpired = async (waiting: Waiting) => {
    expect(await eventually(() => hasExpired(waiting))).toMatchObject({ cancelReason: 'payment_expired' });
    expect(await world.stockOf(waiting.productId)).toMatchObject({ held: 0 });
  };
  const CRYPTO = { paymentMethod: 'crypto' };
  const CHALLENGE = paidBy('pm_card_threeDSecure2Required');
  /** One whose payment the customer has begun, and that nobody can end now. */
  async function underWay(): Promise<Waiting> {
    const waiting = await orderBy(CRYPTO);
    const [attempt] = await world.attemptsOf(waiting.orderId);
    await world.gateway.act(`intents/${attempt!.intent_id}/crypto`, { result: 'processing' });
    await eventually(async () => (await shown(waiting)).payments[0].status === 'processing');
    return waiting;
  }

  it.each([
    ['that nobody has paid yet', {}, 'unpaid'],
    ['whose card was declined', paidBy('pm_card_visa_chargeDeclined'), 'failed'],
    ['whose gateway was not reached', paidBy('pm_sandbox_drop_at_confirm'), 'failed'],
  ])('%s waits 15 minutes, and no longer', async (_, wish, paymentStatus) => {
    const [waiting, other] = [await orderBy(wish), await orderBy(wish)];
    expect(Math.round(await windowOf(waiting))).toBe(15);
    await close(waiting);
    await expectExpired(waiting);
    expect(await shown(waiting)).toMatchObject({ paymentStatus, refunds: [], expiresAt: null });
    expect((await world.mail.mailFor(waiting.orderId, 'cancelled')).text).toContain('not paid in time');
    expect((await shown(other)).status).toBe('pending');
  });

  describe.each([
    ['a card that asks for authentication', 15, CHALLENGE],
    ['PayPal', 180, { paymentMethod: 'paypal' }],
    ['crypto', 1440, CRYPTO],
    ['a bank transfer', 10_080, { paymentMethod: 'bank_transfer' }],
  ])('by %s', (_, minutes, wish) => {
    it(`waits ${minutes} minutes and, since its payment is under way, once as long again; then the payment is ended first`, async () => {
      const waiting = await orderBy(wish);
      expect((await shown(waiting)).payments).toMatchObject([{ status: 'requires_action' }]);
      expect(await windowOf(waiting)).toBe(minutes);
      await world.db.query(
        `update orders set expires_at = now() - interval '1 second' where number = $1 returning expires_at`,
        [waiting.orderId],
      );
      const closedAt = Date.now() - 1000;
      const extended = await eventually(async () => {
        const order = await shown(waiting);
        return Date.parse(order.expiresAt) > Date.now() && order;
      });
      // Counted from the end of the first window, whenever the worker comes by.
      const more = (Date.parse(extended.expiresAt) - closedAt) / MINUTE;
      expect(more).toBeGreaterThan(minutes - 0.2);
      expect(more).toBeLessThan(minutes + 0.2);
      expect([extended.status, extended.payments[0].status]).toEqual(['pending', 'requires_action']);
      expect(await world.stockOf(waiting.productId)).toEqual({ onHand: 5, held: 2 });

      await close(waiting);
      await expectExpired(waiting);
      const { payments, timeline } = await shown(waiting);
      expect(payments).toMatchObject([{ status: 'failed' }]);
      expect(timeline.map(({ event }: { event: string }) => event).slice(-2)).toEqual([
        'payment.failed',
        'order.cancelled',
      ]);
    });
  });

  it('by a bank transfer that came in part: what came is a person’s to send back', async () => {
    const waiting = await orderBy({ paymentMethod: 'bank_transfer' });
    const { nextAction } = (await shown(waiting)).payments[0];
    await world.gateway.act('bank-transfers', {
      reference: nextAction.reference,
      amount: 3000,
      currency: 'usd',
    });
    await eventually(async () => (await shown(waiting)).payments[0].nextAction.amount < nextAction.amount);
    await close(waiting, 'extended');
    await expectExpired(waiting);
    const unmatched = await eventually(async () => {
      const { rows } = await world.db.query(
        `select kind, facts from interventions i join orders o on o.id = i.order_id where o.number = $1`,
        [waiting.orderId],
      );
      return rows.length > 0 && rows;
    });
    expect(unmatched).toMatchObject([{ kind: 'money_unmatched', facts: { availableMinor: 3000 } }]);
  });

  it('while nobody knows whether it is paid, is kept; it ends once it is known that it is not', async () => {
    await world.gateway.fault({ operation: 'payment_intents.confirm', mode: 'hang_before' });
    for (const operation of ['payment_intents.retrieve', 'payment_intents.cancel', 'payment_intents.list'])
      await world.gateway.fault({ operation, mode: 'status', status: 503, times: null });
    const waiting = await orderBy(paidBy('pm_card_visa'));
    expect((await shown(waiting)).paymentStatus).toBe('unknown');
    await close(waiting, 'extended');
    for (let look = 0; look < 5; look++) {
      await hurry(world);
      await sleep(300);
      expect((await shown(waiting)).status).toBe('pending');
    }
    await world.gateway.clearFaults();
    await eventually(async () => {
      await hurry(world);
      return hasExpired(waiting);
    });
    await expectExpired(waiting);
    expect(await world.gateway.chargesOf(waiting.orderId)).toEqual([]);
  });

  it('is put into the cart again by a reorder: what is still sold and there, at the prices of today', async () => {
    const customer = await world.customer();
    const [kept, withdrawn, soldOut] = await Promise.all([
      world.product(5),
      world.product(5),
      world.product(5),
    ]);
    for (const productId of [kept, withdrawn, soldOut]) await fillCart(customer, productId, 2);
    const waiting = await orderBy({}, customer);
    expect((await customer.get('/cart')).body.items).toEqual([]);
    await close(waiting);
    await expectExpired(waiting);

    await world.db.query('update products set active = false where id = $1', [withdrawn]);
    await world.db.query('update products set price_minor = 6499 where id = $1', [kept]);
    await world.setStock(soldOut, 0);
    world.stocked.set(soldOut, 0);
    const reordered = await customer.post(`/orders/${waiting.orderId}/reorder`);
    expect(reordered.status).toBe(200);
    expect(reordered.body.total).toBe(249.96);
    expect(reordered.body.items).toHaveLength(2);
    expect(reordered.body.items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ productId: kept, quantity: 2, price: 64.99 }),
        expect.objectContaining({ productId: waiting.productId, quantity: 2, price: 59.99 }),
      ]),
    );
    expect((await customer.get('/cart')).body).toEqual(reordered.body);
    const again = await customer.post('/orders/create', paidBy('pm_card_visa'));
    expect([again.status, again.body.status, again.body.total]).toEqual([201, 'confirmed', 249.96]);
    expect(again.body.orderId).not.toBe(waiting.orderId);
  });

  describe('beside others that cannot be decided', () => {
    const dueBefore = async (crowd: readonly Waiting[]) => {
      await world.db.query(
        `update orders set expires_at = now() - interval '1 minute', expiry_extended = true where number = any($1)`,
        [crowd.map(({ orderId }) => orderId)],
      );
    };
    const looks = async (crowd: readonly Waiting[]): Promise<number[]> => {
      const { rows } = await world.db.query<{ looks: number }>(
        'select expiry_checks as looks from orders where number = any($1)',
        [crowd.map(({ orderId }) => orderId)],
      );
      return rows.map((row) => row.looks);
    };

    it('at its own gateway, ends all the same: a full page of them does not keep it waiting', async () => {
      const crowd: Waiting[] = [];
      for (let count = 0; count < PAGE + 2; count++) crowd.push(await underWay());
      const waiting = await orderBy(CHALLENGE);
      await dueBefore(crowd);
      await close(waiting, 'extended');
      await expectExpired(waiting);
      await eventually(async () => (await looks(crowd)).every((times) => times > 0));
      await sleep(1000);
      // Each was looked at once; the next look is in a quarter of a minute.
      expect(new Set(await looks(crowd))).toEqual(new Set([1]));
      for (const each of crowd) expect((await shown(each)).status).toBe('pending');
    });

    it('since their gateway is silent, ends: it needs no gateway, or another one', async () => {
      const crowd = await Promise.all(Array.from({ length: PAGE + 2 }, () => orderBy(CHALLENGE)));
      const [unpaid, byPayPal] = [await orderBy({}), await orderBy({ paymentMethod: 'paypal' })];
      for (const operation of ['payment_intents.retrieve', 'payment_intents.cancel'])
        await world.gateway.fault({ operation, mode: 'hang_before', times: null });
      await dueBefore(crowd);
      await eventually(async () => (await looks(crowd)).some((times) => times > 0));
      await close(unpaid);
      await close(byPayPal, 'extended');
      await Promise.all([expectExpired(unpaid), expectExpired(byPayPal)]);
      for (const each of crowd) expect((await shown(each)).status).toBe('pending');

      await world.gateway.clearFaults();
      await eventually(
        async () => {
          await hurry(world);
          const ended = await Promise.all(crowd.map(hasExpired));
          return ended.every(Boolean);
        },
        { withinMs: 30_000 },
      );
    });
  });

  describe('and its workers', () => {
    const endings = async (intents: ReadonlySet<string | null | undefined>) =>
      (await world.gateway.journal('request')).filter(
        ({ operation, intent }) => operation === 'payment_intents.cancel' && intents.has(intent),
      );

    it('share the work: two of them end each payment once', async () => {
      const crowd = await Promise.all(Array.from({ length: PAGE }, () => orderBy(CHALLENGE)));
      const intents = new Set<string | null>();
      for (const { orderId } of crowd) intents.add((await world.attemptsOf(orderId))[0]!.intent_id);
      const first: Running = world.worker!;
      await world.startWorker();
      try {
        await world.db.query(
          `update orders set expires_at = now(), expiry_extended = true where number = any($1)`,
          [crowd.map(({ orderId }) => orderId)],
        );
        for (const each of crowd) await expectExpired(each);
        expect(await endings(intents)).toHaveLength(PAGE);
      } finally {
        await first.stop();
      }
    });

    it('lose nothing when one is killed at it: another one ends the order when its turn comes', async () => {
      const waiting = await orderBy(CHALLENGE);
      await world.gateway.fault({ operation: 'payment_intents.cancel', mode: 'hang_before' });
      await close(waiting, 'extended');
      await eventually(async () =>
        (await world.gateway.journal('request')).some(
          ({ operation, status }) => operation === 'payment_intents.cancel' && status === 'hang',
        ),
      );
      await world.worker!.kill();
      const { rows } = await world.db.query<{ seconds: number }>(
        `select extract(epoch from expiry_check_at - now())::float8 as seconds from orders where number = $1`,
        [waiting.orderId],
      );
      expect(rows[0]!.seconds).toBeGreaterThan(10);
      expect(rows[0]!.seconds).toBeLessThan(15);
      await world.gateway.clearFaults();
      await giveBackJobsOfTheDead(world);
      await world.startWorker();
      await hurry(world);
      await expectExpired(waiting);
    });
  });

  it('and everything adds up', () => expectInvariants(world));
});
