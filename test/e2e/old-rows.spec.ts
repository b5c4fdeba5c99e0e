import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import pg from 'pg';
import type { CustomerList } from '../../src/auth/back-office/index.js';
import type { Search } from '../../src/back-office/index.js';
import type { OrderList } from '../../src/orders/back-office/index.js';
import { emailKey, nameKey } from '../../src/shared/personal-data.js';
import { emptyDatabase } from '../support/database.js';
import { Inside } from '../support/inside.js';
import { runToEnd, testEnvironment } from '../support/processes.js';

/** The schema that the product began with. */
const FIRST = '2026-11-23-first-orders';
/** A row more than two pages of what fills them. */
const PEOPLE = 10_001;
const MIGRATING_MS = 90_000;

interface Person {
  readonly name: string | null;
  readonly recipient?: string;
  readonly country: string;
}

/** Those whom somebody asks for; everybody else is `Person <n>` of the United States. */
const SPECIAL: Readonly<Record<number, Person>> = {
  1: { name: 'Ada  LOVELACE', country: 'United Kingdom' },
  2: { name: 'Buyer Only', recipient: 'Grace Hopper', country: 'Germany' },
  3: { name: null, country: 'de' },
  4: { name: null, recipient: 'Ｊosé  Núñez', country: 'Atlantis' },
  5_000: { name: 'Last Ofapage', country: 'DE' },
  5_001: { name: 'First Ofthenext', country: 'Germany' },
  10_001: { name: 'The Verylast', country: 'Iceland' },
};
const personOf = (n: number): Person => SPECIAL[n] ?? { name: `Person ${n}`, country: 'USA' };
const emailOf = (n: number): string => `old-${n}@example.com`;
const idOf = (kind: 'a' | 'b', n: number): string =>
  `01900000-0000-7000-8000-${kind}${String(n).padStart(11, '0')}`;
const numberOf = (n: number): string => `ORD-${String(n).padStart(10, '0')}`;

describe('a shop that has sold before its back office could be searched', () => {
  let database: Awaited<ReturnType<typeof emptyDatabase>>;
  let db: pg.Client;
  let inside: Inside;

  beforeAll(async () => {
    database = await emptyDatabase();
    const environment = testEnvironment({ databaseUrl: database.url });
    await asItWas(environment);
    db = new pg.Client(database.url);
    await db.connect();
    await sell();
    await runToEnd(['migrate'], environment);
    inside = await Inside.start({ settings: environment });
  }, MIGRATING_MS);
  afterAll(async () => {
    await inside?.stop();
    await db?.end();
    await database?.drop();
  });

  async function asItWas(env: NodeJS.ProcessEnv): Promise<void> {
    const file = join(process.cwd(), 'test/support/migrate-up-to.mjs');
    const [code] = (await once(fork(file, [FIRST], { env }), 'exit')) as [number | null];
    expect(code).toBe(0);
  }

  /** Everybody has ordered once, and left. */
  async function sell(): Promise<void> {
    const people = Array.from({ length: PEOPLE }, (_, index) => {
      const n = index + 1;
      const { name, recipient, country } = personOf(n);
      const address = {
        ...(recipient && { recipient }),
        street: '1 Main St',
        city: 'Town',
        zipCode: '10001',
        country,
      };
      return {
        user: idOf('a', n),
        order: idOf('b', n),
        number: numberOf(n),
        key: emailKey(emailOf(n)),
        hash: n % 2 ? 'a-hash' : null,
        who: { email: emailOf(n), name },
        personal: { email: emailOf(n), name, shippingAddress: address, billingAddress: address },
      };
    });
    await db.query(
      `insert into users (id, email_key, personal, password_hash) select "user", key, who, hash
       from jsonb_to_recordset($1) as p("user" uuid, key text, who jsonb, hash text)`,
      [JSON.stringify(people)],
    );
    await db.query(
      `insert into orders (id, number, customer_id, cart_cleared, status, payment_status, hold, currency, total_minor,
         shipping_minor, tax_minor, grand_total_minor, destination_key, personal, cancel_reason)
       select "order", number, "user", true, 'cancelled', 'unpaid', 'released', 'USD', 1000, 0, 0, 1000, 'home', personal,
         'customer_request'
       from jsonb_to_recordset($1) as p("order" uuid, number text, "user" uuid, personal jsonb)`,
      [JSON.stringify(people)],
    );
  }

  const search = async (typed: string) => {
    const found = await inside.get<Search>('back-office', 'Search').run(typed);
    return found.map(({ kind, id, title }) => (kind === 'order' ? title : `${kind} ${id}`)).toSorted();
  };
  const ordersTo = async (country: string) =>
    (await inside.get<OrderList>('orders/back-office', 'OrderList').list({ country }, { limit: 50 })).rows
      .map(({ number }) => number)
      .toSorted();

  it.each([
    ['however it was spelt', ' ada lovelace', 1],
    ['at the end of what is filled at once', 'LAST ofapage', 5_000],
    ['at the beginning of the next', 'first ofthenext', 5_001],
    ['at the very end', 'The Verylast', 10_001],
  ])('finds who ordered then by name: %s', async (_, typed, n) => {
    expect(await search(typed)).toEqual([numberOf(n), `customer ${idOf('a', n)}`].toSorted());
  });

  it('finds an order by whom it went to, also where the buyer gave no name', async () => {
    expect(await search('grace hopper')).toEqual([numberOf(2)]);
    expect(await search('josé núñez')).toEqual([numberOf(4)]);
    expect(await search('buyer only')).toEqual([`customer ${idOf('a', 2)}`]);
  });

  it('finds accounts and guests by their address, with what they ordered', async () => {
    for (const n of [1, 2, 5_001, 10_001])
      expect(await search(` OLD-${n}@Example.com`)).toEqual(
        [numberOf(n), `customer ${idOf('a', n)}`].toSorted(),
      );
    const { rows } = await inside
      .get<CustomerList>('auth/back-office', 'CustomerList')
      .list({ email: emailOf(5_001) }, { limit: 5 });
    expect(rows.map(({ id }) => id)).toEqual([idOf('a', 5_001)]);
  });

  it.each([
    ['Germany', [2, 3, 5_000, 5_001]],
    ['DE', [2, 3, 5_000, 5_001]],
    ['is', [10_001]],
  ])('lists what went to %s', async (country, numbers) => {
    expect(await ordersTo(country)).toEqual(numbers.map(numberOf));
  });

  it('has filled every row, and no other one', async () => {
    const { rows } = await db.query<{ number: string; name_key: string | null; of_user: string | null }>(
      `select o.number, o.name_key, u.name_key as of_user from orders o join users u on u.id = o.customer_id order by number`,
    );
    const expected = Array.from({ length: PEOPLE }, (_, index) => {
      const { name, recipient } = personOf(index + 1);
      return { number: numberOf(index + 1), name_key: nameKey(recipient ?? name), of_user: nameKey(name) };
    });
    expect(rows).toEqual(expected);
    const { rows: countries } = await db.query<{ country: string | null; count: number }>(
      'select country, count(*)::int as count from orders group by 1 order by 2 desc, 1',
    );
    expect(countries[0]).toEqual({ country: 'US', count: PEOPLE - Object.keys(SPECIAL).length });
  });
});
