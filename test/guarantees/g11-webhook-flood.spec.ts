import { Dice, seeded } from '../support/dice.js';
import { eventually } from '../support/eventually.js';
import { expectInvariants } from '../support/invariants.js';
import { answerChallenge, type AskedOrder, askedOrder, atTheGateway } from '../support/outside.js';
import { LIMIT_MS, size } from '../support/sizes.js';
import { deliver, flipped, resultsOf, signatureOf, signedAgo, storedWebhooks } from '../support/webhooks.js';
import { World } from '../support/world.js';

/** Each is told of by four events, each event by one to five deliveries, or by one with a flipped bit: 500 and 10,000. */
const ORDERS = size({ short: 40, full: 800 });
/** So many requests at a time. */
const ABREAST = 8;
/** Gateways give up after ten seconds and more. */
const ACKNOWLEDGED_WITHIN_MS = 3_000;

interface GatewayEvent {
  readonly id: string;
  readonly data: { readonly object: { readonly id: string; readonly payment_intent?: string } };
}

// eslint-disable-next-line jest/valid-title -- the seed stands in every failure
describe(seeded('G11: a flood of webhooks'), () => {
  let world: World;
  beforeAll(async () => {
    // Nobody but a webhook settles here: the reconciler waits for the deadline.
    world = await World.start({ settings: { ATTEMPT_DEADLINE_SECONDS: '3600' } });
  });
  afterAll(() => world.stop());

  it(
    'leaves each event stored once and every order as its money is, and each delivery is acknowledged in time',
    async () => {
      const dice = new Dice('flood');
      await world.gateway.webhooks('pause');
      const orders: AskedOrder[] = [];
      await abreast(Array.from({ length: ORDERS }), async () => {
        orders.push(await askedOrder(world));
      });
      // One customer in four does not pass.
      const passes = new Map(orders.map((order) => [order.orderId, !dice.happens(0.25)]));
      await abreast(orders, (order) =>
        answerChallenge(order, passes.get(order.orderId) ? 'complete' : 'fail'),
      );
      const events = await eventsOfTheGateway();
      const deliveries = dice.shuffled(events.flatMap((event) => deliveriesOf(event, dice)));

      const tookMs: number[] = [];
      await abreast(deliveries, async ({ payload, signature, answer }) => {
        const startedAt = performance.now();
        expect((await deliver(world, payload, signature)).status).toBe(answer);
        tookMs.push(performance.now() - startedAt);
      });

      tookMs.sort((a, b) => a - b);
      expect(tookMs[Math.floor(tookMs.length * 0.99)]).toBeLessThan(ACKNOWLEDGED_WITHIN_MS);
      const ids = events.map(({ id }) => id);
      expect(await storedWebhooks(world, ids)).toHaveLength(ids.length);
      await resultsOf(world, ids, LIMIT_MS);
      const charges = Map.groupBy(
        await world.gateway.journal('charge'),
        (entry) => entry.metadata?.['order'],
      );
      for (const { orderId } of orders) {
        const paid = passes.get(orderId)!;
        expect(charges.get(orderId) ?? []).toHaveLength(paid ? 1 : 0);
        expect(await statusOf(orderId)).toEqual(
          paid ? ['confirmed', 'paid', 'sold'] : ['pending', 'failed', 'released'],
        );
      }
      // Then the gateway's own deliveries of the same events, which it had kept back.
      // Papers are issued in their own time.
      const told = async () =>
        (await world.db.query("select count(*) from events where type not like 'invoice.%'")).rows;
      const before = await told();
      await world.gateway.webhooks('resume');
      await eventually(
        async () => {
          const heard = (await world.gateway.journal('webhook')).filter(({ status }) => status === 200);
          return new Set(heard.map(({ event }) => event)).size === ids.length;
        },
        { withinMs: LIMIT_MS },
      );
      expect(await storedWebhooks(world, ids)).toHaveLength(ids.length);
      expect(await told()).toEqual(before);
    },
    LIMIT_MS,
  );

  it('leaves everything adding up', () => expectInvariants(world), LIMIT_MS);

  /** Everything that the gateway has to tell, newest first. */
  async function eventsOfTheGateway(): Promise<GatewayEvent[]> {
    const events: GatewayEvent[] = [];
    for (let more = true; more;) {
      const after = events.length > 0 ? `&starting_after=${events.at(-1)!.id}` : '';
      const page = await atTheGateway<{ data: GatewayEvent[]; has_more: boolean }>(
        world,
        `events?limit=100${after}`,
      );
      events.push(...page.data);
      more = page.has_more;
    }
    return events;
  }

  async function statusOf(number: string): Promise<string[]> {
    const { rows } = await world.db.query(
      'select status, payment_status, hold from orders where number = $1',
      [number],
    );
    return Object.values(rows[0]);
  }
});

interface Delivery {
  readonly payload: string | Buffer;
  readonly signature: string;
  readonly answer: number;
}

/** One event, one to five times, each as late as is still believed; every other event once more with a bit flipped. */
function deliveriesOf(event: GatewayEvent, dice: Dice): Delivery[] {
  const payload = JSON.stringify(event, null, 2);
  const times = Array.from({ length: 1 + dice.below(5) });
  const good = times.map(() => ({ payload, signature: signedAgo(payload, dice.below(200)), answer: 200 }));
  if (dice.happens(0.5)) return good;
  const bad = flipped(payload, dice.below(8 * payload.length));
  return [...good, { payload: bad, signature: signatureOf(payload), answer: 400 }];
}

/** Does it with each thing, so many at a time. */
async function abreast<T>(things: readonly T[], act: (thing: T) => Promise<unknown>): Promise<void> {
  const left = things.values();
  const worker = async () => {
    for (const thing of left) await act(thing);
  };
  await Promise.all(Array.from({ length: ABREAST }, worker));
}
