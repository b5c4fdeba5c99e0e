import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../support/eventually.js';
import { expectInvariants } from '../support/invariants.js';
import { fillCart, paidBy, World } from '../support/world.js';

const HANG_MS = 1_500;
/** While nothing but the hanging requests goes on. */
const WATCHED_MS = 400;
const SAMPLE_MS = 20;
/** Statements last some milliseconds; a transaction around a hanging call lasts as long as we watch. */
const LONGEST_MS = 200;

interface Session {
  readonly ms: number;
  readonly state: string;
  readonly query: string;
}

/** Fewer connections than requests that hang: did these keep theirs, nobody else were served. */
const POOL_SIZE = 4;

describe('while the gateway hangs', () => {
  let world: World;
  beforeAll(async () => {
    // Nobody but the api, whose requests are the ones that hang.
    world = await World.start({
      worker: false,
      settings: {
        GATEWAY_CALL_SECONDS: String(HANG_MS / 1000),
        ATTEMPT_DEADLINE_SECONDS: '3',
        DATABASE_POOL_SIZE: String(POOL_SIZE),
      },
    });
  });
  afterAll(() => world.stop());
  afterEach(() => world.gateway.clearFaults());

  const hanging = (seq: number) => async (): Promise<number> =>
    (await world.gateway.journal('request')).filter((entry) => entry.seq > seq && entry.status === 'hang')
      .length;
  const lastSeq = async () => (await world.gateway.journal()).at(-1)?.seq ?? 0;

  /** Looks at the product's sessions again and again; answers with the transactions that lasted too long. */
  async function longTransactions(): Promise<Session[]> {
    const found: Session[] = [];
    const until = Date.now() + WATCHED_MS;
    while (Date.now() < until) {
      const { rows } = await world.db.query<Session>(
        `select (extract(epoch from clock_timestamp() - xact_start) * 1000)::int as ms, state, query
         from pg_stat_activity
         where datname = current_database() and application_name like 'settle%'
           and xact_start < clock_timestamp() - make_interval(secs => $1)`,
        [LONGEST_MS / 1000],
      );
      found.push(...rows);
      await sleep(SAMPLE_MS);
    }
    return found;
  }

  it.each([
    ['a payment', 'payment_intents.confirm', 'hang_before'],
    ['a payment that was charged', 'payment_intents.confirm', 'hang_after'],
    ['a new intent', 'payment_intents.create', 'hang_before'],
  ] as const)('over %s, no transaction is open, and others are served', async (_, operation, mode) => {
    const times = 2 * POOL_SIZE;
    const waiting = await world.guests(times);
    const others = await world.guests(4);
    const productId = await world.product(20);
    await Promise.all([...waiting, ...others].map((customer) => fillCart(customer, productId)));
    const all = hanging(await lastSeq());
    await world.gateway.fault({ operation, mode, times });

    const answers = waiting.map((customer) => customer.post('/orders/create', paidBy('pm_card_visa')));
    await eventually(async () => (await all()) === times);
    expect(await longTransactions()).toEqual([]);
    const served = await Promise.all(
      others.map((customer) => customer.post('/orders/create', paidBy('pm_card_visa'))),
    );
    expect(served.map(({ status }) => status)).toEqual(others.map(() => 201));
    await Promise.all(answers);
  });

  it('over a refund and over the end of a payment, no transaction is open', async () => {
    const [paid, paying] = await world.guests(2);
    const productId = await world.product(5);
    await Promise.all([fillCart(paid!, productId), fillCart(paying!, productId)]);
    const { orderId } = (await paid!.post('/orders/create', paidBy('pm_card_visa'))).body;
    const open = (await paying!.post('/orders/create', paidBy('pm_card_authenticationRequired'))).body;
    const both = hanging(await lastSeq());
    await world.gateway.fault({ operation: 'refunds.create', mode: 'hang_before' });
    await world.gateway.fault({ operation: 'payment_intents.cancel', mode: 'hang_before' });
    const cancelling = [
      paid!.post(`/orders/${orderId}/cancel`),
      paying!.post(`/orders/${open.orderId}/cancel`),
    ];
    await eventually(async () => (await both()) === 2);
    expect(await longTransactions()).toEqual([]);
    expect((await Promise.all(cancelling)).map(({ status }) => status)).toEqual([200, 200]);
  });

  it('everything adds up afterwards', async () => {
    await world.startWorker();
    await expectInvariants(world);
  });
});
