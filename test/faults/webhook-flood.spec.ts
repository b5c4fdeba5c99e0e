import { eventually } from '../support/eventually.js';
import { partnerOf } from '../support/partners.js';
import { Receiver } from '../support/receiver.js';
import { LIMIT_MS, size } from '../support/sizes.js';
import { World } from '../support/world.js';

/** Each event goes to every endpoint: in full size 200,000 deliveries. */
const EVENTS = size({ short: 300, full: 10_000 });
const HEALTHY = 18;
const LONGEST_WAIT_MS = 5_000;

describe('many webhooks, and endpoints that are dead', () => {
  let world: World;
  let healthy: Receiver[];
  let hanging: Receiver;
  beforeAll(async () => {
    world = await World.start({
      settings: { WEBHOOK_ALLOW_INSECURE: 'true', WEBHOOK_ALLOW_PRIVATE: 'true' },
    });
    healthy = await Promise.all(Array.from({ length: HEALTHY }, () => Receiver.start()));
    hanging = await Receiver.start(() => undefined);
  });
  afterAll(async () => {
    await Promise.all([...healthy, hanging].map((receiver) => receiver.stop()));
    await world.stop();
  });

  it(
    'one that hangs and one that is not there make no other wait',
    async () => {
      const partner = await partnerOf(world);
      const absent = await Receiver.start();
      for (const receiver of [...healthy, hanging, absent])
        await receiver.listen(partner, { events: ['stock.received'] });
      await absent.stop();
      const startedAt = Date.now();
      await world.db.query(
        `insert into events (id, type, actor, data)
         select gen_random_uuid(), 'stock.received', 'system', jsonb_build_object('quantity', n) from generate_series(1, $1::int) n`,
        [EVENTS],
      );
      await eventually(() => healthy.every(({ received }) => received.length >= EVENTS), {
        withinMs: LIMIT_MS,
      });

      const tookMs = Date.now() - startedAt;
      const waits = healthy.map(({ received }) => {
        const moments = [startedAt, ...received.map(({ at }) => at)];
        return Math.max(...moments.slice(1).map((at, index) => at - moments[index]!));
      });
      const perSecond = Math.round((EVENTS * HEALTHY * 1000) / tookMs);
      console.log(`${EVENTS} events, ${perSecond} deliveries/s, longest wait ${Math.max(...waits)} ms`);
      expect(Math.max(...waits)).toBeLessThan(LONGEST_WAIT_MS);
      for (const { received } of healthy) {
        expect(new Set(received.map(({ id }) => id)).size).toBe(EVENTS);
        expect(received).toHaveLength(EVENTS);
      }
      expect(hanging.received.length).toBeLessThanOrEqual(2 * 8);
      expect(Math.max(...healthy.map(({ mostAtATime }) => mostAtATime))).toBeLessThanOrEqual(8);
    },
    LIMIT_MS + 30_000,
  );
});
