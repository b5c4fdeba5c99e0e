import { eventually } from '../support/eventually.js';
import { expectInvariants } from '../support/invariants.js';
import { fillCart, paidBy, World } from '../support/world.js';

const SAMPLE_MS = 20;
/** Ours last some milliseconds; this is for a busy machine. One around a gateway call lasts as long as that hangs. */
const LONGEST_MS = 300;
const HANG_MS = 1_000;

interface Session {
  readonly ms: number;
  readonly state: string;
  readonly query: string;
}

/** Fewer connections than requests that hang: did these keep theirs, nobody else were served. */
const POOL_SIZE = 4;

describe('while the gateway hangs', () => {
  let world: World;
  let watch: ReturnType<typeof watchTransactions> | undefined;
  beforeAll(async () => {
    world = await World.start({
      settings: {
        GATEWAY_CALL_SECONDS: String(HANG_MS / 1000),
        ATTEMPT_DEADLINE_SECONDS: '3',
        DATABASE_POOL_SIZE: String(POOL_SIZE),
      },
    });
  });
  afterAll(() => world.stop());
  afterEach(async () => {
    await watch?.stop();
    await world.gateway.clearFaults();
  });

  /** Looks at the product's sessions until told to stop; answers with the longest transaction that it saw. */
  function watchTransactions(): { stop(): Promise<{ looks: number; longest: Session }> } {
    const seen = { looks: 0, longest: { ms: 0, state: '', query: '' } as Session };
    let looking: Promise<void> = Promise.resolve();
    const look = async () => {
      const { rows } = await world.db.query<Session>(
        `select (extract(epoch from clock_timestamp() - xact_start) * 1000)::int as ms, state, query
         from pg_stat_activity
         where datname = current_database() and application_name like 'settle%' and xact_start is not null
         order by xact_start limit 1`,
      );
      seen.looks++;
      if (rows[0] && rows[0].ms > seen.longest.ms) seen.longest = rows[0];
    };
    const timer = setInterval(() => {
      looking = looking.then(look);
    }, SAMPLE_MS);
    return {
      stop: async () => {
        clearInterval(timer);
        await looking;
        return seen;
      },
    };
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
    const seq = (await world.gateway.journal()).at(-1)?.seq ?? 0;
    await world.gateway.fault({ operation, mode, times });
    watch = watchTransactions();

    const hanging = waiting.map((customer) => customer.post('/orders/create', paidBy('pm_card_visa')));
    await eventually(async () => {
      const requests = await world.gateway.journal('request');
      const hit = requests.filter((entry) => entry.seq > seq && entry.operation === operation);
      return hit.filter((entry) => entry.status === 'hang').length === times;
    });
    const served = await Promise.all(
      others.map((customer) => customer.post('/orders/create', paidBy('pm_card_visa'))),
    );
    expect(served.map(({ status }) => status)).toEqual(others.map(() => 201));
    await Promise.all(hanging);

    const { looks, longest } = await watch.stop();
    expect(looks).toBeGreaterThan(HANG_MS / SAMPLE_MS / 4);
    expect(longest.ms > LONGEST_MS ? longest : 'no long transaction').toBe('no long transaction');
  });

  it('over a refund and over the end of a payment, no transaction is open', async () => {
    const [paid, paying] = await world.guests(2);
    const productId = await world.product(5);
    await Promise.all([fillCart(paid!, productId), fillCart(paying!, productId)]);
    const { orderId } = (await paid!.post('/orders/create', paidBy('pm_card_visa'))).body;
    const open = (await paying!.post('/orders/create', paidBy('pm_card_authenticationRequired'))).body;
    await world.gateway.fault({ operation: 'refunds.create', mode: 'hang_before' });
    await world.gateway.fault({ operation: 'payment_intents.cancel', mode: 'hang_before' });
    watch = watchTransactions();
    const cancelled = await Promise.all([
      paid!.post(`/orders/${orderId}/cancel`),
      paying!.post(`/orders/${open.orderId}/cancel`),
    ]);
    expect(cancelled.map(({ status }) => status)).toEqual([200, 200]);
    const { longest } = await watch.stop();
    expect(longest.ms > LONGEST_MS ? longest : 'no long transaction').toBe('no long transaction');
  });

  it('everything adds up afterwards', () => expectInvariants(world));
});
