import { keptByOrder, takings } from '../support/books.js';
import { Dice, seeded } from '../support/dice.js';
import { eventually } from '../support/eventually.js';
import type { Fault } from '../support/gateway.js';
import { expectInvariants, rest } from '../support/invariants.js';
import { payAfterAll, shoppers, shopWhile } from '../support/shoppers.js';
import { LIMIT_MS, size } from '../support/sizes.js';
import { calm, storm } from '../support/storm.js';
import { fillCart, paidBy, World } from '../support/world.js';

describe(seeded('G3: an order is charged at most once, or what is too much goes back'), () => {
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
  afterEach(() => world.gateway.clearFaults());

  /** Orders of which the gateways keep more than one payment. */
  const paidTwice = async () => [...(await keptByOrder(world))].filter(([, kept]) => kept.length > 1);

  it(
    'whatever customers do twice, while answers are lost and the api and the gateway are killed',
    async () => {
      const crowd = await shoppers(world, size({ short: 8, full: 24 }));
      const killing = storm(world, new Dice('storm'), {
        victims: ['api', 'gateway'],
        rounds: size({ short: 1, full: 30 }),
        pauseMs: 1_500,
      });
      await shopWhile(crowd, killing);
      await calm(world);
      await rest(world);
      const bought = await Promise.all(crowd.map((shopper) => shopper.buy()));

      expect(bought.map((answer) => answer?.status)).toEqual(crowd.map(() => 201));
      await rest(world);
      expect(await paidTwice()).toEqual([]);
      expect((await takings(world)).length).toBeGreaterThanOrEqual(crowd.length);
    },
    LIMIT_MS,
  );

  it('a declined payment that the gateway takes after all goes back where another one has paid', async () => {
    const customer = await world.guest();
    await fillCart(customer, await world.product(3));
    const { orderId } = (await customer.post('/orders/create', paidBy('pm_card_visa_chargeDeclined'))).body;
    expect((await customer.post('/orders/create', paidBy('pm_card_visa'))).body.orderId).toBe(orderId);

    await payAfterAll(world, orderId);

    await eventually(async () => (await world.gateway.refundsOf(orderId)).length === 1);
    expect(await world.gateway.chargesOf(orderId)).toHaveLength(2);
    expect(await paidTwice()).toEqual([]);
  });

  it.each<Fault>([
    { operation: 'payment_intents.create', mode: 'reset_after', times: 2 },
    { operation: 'payment_intents.confirm', mode: 'reset_before', times: 2 },
    { operation: 'payment_intents.confirm', mode: 'reset_after', times: 2 },
  ])('a call that is tried again ($operation, $mode) is the same call: its key stays', async (fault) => {
    const customer = await world.guest();
    await fillCart(customer, await world.product(3));
    const before = (await world.gateway.journal()).at(-1)!.seq;
    await world.gateway.fault(fault);

    const placed = await customer.post('/orders/create', paidBy('pm_card_visa'));

    expect([placed.status, placed.body.status]).toEqual([201, 'confirmed']);
    const calls = (await world.gateway.journal('request')).filter(
      (entry) => entry.seq > before && entry.operation === fault.operation,
    );
    expect(calls.length).toBeGreaterThanOrEqual(3);
    expect(new Set(calls.map((call) => call.idempotencyKey)).size).toBe(1);
    expect(await world.gateway.chargesOf(placed.body.orderId)).toHaveLength(1);
  });

  it('everything adds up', () => expectInvariants(world), LIMIT_MS);
});
