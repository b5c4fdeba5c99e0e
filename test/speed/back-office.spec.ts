import pg from 'pg';
import type { DashboardQueries, OrderPage, Search } from '../../src/back-office/index.js';
import { type List, MOST_COUNTED, MOST_WALKED } from '../../src/shared/lists/list.js';
import { growLargeShop, type LargeShop } from '../bench/large-shop.ts';
import { type SqlProxy, startSqlProxy } from '../bench/sql-proxy.ts';
import { Asked } from '../support/asked.ts';
import { eventually } from '../support/eventually.js';
import { Inside } from '../support/inside.js';
import { size } from '../support/sizes.js';
import { World } from '../support/world.js';

const ORDERS = size({ short: 10_000, full: 300_000 });
const GROW_LIMIT_MS = size({ short: 120_000, full: 45 * 60_000 });
/** Longer than anything that goes on after an answer. */
const QUIET_MS = 30;
const LIMIT = 20;
/** Of each row of a page: itself and what it is shown with, found by keys. */
const ROWS_OF_A_PAGE = (LIMIT + 1) * 12;
/** Where several filters meet, a look reads so far, and once more to tell where to go on. */
const ROWS_OF_A_WALK = 3 * MOST_WALKED + ROWS_OF_A_PAGE;
/** Some of each kind, with what they are shown with; names of all products (1,000) with their stock. */
const ROWS_OF_A_SEARCH = 3_000;
/** The order, what is in no list, its audit, and ten lists. */
const STATEMENTS_OF_AN_ORDER = 13;
const ROWS_OF_AN_ORDER = 500;
/** 23 figures of up to 1,000. */
const ROWS_OF_A_DASHBOARD = 23_000;
/** A hundred events, each with what it is about. */
const ROWS_OF_A_STRETCH = 1_000;
const MOST_STATEMENTS = 3;

type Served = readonly [what: string, kind: Kind, filterOf: (shop: LargeShop) => object, mostRows?: number];
/** A class behind the door of a module. */
type Kind = readonly [door: string, name: string];
const orders = (name: string): Kind => ['orders/back-office', name];
const [OrderList, PaymentList, RefundList] = [
  orders('OrderList'),
  orders('PaymentList'),
  orders('RefundList'),
];
const [ReturnList, ParcelList, DisputeList] = [
  orders('ReturnList'),
  orders('ParcelList'),
  orders('DisputeList'),
];
const [InterventionList, OpenInterventions] = [orders('InterventionList'), orders('OpenInterventions')];
const LedgerList = orders('LedgerList');
const AuditList: Kind = ['audit/back-office', 'AuditList'];
const CustomerList: Kind = ['auth/back-office', 'CustomerList'];
const CartList: Kind = ['cart/back-office', 'CartList'];
const MovementList: Kind = ['catalogue/back-office', 'MovementList'];
const InvoiceList: Kind = ['invoices/back-office', 'InvoiceList'];
const MailList: Kind = ['notifications/back-office', 'MailList'];
const EventList: Kind = ['partners/back-office', 'EventList'];
const DeliveryList: Kind = ['partners/back-office', 'DeliveryList'];

/** What must stay fast for those who work in the shop, however large it is, told by plans and counts. */
describe('the back office of a large shop', () => {
  let world: World;
  let shop: LargeShop;
  let proxy: SqlProxy;
  let db: pg.Client;
  let asked: Asked;
  let app: Inside;
  let orderOf: { id: string; number: string; customerId: string };
  beforeAll(async () => {
    world = await World.start({ worker: false });
    db = new pg.Client(world.databaseUrl);
    await db.connect();
    shop = await growLargeShop(db, { orders: ORDERS, ofOneCustomer: ORDERS / 10 });
    proxy = await startSqlProxy(world.databaseUrl);
    asked = new Asked(proxy, db, QUIET_MS);
    app = await Inside.start(world, { DATABASE_URL: proxy.url });
    const { rows } = await db.query<{ id: string; number: string; customerId: string }>(
      `select id, number, customer_id as "customerId" from orders where status = 'delivered' order by id limit 1`,
    );
    orderOf = rows[0]!;
  }, GROW_LIMIT_MS);
  afterAll(async () => {
    await app?.stop();
    proxy?.close();
    await db?.end();
    await world?.stop();
  });

  const listOf = ([door, name]: Kind) => app.get<List<object, unknown>>(door, name);

  /** By the one index that serves it: a page reads itself alone, the first one and one far down. */
  const SERVED: readonly Served[] = [
    ['all orders', OrderList, () => ({})],
    ['orders of a few statuses', OrderList, () => ({ statuses: ['pending', 'confirmed', 'shipped'] })],
    ['orders of a month', OrderList, () => ({ created: aMonth() })],
    ['orders of a status and a month', OrderList, () => ({ statuses: ['cancelled'], created: aMonth() })],
    ['orders that are refunded', OrderList, () => ({ paymentStatuses: ['refunded', 'partially_refunded'] })],
    ['orders to a country', OrderList, () => ({ country: 'Iceland' })],
    ['orders paid by card', OrderList, () => ({ paymentMethod: 'credit_card' })],
    ['orders to a country where nobody is', OrderList, () => ({ country: 'Japan' })],
    ['orders paid as nobody does', OrderList, () => ({ paymentMethod: 'crypto' })],
    ['orders of a customer', OrderList, ({ regular }) => ({ customerId: regular })],
    ['payments', PaymentList, () => ({})],
    ['payments that failed', PaymentList, () => ({ statuses: ['failed'] })],
    ['payments of a month', PaymentList, () => ({ created: aMonth() })],
    ['refunds', RefundList, () => ({})],
    ['refunds that wait', RefundList, () => ({ statuses: ['pending', 'failed'] })],
    ['returns that wait', ReturnList, () => ({ statuses: ['requested', 'approved'] })],
    ['parcels', ParcelList, () => ({})],
    ['parcels on their way', ParcelList, () => ({ status: 'shipped' })],
    ['disputes that were won', DisputeList, () => ({ statuses: ['won'] })],
    ['interventions', InterventionList, () => ({ state: 'open' })],
    ['what needs a person', OpenInterventions, () => ({})],
    ['money', LedgerList, () => ({})],
    ['money of a month', LedgerList, () => ({ occurred: aMonth() })],
    ['movements of a product', MovementList, () => ({ productId: 'prod_shop_0007' })],
    ['customers', CustomerList, () => ({ kind: 'account' }), 3 * ROWS_OF_A_PAGE],
    ['carts', CartList, () => ({})],
    ['mails', MailList, () => ({})],
    ['mails that failed', MailList, () => ({ statuses: ['failed', 'queued'] })],
    ['invoices', InvoiceList, () => ({})],
    ['events', EventList, () => ({})],
    ['deliveries', DeliveryList, () => ({})],
    ['audit', AuditList, () => ({})],
  ];

  it.each(SERVED)('a page of %s reads no more than itself', async (...row) => {
    const [, kind, filterOf, mostRows = ROWS_OF_A_PAGE] = row as unknown as Served;
    const list = listOf(kind);
    const filter = filterOf(shop);
    let page = await list.list(filter, { limit: LIMIT });
    for (let turn = 0; turn < 2; turn++) {
      const after = turn === 0 ? undefined : (page.next ?? undefined);
      const statements = await asked.by(async () => {
        page = await list.list(filter, { limit: LIMIT, after });
      });

      expect(statements.length).toBeLessThanOrEqual(MOST_STATEMENTS);
      expect(await asked.faultsOf(statements, mostRows)).toEqual([]);
    }
  });

  const SEARCHES: readonly [string, () => string][] = [
    ['an order number', () => orderOf.number],
    ['an address', () => 'Shop-30@Example.com'],
    ['an address that half of all orders have', () => 'shop-0@example.com'],
    ['a name', () => ' ada  CUSTOMER 30'],
    ['the last four and an amount', () => '4242 66.52'],
    ['a product', () => 'Product 7'],
    ["a gateway's id", () => 'pi_shop_19'],
    ['a transaction', () => 'txn_shop_19'],
    ['a tracking number', () => '1Z 19001'],
    ['an invoice', () => 'INV-2026-000001'],
    ['an id', () => orderOf.id],
  ];

  it.each(SEARCHES)('looking for %s reads a few keys, by one statement', async (_, typed) => {
    const search = app.get<Search>('back-office', 'Search');
    const statements = await asked.by(() => search.run(typed()));

    expect(statements).toHaveLength(1);
    expect(await asked.faultsOf(statements, ROWS_OF_A_SEARCH)).toEqual([]);
  });

  it('the page of an order reads what is about it, and nothing else', async () => {
    const page = app.get<OrderPage>('back-office', 'OrderPage');
    const statements = await asked.by(() => page.get(orderOf.id));

    expect(statements.length).toBeLessThanOrEqual(STATEMENTS_OF_AN_ORDER);
    expect(await asked.faultsOf(statements, ROWS_OF_AN_ORDER)).toEqual([]);
  });

  it('the dashboard counts what is open, and no further than anybody would', async () => {
    const dashboard = app.get<DashboardQueries>('back-office', 'DashboardQueries');
    const statements = await asked.by(() => dashboard.read());

    expect(await asked.faultsOf(statements, ROWS_OF_A_DASHBOARD)).toEqual([]);
  });

  it("the day's figures are counted from what is new, by keys", async () => {
    await db.query('update daily_figures_cursor set position = (select max(position) - 100 from events)');
    const statements = await asked.by(async () => {
      await world.startWorker({ DATABASE_URL: proxy.url });
      await eventually(async () => {
        const { rows } = await db.query<{ done: boolean }>(
          'select position >= (select max(position) from events) as done from daily_figures_cursor',
        );
        return rows[0]!.done;
      });
      await world.worker!.stop();
    });
    const parts = statements.flatMap((statement) => statement.parts);
    const counting = parts.filter(({ sql }) => /insert into daily_figures|'refundId' as refund/.test(sql));

    expect(counting.length).toBeGreaterThan(1);
    expect(await asked.faultsOf([{ parts: counting }], ROWS_OF_A_STRETCH)).toEqual([]);
  });

  /** Several filters, or one in no order of time: bounded, whatever fits. */
  const WALKED: readonly [string, Kind, () => object][] = [
    ['a status to a country', OrderList, () => ({ statuses: ['delivered'], country: 'IS' })],
    [
      'everything at once',
      OrderList,
      () => ({
        statuses: ['delivered', 'shipped'],
        created: aMonth(),
        totalMinor: { from: 1_000, to: 900_000 },
        paymentMethod: 'credit_card',
        paymentStatuses: ['paid', 'partially_refunded'],
        country: 'CA',
      }),
    ],
    ['one total', OrderList, () => ({ totalMinor: { from: 5_000, to: 5_010 } })],
    ['any total', OrderList, () => ({ totalMinor: { from: 100 } })],
    ['a method that nobody uses', OrderList, () => ({ statuses: ['delivered'], paymentMethod: 'crypto' })],
    ['holds that end soon', OrderList, () => ({ holdEndsWithinMinutes: 60 })],
    ['no country', OrderList, () => ({ country: 'Narnia' })],
    ['a reason that nobody had', PaymentList, () => ({ failureReason: 'expired_card' })],
    [
      'money that was taken',
      LedgerList,
      () => ({ movements: ['refunded'], currency: 'EUR', occurred: aMonth() }),
    ],
    ['money of an order', LedgerList, () => ({ orderId: orderOf.id })],
    ['needs of a kind', OpenInterventions, () => ({ kinds: ['mail_failed', 'job_dead'] })],
    [
      'holds that end soon, of a total',
      OrderList,
      () => ({ holdEndsWithinMinutes: 60, totalMinor: { from: 5_000, to: 5_010 } }),
    ],
    ['parcels of a carrier', ParcelList, () => ({ status: 'delivered', carrier: 'DHL' })],
    ['a kind of event', EventList, () => ({ types: ['dispute.opened'] })],
    ['refusals', AuditList, () => ({ outcome: 'refused' })],
    ['a way to pay that nobody uses', PaymentList, () => ({ method: 'crypto' })],
    ['credit notes', InvoiceList, () => ({ kind: 'credit_note' })],
    ['mails of a kind', MailList, () => ({ template: 'stock-low' })],
    ['deliveries that failed', DeliveryList, () => ({ statuses: ['failed'] })],
    ['carts with something in them', CartList, () => ({ filled: true })],
    ['guests of a name', CustomerList, () => ({ kind: 'guest', name: 'ADA  customer 30' })],
    ['events of an order', EventList, () => ({ orderId: orderOf.id })],
    ['audit of an order', AuditList, () => ({ subjectId: orderOf.number })],
  ];

  it.each(WALKED)('a page of %s looks so far and no further', async (_, kind, filterOf) => {
    const list = listOf(kind);
    const statements = await asked.by(() => list.list(filterOf(), { limit: LIMIT }));

    expect(statements.length).toBeLessThanOrEqual(MOST_STATEMENTS);
    expect(await asked.faultsOf(statements, ROWS_OF_A_WALK)).toEqual([]);
  });

  it.each([...SERVED.map(([name, kind, filterOf]) => [name, kind, filterOf] as const), ...WALKED])(
    'of %s no more are counted than somebody would look at',
    async (_, kind, filterOf) => {
      const list = listOf(kind);
      const statements = await asked.by(() => list.countUpTo(filterOf(shop)));

      expect(await asked.faultsOf(statements, 2 * MOST_COUNTED + MOST_WALKED)).toEqual([]);
    },
  );

  /** The shop's orders are spread over two years, up to 40 days ago. */
  function aMonth() {
    const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3600_000).toISOString();
    return { from: daysAgo(100), until: daysAgo(70) };
  }
});
