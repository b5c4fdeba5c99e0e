import { PanelBrowser } from '../support/browser.js';
import { BUSY_SETTINGS, busyShop, type BusyShop } from '../support/busy-shop.js';
import { PanelClient } from '../support/panel-client.js';
import type { Running } from '../support/processes.js';
import type { Role } from '../support/staff.js';
import { World } from '../support/world.js';

/** A world, a panel, a browser, and an order that has seen everything. */
const STARTING_MS = 120_000;
/** Two pages of each list. */
const WALK_MS = 120_000;

const EVERYBODY: readonly Role[] = ['support', 'fulfilment', 'finance', 'auditor', 'admin'];
const BOOKS: readonly Role[] = ['finance', 'auditor', 'admin'];
const TECHNICAL: readonly Role[] = ['auditor', 'admin'];
const DESK: readonly Role[] = ['support', 'finance', 'admin'];

/** Each list, and who may read it. */
const LISTS: Readonly<Record<string, readonly Role[]>> = {
  payments: BOOKS,
  refunds: BOOKS,
  returns: EVERYBODY,
  parcels: EVERYBODY,
  disputes: BOOKS,
  ledger: BOOKS,
  invoices: BOOKS,
  products: EVERYBODY,
  'stock-movements': EVERYBODY,
  customers: DESK,
  carts: DESK,
  staff: ['admin'],
  mails: EVERYBODY,
  events: BOOKS,
  'webhook-deliveries': TECHNICAL,
  'webhook-endpoints': BOOKS,
  taxes: BOOKS,
  shipping: BOOKS,
  'payment-methods': BOOKS,
  interventions: BOOKS,
  audit: BOOKS,
  jobs: TECHNICAL,
  'dead-jobs': TECHNICAL,
};
const IDS = Object.keys(LISTS);

interface Listed {
  readonly records: readonly { readonly id: string; readonly params: Readonly<Record<string, unknown>> }[];
}

describe('the lists of the panel', () => {
  let world: World;
  let shop: BusyShop;
  let panelUrl: string;
  let panel: Running;
  let browser: PanelBrowser;
  let admin: PanelClient;

  beforeAll(async () => {
    world = await World.start({ settings: BUSY_SETTINGS });
    [shop, { panelUrl, running: panel }] = await Promise.all([busyShop(world), world.startPanel()]);
    browser = await PanelBrowser.open(panelUrl);
    admin = await PanelClient.of(panelUrl, world.db, 'admin');
  }, STARTING_MS);
  afterAll(async () => {
    await browser?.close();
    await panel?.stop();
    await shop?.receiver.stop();
    await world?.stop();
  });

  /** Movements are those of a product, which has to be named. */
  const queryOf = (id: string) => (id === 'stock-movements' ? `?filters.productId=${shop.productId}` : '');
  const list = (client: PanelClient, id: string, query = queryOf(id)) =>
    client.getJson(`/api/resources/${id}/actions/list${query}`);
  const rowsOf = async (id: string, query?: string) =>
    ((await (await list(admin, id, query)).json()) as Listed).records;
  const refusals = async (role: Role) => {
    const { rows } = await world.db.query<{ action: string }>(
      `select a.action from audit_log a join staff_members m on m.id = a.actor_id
       where m.role = $1 and a.outcome = 'not_permitted'`,
      [role],
    );
    return rows.map(({ action }) => action);
  };

  it(
    'open with what there is, and so does the first row of each, without a complaint of the browser',
    async () => {
      const page = await browser.loggedIn(world.db, 'admin');
      for (const id of IDS) {
        const [first] = await rowsOf(id);
        expect([id, first]).toEqual([id, expect.anything()]);
        await page.goto(`${panelUrl}/resources/${id}${queryOf(id)}`);
        await page.locator('tbody tr').first().waitFor();
        await page.goto(`${panelUrl}/resources/${id}/records/${encodeURIComponent(first!.id)}/show`);
        await page.locator('[data-css$="drawer-content"]').waitFor();
        expect(await page.locator('[data-css$="drawer-content"] section').count()).toBeGreaterThan(1);
      }
      expect(browser.complaints).toEqual([]);
      expect(browser.remote).toEqual([]);
    },
    WALK_MS,
  );

  it.each(EVERYBODY)('%s sees those of the role, in the menu and when asked for', async (role) => {
    const page = await browser.loggedIn(world.db, role);
    const inMenu = await page.evaluate(() => {
      const state = (globalThis as unknown as { REDUX_STATE: { resources: { id: string; href?: string }[] } })
        .REDUX_STATE;
      return state.resources.filter(({ href }) => href).map(({ id }) => id);
    });
    const client = await PanelClient.of(panelUrl, world.db, role);
    for (const id of IDS) {
      const isAllowed = LISTS[id]!.includes(role);
      const answer = await list(client, id);
      expect([id, inMenu.includes(id)]).toEqual([id, isAllowed]);
      expect([id, answer.status]).toEqual([id, isAllowed ? 200 : 403]);
    }
    const hidden = IDS.filter((id) => !LISTS[id]!.includes(role));
    const told = await refusals(role === 'admin' ? ('administrator' as Role) : role);
    for (const id of hidden) expect(told.join()).toContain(`/resources/${id}/actions/list`);
  });

  it.each(IDS)('%s: nothing is made, changed or deleted past the actions', async (id) => {
    const [first] = await rowsOf(id);
    const record = encodeURIComponent(first!.id);
    const forged = [
      ['POST', `/api/resources/${id}/actions/new`],
      ['POST', `/api/resources/${id}/records/${record}/edit`],
      ['POST', `/api/resources/${id}/records/${record}/delete`],
      ['POST', `/api/resources/${id}/bulk/bulkDelete?recordIds=${record}`],
      ['GET', `/api/resources/${id}/records/${record}/edit`],
      ['GET', `/api/resources/${id}/records/${record}/delete`],
      ['GET', `/api/resources/${id}/bulk/bulkDelete?recordIds=${record}`],
      ['GET', `/api/resources/${id}/search/a`],
    ] as const;
    for (const [method, path] of forged) {
      const answer = await (method === 'GET' ? admin.getJson(path) : admin.post(path, { name: 'x' }));
      expect([path, answer.status]).toEqual([path, method === 'GET' ? 403 : 405]);
    }
  });

  it('tell nobody unmasked, and the auditor not even masked', async () => {
    const told = await Promise.all(IDS.filter((id) => id !== 'staff').map((id) => list(admin, id)));
    expect((await Promise.all(told.map((answer) => answer.text()))).join()).not.toContain(shop.email);
    const auditor = await PanelClient.of(panelUrl, world.db, 'auditor');
    const { records } = (await (await list(auditor, 'mails')).json()) as Listed;
    expect(records.map(({ params }) => params['to'])).not.toContainEqual(expect.anything());
  });

  it.each([
    ['payments', 'status', 'succeeded', 'failed'],
    ['refunds', 'status', 'succeeded', 'failed'],
    ['returns', 'status', 'received', 'requested'],
    ['parcels', 'carrier', 'ups', 'dhl'],
    ['disputes', 'status', 'open', 'won'],
    ['ledger', 'movement', 'refunded', 'released'],
    ['dead-jobs', 'queue', 'webhooks', 'none'],
    ['jobs', 'queue', 'webhooks', 'none'],
    ['mails', 'template', 'order-confirmed', 'stock-low'],
    ['events', 'type', 'order.delivered', 'no.such'],
    ['interventions', 'kind', 'dispute_opened', 'mail_failed'],
    ['audit', 'action', 'order.deliver', 'order.dance'],
    ['products', 'text', 'mug', 'no such thing'],
    ['carts', 'filled', 'true', 'false'],
  ])('%s are narrowed by %s', async (id, field, some, none) => {
    expect(await rowsOf(id, `?filters.${field}=${some}`)).not.toEqual([]);
    expect(await rowsOf(id, `?filters.${field}=${encodeURIComponent(none)}`)).toEqual([]);
  });

  it('are narrowed to one order by its number, and to a time', async () => {
    for (const id of ['payments', 'refunds', 'returns', 'parcels', 'mails', 'events', 'invoices']) {
      expect([id, await rowsOf(id, `?filters.orderNumber=${shop.number.toLowerCase()}`)]).not.toEqual([
        id,
        [],
      ]);
      expect(await rowsOf(id, '?filters.orderNumber=ORD-0000000000')).toEqual([]);
    }
    expect(await rowsOf('payments', '?filters.createdAt~~to=2020-01-01T00:00:00Z')).toEqual([]);
    expect(await rowsOf('payments', '?filters.createdAt~~from=2020-01-01T00:00:00Z')).not.toEqual([]);
  });

  it.each(['?filters.status=paid', "?filters.status=x'--", '?filters.createdAt~~from=tomorrow'])(
    'a filter that is none (%s) is refused',
    async (query) => {
      expect((await list(admin, 'payments', query)).status).toBe(400);
    },
  );

  it('say money in its currency, times in UTC with their age, and lead from a refund to its payment', async () => {
    const page = await browser.loggedIn(world.db, 'admin');
    await page.goto(`${panelUrl}/resources/payments?filters.orderNumber=${shop.number}`);
    const row = page.locator('tbody tr').first();
    await row.getByText(/^\$\d+\.\d\d$/).waitFor();
    expect(await row.locator('time').first().textContent()).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d UTC \d+ (s|min) ago$/,
    );
    const [refund] = await rowsOf('refunds', `?filters.orderNumber=${shop.number}`);
    await page.goto(`${panelUrl}/resources/refunds/records/${refund!.id}/show`);
    await page.locator('[data-css="leads-to"]').last().click();
    await page.waitForURL('**/resources/payments/records/*/show');
    await page.getByText('Told the customer').waitFor();
  });
});
