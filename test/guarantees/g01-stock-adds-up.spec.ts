import { Dice, seeded } from '../support/dice.js';
import { eventuallyNone } from '../support/eventually.js';
import {
  expectInvariants,
  expectNoDeadlocks,
  expectUnitsAddUp,
  hurry,
  rest,
  stockBreaks,
  watchStock,
} from '../support/invariants.js';
import { Bargainer, Clerk, Keeper, Time } from '../support/scarcity.js';
import { shopWhile, type Visitor } from '../support/shoppers.js';
import { LIMIT_MS, size } from '../support/sizes.js';
import { calm, storm } from '../support/storm.js';
import type { Watch } from '../support/watch.js';
import { World } from '../support/world.js';

const SAMPLE_MS = 200;
const UNITS = size({ short: 30, full: 60 });

describe(seeded('G1: stock adds up at every moment'), () => {
  let world: World;
  let products: string[];
  let stockWatch: Watch;
  beforeAll(async () => {
    world = await World.start({
      settings: {
        GATEWAY_CALL_SECONDS: '1',
        ATTEMPT_DEADLINE_SECONDS: '3',
        GATEWAY_BREAKER_SECONDS: '0.5',
        MAX_PENDING_ORDERS: '1000',
        ACCESS_TOKEN_SECONDS: '7200',
      },
    });
    products = [await world.product(UNITS), await world.product(UNITS), await world.product(UNITS, 1999)];
    // Of the last one more may be ordered than there is.
    await world.db.query('update products set backorderable = true where id = $1', [products.at(-1)]);
    // What came and was lost meanwhile is counted at the end, from the ledger.
    world.stocked.clear();
    stockWatch = watchStock(world, SAMPLE_MS);
  }, LIMIT_MS);
  afterAll(() => world.stop());

  it(
    'while it is bought, declined, cancelled, expired, received, lost and counted, and processes are killed',
    async () => {
      const clients = await world.guests(size({ short: 6, full: 24 }));
      const admin = await world.admin();
      const house: Visitor[] = [
        new Keeper(admin, new Dice('keeper', 1), products),
        new Keeper(admin, new Dice('keeper', 2), products.toReversed()),
        new Clerk(world, admin, new Dice('clerk')),
        new Time(world, new Dice('time')),
      ];
      const crowd = clients.map(
        (client, index) => new Bargainer(world, client, new Dice('bargainer', index), products),
      );
      const killing = storm(world, new Dice('storm'), {
        victims: ['api', 'worker', 'gateway'],
        rounds: size({ short: 1, full: 30 }),
        pauseMs: 1_000,
      });
      await shopWhile([...crowd, ...house], killing);
      await calm(world);
      await rest(world);

      expect(await stockBreaks(world)).toEqual([]);
      expect(await kindsMoved()).toEqual([
        'corrected',
        'held',
        'received',
        'released',
        'returned',
        'sold',
        'written_off',
      ]);
    },
    LIMIT_MS,
  );

  it(
    'and at rest: nothing is held, nobody is owed what is there, and on hand is what came less what was sold',
    async () => {
      const admin = await world.admin();
      for (const productId of products)
        await admin.post(`/stock/${productId}/receive`, { quantity: 100_000 }, { key: crypto.randomUUID() });
      await eventuallyNone(
        async () => {
          await hurry(world);
          await world.db.query(`update orders set expires_at = now() where status = 'pending'`);
          const { rows } = await world.db.query(`
            select number, status, hold, max(backordered) as owed
            from orders o join order_lines l on l.order_id = o.id
            where status = 'pending' or hold = 'held' or (backordered > 0 and status in ('confirmed', 'processing'))
            group by o.id`);
          return rows;
        },
        { withinMs: LIMIT_MS / 3 },
      );

      const { rows } = await world.db.query<{ id: string; held: number; came: number }>(
        `select s.product_id as id, s.held, sum(m.on_hand_delta)::int as came
         from stock s join stock_movements m on m.product_id = s.product_id and m.order_id is null
         where s.product_id = any($1) group by s.product_id`,
        [products],
      );
      expect(rows.map(({ held }) => held)).toEqual(products.map(() => 0));
      for (const { id, came } of rows) world.stocked.set(id, came);
      await expectUnitsAddUp(world);
    },
    LIMIT_MS,
  );

  it(
    'everything adds up, and stock did so at every moment',
    async () => {
      const { looks, broken } = await stockWatch.stop();
      expect(broken).toEqual([]);
      expect(looks).toBeGreaterThan(20);
      await expectInvariants(world);
      await expectNoDeadlocks(world);
    },
    LIMIT_MS,
  );

  async function kindsMoved(): Promise<string[]> {
    const { rows } = await world.db.query<{ kind: string }>(
      'select distinct kind from stock_movements where product_id = any($1) order by kind',
      [products],
    );
    return rows.map(({ kind }) => kind);
  }
});
