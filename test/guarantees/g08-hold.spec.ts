import type { Answer } from '../support/client.js';
import { Dice, seeded } from '../support/dice.js';
import { eventuallyNone } from '../support/eventually.js';
import type { Fault } from '../support/gateway.js';
import { expectInvariants, hurry } from '../support/invariants.js';
import { LIMIT_MS, size } from '../support/sizes.js';
import { watch, type Watch } from '../support/watch.js';
import { ADDRESS, fillCart, paidBy, World } from '../support/world.js';

const SAMPLE_MS = 10;

/** Units that are kept from others for a payment that has definitely failed, with no other one under way. */
const HELD_FOR_NOTHING = `
  select o.number, o.status, array_agg(a.status) as attempts
  from orders o join payment_attempts a on a.order_id = o.id
  where o.hold = 'held' group by o.id having bool_and(a.status = 'failed')`;

/** Units that were given away while nobody knew whether they are paid. */
const GIVEN_AWAY = `
  select o.number, o.hold, a.status from orders o join payment_attempts a on a.order_id = o.id
  where o.hold <> 'held' and a.status in ('started', 'unknown')`;

const DECLINES = [
  'pm_card_visa_chargeDeclined',
  'pm_card_chargeDeclinedInsufficientFunds',
  'pm_card_chargeDeclinedExpiredCard',
  'pm_card_chargeDeclinedIncorrectCvc',
  'pm_card_chargeDeclinedProcessingError',
  'pm_card_radarBlock',
] as const;

/**
 * The answer to a confirm is lost after the gateway has processed it. What a connection error does is tried again, so
 * it is done several times; what one payment leaves of it is the next one's.
 */
const LOST: readonly Omit<Fault, 'operation'>[] = [
  { mode: 'hang_after' },
  { mode: 'status_after', status: 500, body: '{}' },
  { mode: 'status_after', status: 200, body: '{}' },
  { mode: 'status_after', status: 502, body: '<html>Bad Gateway</html>' },
  { mode: 'cut_after', times: 10 },
  { mode: 'reset_after', times: 10 },
];
const QUESTIONS = ['payment_intents.retrieve', 'payment_intents.list', 'payment_intents.cancel'] as const;

describe(seeded('G8: a decline frees the units in its own commit, an unknown outcome never does'), () => {
  let world: World;
  let holdWatch: Watch;
  beforeAll(async () => {
    world = await World.start({
      settings: {
        GATEWAY_CALL_SECONDS: '1',
        ATTEMPT_DEADLINE_SECONDS: '3',
        GATEWAY_BREAKER_FAILURES: '1000000',
        MAX_PENDING_ORDERS: '1000',
      },
    });
    holdWatch = watch(world, [HELD_FOR_NOTHING, GIVEN_AWAY], SAMPLE_MS);
  });
  afterAll(() => world.stop());
  afterEach(() => world.gateway.clearFaults());

  it(
    'whoever is declined, at checkout or later, the units are free as soon as that is written',
    async () => {
      const customers = await world.guests(size({ short: 12, full: 100 }));
      const productId = await world.product(customers.length);
      await Promise.all(
        customers.map(async (customer, index) => {
          const dice = new Dice('declined', index);
          for (let nth = 0; nth < size({ short: 4, full: 50 }); nth++) {
            await fillCart(customer, productId);
            const later = dice.happens(0.5);
            const { orderId } = later
              ? (await customer.post('/orders/create', { shippingAddress: ADDRESS })).body
              : {};
            const token = dice.pick(DECLINES);
            const refused = later
              ? await customer.post('/payment/process', { orderId, paymentDetails: { token } })
              : await customer.post('/orders/create', paidBy(token));
            expect([refused.status, refused.body.code]).toEqual([400, 'payment_failed']);
            await customer.call('DELETE', '/cart');
          }
        }),
      );
      expect(await world.stockOf(productId)).toEqual({ onHand: customers.length, held: 0 });
    },
    LIMIT_MS,
  );

  it.each([
    ['declined', DECLINES, { status: 'pending', hold: 'released' }, 0],
    ['charged', ['pm_card_visa', 'pm_card_mastercard'], { status: 'confirmed', hold: 'sold' }, 1],
  ] as const)(
    'an answer that is lost holds the units until it is known; then it was %s',
    async (_, tokens, end, sold) => {
      const dice = new Dice('lost', ...tokens);
      const rounds = LOST.length * size({ short: 1, full: 10 });
      const productId = await world.product(rounds);
      await world.gateway.webhooks('pause');
      for (const operation of QUESTIONS)
        await world.gateway.fault({ operation, mode: 'status', status: 503, body: '{}', times: null });
      const answers: Answer[] = [];
      for (let round = 0; round < rounds; round++) {
        const customer = await world.guest();
        await fillCart(customer, productId);
        await world.gateway.fault({ operation: 'payment_intents.confirm', ...LOST[round % LOST.length]! });
        answers.push(await customer.post('/orders/create', paidBy(dice.pick(tokens))));
      }
      expect(answers.map(({ body }) => body.outcome)).toEqual(answers.map(() => 'unknown'));

      // The reconciler asks, the payment window closes, the reconciler asks again: nothing gives the units away.
      await looked();
      await world.db.query(`update orders set expires_at = now() where status = 'pending'`);
      await looked();
      expect(await world.stockOf(productId)).toEqual({ onHand: rounds, held: rounds });

      await world.db.query(
        `update orders set expires_at = now() + interval '1 hour' where status = 'pending'`,
      );
      await world.gateway.clearFaults();
      await eventuallyNone(
        async () => {
          await hurry(world);
          return (await world.ordersOf(productId)).filter(({ hold }) => hold === 'held');
        },
        { withinMs: LIMIT_MS / 3 },
      );
      expect(await world.ordersOf(productId)).toMatchObject(answers.map(() => end));
      expect(await world.stockOf(productId)).toEqual({ onHand: rounds - rounds * sold, held: 0 });
      await world.gateway.webhooks('resume');
    },
    LIMIT_MS,
  );

  /** The worker has asked about every undecided attempt once more. */
  async function looked(): Promise<void> {
    const { rows } = await world.db.query(
      `update payment_attempts set next_check_at = now(), deadline_at = least(deadline_at, now())
       where status = 'unknown' returning id, checks`,
    );
    await eventuallyNone(async () => {
      await hurry(world);
      const now = await world.db.query(`select id, checks from payment_attempts where status = 'unknown'`);
      const asked = new Map(now.rows.map(({ id, checks }) => [id, checks]));
      return rows.filter(({ id, checks }) => asked.get(id) === checks);
    });
  }

  it(
    'everything adds up, and no unit was held for nothing or given away at any moment',
    async () => {
      const { looks, broken } = await holdWatch.stop();
      expect(broken).toEqual([]);
      expect(looks).toBeGreaterThan(20);
      await expectInvariants(world);
    },
    LIMIT_MS,
  );
});
