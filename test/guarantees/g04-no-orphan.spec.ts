import { takings } from '../support/books.js';
import { Dice, seeded } from '../support/dice.js';
import { eventually, eventuallyNone } from '../support/eventually.js';
import { expectInvariants, hurry } from '../support/invariants.js';
import { matchBooks } from '../support/match-books.js';
import { shoppers, shopWhile } from '../support/shoppers.js';
import { LIMIT_MS, size } from '../support/sizes.js';
import { calm, storm } from '../support/storm.js';
import { fillCart, paidBy, World } from '../support/world.js';

/** At full size the worker's own pauses are waited for; in short they are skipped. */
const RECOVERY_MS = size({ short: 20_000, full: 15 * 60_000 });
const skipPauses = size({ short: hurry, full: () => Promise.resolve() });

describe(seeded('G4: what was captured is a confirmed order, or goes back'), () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({
      settings: {
        GATEWAY_CALL_SECONDS: '1',
        ATTEMPT_DEADLINE_SECONDS: '3',
        GATEWAY_BREAKER_SECONDS: '0.5',
        MAX_PENDING_ORDERS: '1000',
      },
    });
  });
  afterAll(() => world.stop());

  const expectRecovery = () =>
    eventuallyNone(
      async () => {
        await skipPauses(world);
        const { orphans, unpaid } = await matchBooks(world);
        return [...orphans, ...unpaid];
      },
      { withinMs: RECOVERY_MS },
    );

  it(
    'although api, worker and gateway are killed under load, at any moment',
    async () => {
      const crowd = await shoppers(world, size({ short: 8, full: 24 }));
      const killing = storm(world, new Dice('storm'), {
        victims: ['api', 'worker', 'gateway'],
        rounds: size({ short: 1, full: 30 }),
        pauseMs: 1_000,
      });
      await shopWhile(crowd, killing);
      await calm(world);

      await expectRecovery();
      expect((await takings(world)).length).toBeGreaterThan(0);
    },
    LIMIT_MS,
  );

  it('although nobody tells: a refund is lost, the api dies before its answer comes, and webhooks are late', async () => {
    const [regretting, paying] = await world.guests(2);
    const [regretted, wanted] = [await world.product(5), await world.product(5)];
    await fillCart(regretting!, regretted);
    const { orderId } = (await regretting!.post('/orders/create', paidBy('pm_card_visa'))).body;
    await world.gateway.webhooks('pause');
    await world.gateway.fault({ operation: 'refunds.create', mode: 'status', status: 503, body: '{}' });
    expect((await regretting!.post(`/orders/${orderId}/cancel`)).body.refundStatus).toBe('pending');
    await fillCart(paying!, wanted);
    await world.gateway.fault({ operation: 'payment_intents.confirm', mode: 'hang_after' });
    const unheard = paying!.post('/orders/create', paidBy('pm_card_visa')).catch(() => undefined);
    const { number } = await eventually(async () => (await world.ordersOf(wanted))[0]);
    await eventually(async () => (await world.gateway.chargesOf(number)).length === 1);
    await world.api.kill();
    expect(await unheard).toBeUndefined();
    await world.restartApi();

    await expectRecovery();
    expect(await world.ordersOf(wanted)).toMatchObject([{ status: 'confirmed', hold: 'sold' }]);
    expect(await world.gateway.refundsOf(orderId)).toHaveLength(1);
    await world.gateway.webhooks('resume');
  });

  it('everything adds up', () => expectInvariants(world), LIMIT_MS);
});
