import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { keptByOrder } from '../support/books.js';
import { type Answer, Client } from '../support/client.js';
import { Dice, seeded } from '../support/dice.js';
import { eventually } from '../support/eventually.js';
import { expectInvariants, expectNoDeadlocks, rest, watchStock } from '../support/invariants.js';
import { asked, payAfterAll } from '../support/shoppers.js';
import { LIMIT_MS, size } from '../support/sizes.js';
import { calm, storm } from '../support/storm.js';
import { watch, type Watch } from '../support/watch.js';
import { fillCart, paidBy, World } from '../support/world.js';

const UNITS = size({ short: 20, full: 100 });
const BUYERS = size({ short: 200, full: 10_000 });
const AT_ONCE = 64;
const SAMPLE_MS = 200;

const DECLINED = 0.3;
const UNKNOWN = 0.1;
/** So many of those who got one think again, and one of those who were declined pays after all: units come and go. */
const REGRETS = size({ short: 0.8, full: 0.9 });
const PAYS_AFTER_ALL = 0.1;
/** What charges and is never heard of, and what was never charged: nobody knows either. */
const SILENT_CARDS = ['pm_sandbox_answer_lost', 'pm_sandbox_drop_at_confirm'] as const;
/** Whoever then asks the gateway is not told at once. */
const QUESTIONS = ['payment_intents.retrieve', 'payment_intents.cancel'] as const;

/** A request is sent again under its key until it is answered; an api that was killed is back within seconds. */
const TRIES = 200;
const PAUSE_MS = 100;
/** Whose request died with an api is told for a minute that it still runs, and goes away before. */
const TRIES_WHILE_IT_RUNS = 10;

/** Units that orders have or are promised, above what there ever was. */
const OVERSOLD = `
  select product_id, sum(quantity) as given from order_lines l join orders o on o.id = l.order_id
  where o.hold in ('held', 'sold') group by product_id having sum(quantity) > ${UNITS}`;

describe(seeded(`G2: of ${UNITS} units ${UNITS} are sold, never more`), () => {
  let world: World;
  let productId: string;
  let watches: Watch[];
  beforeAll(async () => {
    world = await World.start({
      settings: {
        GATEWAY_CALL_SECONDS: '1',
        ATTEMPT_DEADLINE_SECONDS: '3',
        GATEWAY_BREAKER_FAILURES: '1000000',
        ACCESS_TOKEN_SECONDS: '7200',
      },
    });
    productId = await world.product(UNITS);
    watches = [watchStock(world, SAMPLE_MS), watch(world, [OVERSOLD], SAMPLE_MS)];
  }, LIMIT_MS);
  afterAll(() => world.stop());

  const ordersThatHave = async (state: 'held' | 'sold') =>
    (await world.ordersOf(productId)).filter(({ hold }) => hold === state);

  it(
    `whatever ${BUYERS} buyers do, ${AT_ONCE} at once, while cards are declined, answers are lost and processes are killed`,
    async () => {
      const killing = storm(world, new Dice('storm'), {
        victims: size({ short: ['api', 'worker'], full: ['api', 'worker', 'gateway'] }),
        rounds: size({ short: 1, full: 15 }),
        pauseMs: 1_000,
      });
      const startedAt = performance.now();
      const codes = await Promise.all([everybody(), killing]).then(([told]) => told);
      const seconds = (performance.now() - startedAt) / 1000;
      console.log(`${BUYERS} buyers in ${seconds.toFixed(1)} s: ${JSON.stringify(tally(codes))}`);
      await calm(world);
      await rest(world);
      expect(await ordersThatHave('held')).toEqual([]);

      // Who comes after the storm gets what is left, to the last unit.
      await eventually(
        async () => (await buy(await world.guest(), 'pm_card_visa'))?.body.code === 'out_of_stock',
        {
          withinMs: LIMIT_MS / 3,
        },
      );

      expect(await world.stockOf(productId)).toEqual({ onHand: 0, held: 0 });
      const sold = await ordersThatHave('sold');
      expect(sold).toHaveLength(UNITS);
      expect([...(await keptByOrder(world)).keys()].sort()).toEqual(sold.map(({ number }) => number).sort());
      // The storm was one: all that was to happen has happened.
      expect(Object.keys(tally(codes))).toEqual(
        expect.arrayContaining([
          'confirmed',
          'out_of_stock',
          'payment_failed',
          'payment_service_unavailable',
        ]),
      );
    },
    LIMIT_MS,
  );

  it.each([
    ['more is promised than is there', 'held = on_hand + 1', 'held_is_on_hand'],
    ['less than nothing is promised', 'held = -1', 'stock_held_check'],
  ])('the database refuses by itself that %s', async (_, assignment, constraint) => {
    await expect(
      world.db.query(`update stock set ${assignment} where product_id = $1`, [productId]),
    ).rejects.toMatchObject({ code: '23514', constraint });
  });

  it('a hold takes only what is there, where the database would let it take more', async () => {
    const [buyers, scarce] = [await world.guests(30), await world.product(3)];
    await Promise.all(buyers.map((buyer) => fillCart(buyer, scarce)));
    await world.db.query(`
      alter table stock drop constraint if exists held_is_on_hand, drop constraint if exists stock_on_hand_check`);

    // Nobody gets a unit before many have seen that there are some.
    const first = await world.db.connect();
    await first.query('begin');
    await first.query('select 1 from stock where product_id = $1 for update', [scarce]);
    const buying = buyers.map((buyer) => buyer.post('/orders/create', paidBy('pm_card_visa')));
    await eventually(async () => {
      const { rows } = await world.db.query(
        `select 1 from pg_stat_activity
         where datname = current_database() and application_name = 'settle' and wait_event_type = 'Lock'`,
      );
      return rows.length >= 10;
    });
    await first.query('commit');
    first.release();

    expect(tally((await Promise.all(buying)).map(codeOf))).toEqual({ confirmed: 3, out_of_stock: 27 });
    expect(await world.stockOf(scarce)).toEqual({ onHand: 0, held: 0 });
  });

  it(
    'everything adds up, and not one unit too many was held or sold at any moment',
    async () => {
      for (const each of watches) {
        const { looks, broken } = await each.stop();
        expect(broken).toEqual([]);
        expect(looks).toBeGreaterThan(10);
      }
      await expectInvariants(world);
      await expectNoDeadlocks(world);
    },
    LIMIT_MS,
  );

  /** Every buyer's turn, so many at once; what they were told. */
  async function everybody(): Promise<string[]> {
    const told: string[] = [];
    let next = 0;
    const queue = async () => {
      while (next < BUYERS) told.push(await turnOf(new Dice('buyer', next++)));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, queue));
    return told;
  }

  async function turnOf(dice: Dice): Promise<string> {
    const buyer = await insist(() =>
      world.stranger.post('/auth/guest', { email: `g-${randomUUID()}@example.com` }),
    );
    const client = new Client(world.baseUrl, buyer.body.accessToken);
    const luck = dice.below(100) / 100;
    const silent = luck >= DECLINED && luck < DECLINED + UNKNOWN;
    if (silent) await nobodyKnows();
    const token =
      luck < DECLINED ? 'pm_card_visa_chargeDeclined' : silent ? dice.pick(SILENT_CARDS) : 'pm_card_visa';
    const answer = await buy(client, token);
    const code = codeOf(answer);
    const { orderId } = answer.body;
    if (code === 'confirmed' && dice.happens(REGRETS))
      await insist(() => client.post(`/orders/${orderId}/cancel`));
    if (code === 'payment_failed' && dice.happens(PAYS_AFTER_ALL)) await payAfterAll(world, orderId);
    return code;
  }

  function buy(client: Client, token: string): Promise<Answer<Told>> {
    const key = randomUUID();
    const body = paidBy(token, { items: [{ productId, quantity: 1 }] });
    return insist(() => client.post('/orders/create', body, { key }));
  }

  /** The gateway may be dead at the moment: nobody knows then, either. */
  async function nobodyKnows(): Promise<void> {
    for (const operation of QUESTIONS)
      await world.gateway
        .fault({ operation, mode: 'status', status: 503, body: '{}' })
        .catch(() => undefined);
  }
});

/** What an answer of this test may say. */
interface Told {
  readonly code?: string;
  readonly status: string;
  readonly orderId: string;
  readonly accessToken: string;
}

async function insist(send: () => Promise<Answer>): Promise<Answer<Told>> {
  let running = 0;
  for (let tries = 1; tries <= TRIES; tries++) {
    const answer = (await asked(send)) as Answer<unknown> as Answer<Told> | undefined;
    if (answer?.body.code === 'request_in_progress') running++;
    if (answer && (answer.body.code !== 'request_in_progress' || running === TRIES_WHILE_IT_RUNS))
      return answer;
    await sleep(PAUSE_MS);
  }
  throw new Error('the api has not come back');
}

const codeOf = ({ body }: Answer<Told>): string => body.code ?? body.status;

function tally(codes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}
