import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import { eventually } from '../support/eventually.js';
import { aDayOfTheShop, whatIsAmiss } from '../support/open-shop.js';
import { PanelClient } from '../support/panel-client.js';
import type { Running } from '../support/processes.js';
import { World } from '../support/world.js';

/** A world, a panel, and a shop in which there is something of everything. */
const STARTING_MS = 120_000;
const DAY_MS = 24 * 3600_000;
const PER_PAGE = 100;

interface Told {
  readonly needs: readonly { readonly label: string; readonly text: string; readonly href: string }[];
  readonly parts: readonly {
    readonly id: string;
    readonly rows: readonly {
      readonly label: string;
      readonly cells: readonly { readonly name: string; readonly text: string; readonly href: string }[];
    }[];
  }[];
}
type Row = Readonly<Record<string, string | number>>;

/** One figure, with what it is called. */
interface Figure {
  readonly of: string;
  readonly text: string;
  readonly href: string;
}

describe('every figure of the dashboard', () => {
  let world: World;
  let panelUrl: string;
  let panel: Running;
  let client: PanelClient;

  beforeAll(async () => {
    world = await World.start();
    ({ panelUrl, running: panel } = await world.startPanel());
    client = await PanelClient.of(panelUrl, world.db, 'admin');
    const old = await aDayOfTheShop(world);
    await figuresAreCounted();
    await world.worker!.stop();
    await whatIsAmiss(world, old);
  }, STARTING_MS);
  afterAll(async () => {
    await panel?.stop();
    await world?.stop();
  });

  const one = async <T extends object>(sql: string, ...values: unknown[]): Promise<T> =>
    (await world.db.query<T>(sql, values)).rows[0]!;
  const figuresAreCounted = () =>
    eventually(async () => {
      const { done } = await one<{ done: boolean }>(
        'select position >= (select max(position) from events) as done from daily_figures_cursor',
      );
      return done;
    });

  async function figures(): Promise<Figure[]> {
    const told = (await (await client.getJson('/view/dashboard')).json()) as Told;
    return [
      ...told.needs.map(({ label, ...figure }) => ({ of: label, ...figure })),
      ...told.parts.flatMap(({ id, rows }) =>
        rows.flatMap(({ label, cells }) =>
          cells.map(({ name, ...figure }) => ({ of: [id, label, name].join(' / '), ...figure })),
        ),
      ),
    ];
  }

  /** All rows of the list behind a link, as somebody would turn its pages. */
  async function rowsBehind(href: string): Promise<readonly Row[]> {
    const link = new URL(href, panelUrl);
    const resource = /^\/admin\/resources\/([\w-]+)$/.exec(link.pathname)![1];
    const rows: Row[] = [];
    for (let page = 1; ; page++) {
      const query = new URLSearchParams([
        ...link.searchParams,
        ['page', String(page)],
        ['perPage', String(PER_PAGE)],
      ]);
      const answer = await client.getJson(`/api/resources/${resource}/actions/list?${query.toString()}`);
      expect([href, answer.status]).toEqual([href, 200]);
      const { records, meta } = (await answer.json()) as {
        records: readonly { readonly params: Row }[];
        meta: { readonly total: number };
      };
      rows.push(...records.map(({ params }) => params));
      if (records.length < PER_PAGE) {
        expect([href, meta.total]).toEqual([href, rows.length]);
        return rows;
      }
    }
  }

  const minorOf = (money: string | number): number =>
    Math.round(Number(String(money).replaceAll(/[^\d.]/g, '')) * 100);
  const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);

  /** What a figure says, and what its list says. */
  async function compared({ of, text, href }: Figure): Promise<{ of: string; figure: number; list: number }> {
    if (href.includes('#proposals')) {
      const inbox = (await (await client.getJson('/view/inbox')).json()) as { proposals: readonly unknown[] };
      return { of, figure: Number(text), list: inbox.proposals.length };
    }
    const rows = await rowsBehind(href);
    if (of.startsWith('revenue'))
      return { of, figure: minorOf(text), list: sum(rows.map((row) => minorOf(row['amount']!))) };
    // A queue is one row of its list, with the same figures in it.
    const column = { waiting: 'waiting', 'under way': 'underWay' }[of.split(' / ')[2] ?? ''];
    if (column) return { of, figure: Number(text), list: Number(rows[0]?.[column]) };
    return { of, figure: Number(text), list: rows.length };
  }
  const comparedAll = async () => {
    const all = [];
    for (const figure of await figures()) all.push(await compared(figure));
    return all;
  };

  it('is what the list behind it comes to, in a shop with something of everything', async () => {
    const all = await comparedAll();

    expect(all.filter(({ figure, list }) => figure !== list)).toEqual([]);
    const there = all.filter(({ figure }) => figure > 0).map(({ of }) => of);
    expect(there).toEqual(
      expect.arrayContaining([
        'Payment unresolved',
        'Mail failed',
        'Job dead',
        'Returns to decide',
        'Returns on their way',
        'Holds that end within an hour',
        'Mails that failed',
        'Payments of unknown outcome',
        'Refunds under way',
        'orders / Pending / up to a day',
        'orders / Confirmed / up to a day',
        'orders / Confirmed / 1 to 3 days',
        'orders / Confirmed / 3 to 7 days',
        'orders / Confirmed / older',
        'orders / Processing / up to a day',
        'orders / Shipped / up to a day',
        'payments / Credit card / succeeded',
        'payments / Credit card / card declined',
        'payments / Credit card / insufficient funds',
        'payments / Debit card / succeeded',
        'jobs / webhooks / waiting',
        'jobs / webhooks / tried in vain',
        'jobs / events / tried in vain',
      ]),
    );
  });

  it('of money has a row for each of the last fourteen days, also for those without any', async () => {
    const today = new Date().toISOString().slice(0, 10);
    const days = Array.from({ length: 14 }, (_, index) =>
      new Date(Date.parse(today) - (13 - index) * DAY_MS).toISOString().slice(0, 10),
    );
    const all = await figures();
    for (const currency of ['USD', 'EUR']) {
      const taken = all.filter(({ of }) => of.startsWith(`revenue-${currency}`) && of.endsWith('taken'));
      expect(taken.map(({ of }) => of.split(' / ')[1])).toEqual(days);
      expect(minorOf(taken.at(-1)!.text)).toBeGreaterThan(0);
      expect(minorOf(taken[3]!.text)).toBe(0);
    }
  });

  describe("at the day's edge", () => {
    const today = () => Date.parse(new Date().toISOString().slice(0, 10));
    const at = (ms: number, micros = 0) =>
      `${new Date(ms).toISOString().slice(0, -1)}${String(micros).padStart(3, '0')}Z`;

    async function tell(type: string, orderId: string, data: object, occurredAt: string): Promise<void> {
      await world.db.query(
        `insert into events (id, type, order_id, customer_id, actor, data, occurred_at)
         select $1, $2, id, customer_id, 'system', $4, $5 from orders where id = $3`,
        [v7(), type, orderId, data, occurredAt],
      );
    }
    /** Money that is booked on one side of midnight, and told of on the other one. */
    async function taken(amountMinor: number, bookedAt: string, toldAt: string): Promise<void> {
      const captureId = randomUUID();
      const { order_id: orderId } = await one<{ order_id: string }>(
        `insert into ledger_transfers select (jsonb_populate_record(null::ledger_transfers, to_jsonb(t) || jsonb_build_object('id', $1::text, 'reference', $2::text,
           'amount_minor', $3::int, 'occurred_at', $4::text))).* from (
             select * from ledger_transfers where movement = 'captured' and currency = 'USD' limit 1) t returning order_id`,
        v7({ msecs: Date.parse(bookedAt) }),
        captureId,
        amountMinor,
        bookedAt,
      );
      await tell('payment.captured', orderId, { captureId, amountMinor, currency: 'USD' }, toldAt);
    }
    /** A payment that is tried on one day, and declined on the next one. */
    async function declined(triedAt: string, toldAt: string): Promise<void> {
      const { id, order_id: orderId } = await one<{ id: string; order_id: string }>(
        `insert into payment_attempts select (jsonb_populate_record(null::payment_attempts, to_jsonb(a) || jsonb_build_object('id', $1::text, 'created_at', $2::text,
           'settled_at', $3::text, 'failure_reason', 'expired_card', 'intent_id', null))).* from (
             select * from payment_attempts where status = 'failed' limit 1) a returning id, order_id`,
        v7({ msecs: Date.parse(triedAt) }),
        triedAt,
        toldAt,
      );
      await tell('payment.failed', orderId, { attemptId: id, reason: 'expired_card' }, toldAt);
    }
    const figureOf = (all: readonly Figure[], of: string) => all.find((figure) => figure.of === of)?.text;

    it('both say the same, a microsecond before midnight and at it', async () => {
      const before = await figures();
      const [midnight, dayBefore] = [today(), today() - DAY_MS];
      await taken(111, at(midnight), at(midnight - 1, 999));
      await taken(2_222, at(midnight - 1, 999), at(midnight));
      await taken(33_333, at(dayBefore), at(midnight));
      const firstDay = midnight - 6 * DAY_MS;
      await declined(at(firstDay), at(firstDay + DAY_MS));
      await declined(at(firstDay - 1, 999), at(firstDay));
      await declined(at(midnight - 1, 999), at(midnight));
      await world.startWorker();
      await figuresAreCounted();
      await world.worker!.stop();

      const after = await figures();
      const day = (ms: number) => `revenue-USD / ${new Date(ms).toISOString().slice(0, 10)} / taken`;
      const gained = (of: string) => minorOf(figureOf(after, of)!) - minorOf(figureOf(before, of)!);
      expect(gained(day(midnight))).toBe(111);
      expect(gained(day(dayBefore))).toBe(2_222 + 33_333);
      expect(figureOf(after, 'payments / Credit card / expired card')).toBe('2');
      const ofDays = (await comparedAll()).filter(({ of }) => /^(revenue|payments)/.test(of));
      expect(ofDays.filter(({ figure, list }) => figure !== list)).toEqual([]);
    });
  });
});
