import { readFile } from 'node:fs/promises';
import { growLargeShop, type LargeShop } from '../bench/large-shop.ts';
import { PanelBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { PanelClient } from '../support/panel-client.js';
import type { Running } from '../support/processes.js';
import { ADDRESS, fillCart, World } from '../support/world.js';

/** A world, a shop, a panel and a browser. */
const STARTING_MS = 120_000;
/** More than a page of the list, and than one of what makes the file. */
const ORDERS = 600;
const PER_PAGE = 100;
const DAY_MS = 24 * 3600_000;

type Filters = Readonly<Record<string, string | { readonly from?: string; readonly to?: string }>>;
interface Listed {
  readonly records: readonly { readonly id: string }[];
}

describe('a list of orders as a file', () => {
  let world: World;
  let shop: LargeShop;
  let panelUrl: string;
  let panel: Running;
  let browser: PanelBrowser;
  let finance: PanelClient;

  beforeAll(async () => {
    world = await World.start({ worker: false });
    const db = await world.db.connect();
    shop = await growLargeShop(db, { orders: ORDERS, ofOneCustomer: ORDERS / 10 });
    db.release();
    await world.startWorker();
    ({ panelUrl, running: panel } = await world.startPanel());
    [browser, finance] = [
      await PanelBrowser.open(panelUrl),
      await PanelClient.of(panelUrl, world.db, 'finance'),
    ];
    const customer = await world.customer();
    await fillCart(customer, await world.product(9), 1);
    await customer.post('/orders/create', { shippingAddress: ADDRESS });
  }, STARTING_MS);
  afterAll(async () => {
    await browser?.close();
    await panel?.stop();
    await world?.stop();
  });

  const queryOf = (filters: Filters): string => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(filters)) {
      if (typeof value === 'string') query.set(`filters.${name}`, value);
      else for (const [end, time] of Object.entries(value)) query.set(`filters.${name}~~${end}`, time);
    }
    return query.toString();
  };
  /** Every order of the list, page by page, as somebody would turn them. */
  const listed = async (filters: Filters): Promise<string[]> => {
    const numbers: string[] = [];
    for (let page = 1; ; page++) {
      const path = `/api/resources/orders/actions/list?page=${page}&perPage=${PER_PAGE}&${queryOf(filters)}`;
      const { records } = (await (await finance.getJson(path)).json()) as Listed;
      numbers.push(...records.map(({ id }) => id));
      if (records.length < PER_PAGE) return numbers;
    }
  };
  const ask = async (filters: object) =>
    finance.post('/do/request-export/new', {
      ...(await finance.open('request-export', 'new')),
      input: { filters },
      reason: 'For the accountant',
    });
  const exported = async (filters: Filters): Promise<string[]> => {
    const { message: exportId } = (await (await ask(filters)).json()) as { message: string };
    const file = await eventually(async () => {
      const answer = await finance.getJson(`/view/exports/${exportId}.csv`);
      return answer.status === 200 && answer.text();
    });
    return numbersOf(file);
  };
  const numbersOf = (csv: string): string[] =>
    csv
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(',', 1)[0]!);
  const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();

  const FILTERS: readonly [string, () => Filters][] = [
    ['all of them', () => ({})],
    ['a status', () => ({ status: 'delivered' })],
    ['several statuses', () => ({ status: 'cancelled,shipped' })],
    ['a time', () => ({ createdAt: { from: daysAgo(400), to: daysAgo(90) } })],
    ['an amount', () => ({ totalFrom: '40', totalTo: '120.50' })],
    ['an amount of a currency', () => ({ totalFrom: '40', currency: 'usd' })],
    ['a method', () => ({ paymentMethod: 'credit_card' })],
    ['a country, however it is called', () => ({ country: 'Iceland' })],
    ['how they were paid', () => ({ paymentStatus: 'partially_refunded' })],
    ['a customer', () => ({ customerId: shop.regular })],
    ['a hold that ends', () => ({ holdEndsWithinMinutes: '60' })],
    ['a hold that ends, of an amount', () => ({ holdEndsWithinMinutes: '60', totalFrom: '1' })],
    [
      'several things at once',
      () => ({
        status: 'delivered',
        country: 'US',
        paymentStatus: 'paid',
        createdAt: { from: daysAgo(600) },
      }),
    ],
  ];

  it.each(FILTERS)('by %s has just the rows of the list, in its order', async (_, filtersOf) => {
    const filters = filtersOf();
    const rows = await listed(filters);

    expect(rows.length).toBeGreaterThan(0);
    expect(await exported(filters)).toEqual(rows);
  });

  it('leaves out what the list leaves out', async () => {
    const all = await listed({});
    expect(all.length).toBeGreaterThan(ORDERS);
    for (const [what, filtersOf] of FILTERS.slice(1))
      expect([what, (await listed(filtersOf())).length < all.length]).toEqual([what, true]);
    expect(await exported({ country: 'Atlantis' })).toEqual([]);
  });

  it.each([
    ['a status that there is not', { status: 'paid' }],
    ['an amount that is none', { totalFrom: 'a lot' }],
    ['a time that is none', { createdAt: { from: 'tomorrow' } }],
    ['a filter that the list does not have', { colour: 'red' }],
  ])('is refused for %s, and does not become a file of everything', async (_, filters) => {
    const before = await world.db.query('select 1 from exports');
    expect((await ask(filters)).status).toBe(400);
    expect((await world.db.query('select 1 from exports')).rowCount).toBe(before.rowCount);
  });

  it('is asked for where the list is, with the filter that it has', async () => {
    const filters = { status: 'delivered', country: 'United States', createdAt: { from: daysAgo(700) } };
    // Somebody who has no other file.
    const page = await browser.loggedIn(world.db, 'admin');
    await page.goto(`${panelUrl}/resources/orders?${queryOf(filters)}`);
    await page.locator('tbody tr').first().waitFor();
    await page.getByText('Export these').click();
    await page.waitForURL('**/pages/exports?*');
    expect(await page.getByLabel('delivered').isChecked()).toBe(true);
    expect(await page.getByLabel('Country').inputValue()).toBe('United States');
    await page.getByLabel('Reason').fill('What went to the States');
    await page.getByRole('button', { name: 'Make a CSV' }).click();
    const link = page.getByRole('link', { name: /Download \d+ rows/ });
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);

    const file = await readFile(await download.path(), 'utf8');
    expect(numbersOf(file)).toEqual(await listed(filters));
    expect(browser.remote).toEqual([]);
  });

  it('is no offer to who may not export', async () => {
    const page = await browser.loggedIn(world.db, 'support');
    await page.goto(`${panelUrl}/resources/orders`);
    await page.locator('tbody tr').first().waitFor();
    expect(await page.getByText('Export these').count()).toBe(0);
    const support = await PanelClient.of(panelUrl, world.db, 'support');
    for (const path of ['/resources/orders/actions/request-export', '/do/request-export/new'])
      expect([path, (await support.getJson(path)).status]).toEqual([path, 403]);
  });
});
