import { eventually } from '../support/eventually.js';
import { declinedOrder, payAfterAll } from '../support/outside.js';
import { fillCart, paidBy, World } from '../support/world.js';

/** More than one killed worker has to be waited for. */
const LONG_MS = 60_000;

interface Figure {
  readonly day: string;
  readonly figure: string;
  readonly of: string;
  readonly count: number;
  readonly minor: number;
}

/** What the dashboard shows of each day is counted by the worker, which may end at any moment. */
describe('the figures of the days', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
    await world.db.query(`
      create function wait_for_the_test() returns trigger language plpgsql as $$
        begin perform pg_advisory_xact_lock_shared(4711); return new; end $$;
      create trigger wait_for_the_test before update on daily_figures_cursor
        for each row execute function wait_for_the_test();`);
  });
  afterAll(() => world.stop());

  const read = async (text: string) => (await world.db.query<Figure>(text)).rows;
  const kept = () =>
    read(`select day::text, figure, currency || method || outcome as of, count::int, amount_minor::int as minor
          from daily_figures where count > 0 order by 1, 2, 3`);
  /** Counted anew out of ledger and attempts, in another way than the worker does. */
  const booked = () =>
    read(`
      select * from (
        select (occurred_at at time zone 'UTC')::date::text as day, movement as figure, currency::text as of,
          count(*)::int as count, sum(amount_minor)::int as minor
        from ledger_transfers where movement in ('captured', 'refunded') group by 1, 2, 3
        union all
        select (created_at at time zone 'UTC')::date::text, 'payment', method || coalesce(failure_reason, 'succeeded'),
          count(*)::int, 0
        from payment_attempts where status in ('succeeded', 'failed') group by 1, 2, 3) f order by 1, 2, 3`);
  const areCounted = () =>
    eventually(
      async () => {
        const { rows } = await world.db.query<{ done: boolean }>(
          'select position >= (select max(position) from events) as done from daily_figures_cursor',
        );
        return rows[0]!.done;
      },
      { withinMs: LONG_MS },
    );

  async function buy(token = 'pm_card_visa'): Promise<string> {
    const customer = await world.guest();
    await fillCart(customer, await world.product(9), 1);
    const { body } = await customer.post('/orders/create', paidBy(token));
    return body.orderId;
  }
  async function aBusyMoment(): Promise<void> {
    const paid = await buy();
    await buy('pm_card_chargeDeclined');
    await buy('pm_card_chargeDeclinedInsufficientFunds');
    await (await world.admin()).post(`/orders/${paid}/cancel`);
    await buy();
  }

  /** Where a worker is held up: before it has written a figure, and before it has written how far it came. */
  const HOLDS = {
    figures: 'lock table daily_figures in share mode',
    cursor: 'select pg_advisory_xact_lock(4711)',
  } as const;

  async function killedAt(place: keyof typeof HOLDS): Promise<void> {
    const holder = await world.db.connect();
    try {
      await holder.query(`begin; ${HOLDS[place]}`);
      await world.startWorker();
      await eventually(async () => {
        const { rows } = await world.db.query(
          `select 1 from pg_locks where not granted
             and (relation = 'daily_figures'::regclass or (locktype = 'advisory' and objid = 4711))`,
        );
        return rows.length > 0;
      });
      await world.worker!.kill();
    } finally {
      await holder.query('rollback');
      holder.release();
    }
  }

  it(
    'lose nothing and count nothing twice where the worker is killed in the middle',
    async () => {
      await world.worker!.stop();
      await aBusyMoment();
      await killedAt('figures');
      await killedAt('cursor');
      await aBusyMoment();
      await killedAt('cursor');
      await killedAt('figures');
      expect(await kept()).toEqual([]);

      await world.startWorker();
      await areCounted();

      const figures = await kept();
      expect(figures.map(({ figure }) => figure)).toEqual(
        expect.arrayContaining(['captured', 'refunded', 'payment']),
      );
      expect(figures).toEqual(await booked());
    },
    LONG_MS,
  );

  it(
    'are counted once by two workers that are killed again and again while customers buy',
    async () => {
      const workers = [world.worker!];
      for (let round = 0; round < 3; round++) {
        await world.startWorker();
        workers.push(world.worker!);
        const buying = aBusyMoment();
        await workers.shift()!.kill();
        await buying;
      }
      await areCounted();

      expect(await kept()).toEqual(await booked());
    },
    LONG_MS,
  );

  it('do not keep a payment as declined that came through after all', async () => {
    const { orderId, intentId } = await declinedOrder(world);
    await areCounted();
    const before = await kept();
    await payAfterAll(world, intentId);
    await eventually(async () => (await world.attemptsOf(orderId))[0]!.status === 'succeeded');
    await areCounted();

    const declined = (figures: readonly Figure[]) =>
      figures.filter(({ of }) => of.startsWith('credit_card') && !of.endsWith('succeeded'));
    expect(declined(await kept()).length).toBeGreaterThan(0);
    expect(declined(await kept())).not.toEqual(declined(before));
    expect(await kept()).toEqual(await booked());
  });
});
