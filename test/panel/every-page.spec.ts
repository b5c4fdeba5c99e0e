import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { PanelBrowser } from '../support/browser.js';
import { BUSY_SETTINGS, busyShop, type BusyShop } from '../support/busy-shop.js';
import type { Running } from '../support/processes.js';
import { fillCart, paidBy, World } from '../support/world.js';

/** A world, a panel, a browser, and an order that has seen everything. */
const STARTING_MS = 120_000;
/** Every page in turn. */
const WALK_MS = 180_000;
const DESK = 1280;
const TELEPHONE = 390;
const LISTS = `
  orders payments refunds returns parcels disputes ledger invoices products customers carts mails events webhook-deliveries
  webhook-endpoints interventions audit jobs dead-jobs taxes shipping payment-methods staff`
  .trim()
  .split(/\s+/);

describe('every page of the panel', () => {
  let world: World;
  let shop: BusyShop;
  let panelUrl: string;
  let panel: Running;
  let browser: PanelBrowser;
  /** An order that can still be moved. */
  let open: string;

  beforeAll(async () => {
    world = await World.start({ settings: BUSY_SETTINGS });
    [shop, { panelUrl, running: panel }] = await Promise.all([busyShop(world), world.startPanel()]);
    browser = await PanelBrowser.open(panelUrl);
    const customer = await world.guest();
    await fillCart(customer, await world.product(9), 2);
    open = (await customer.post('/orders/create', paidBy('pm_card_visa'))).body.orderId;
  }, STARTING_MS);
  afterAll(async () => {
    await browser?.close();
    await panel?.stop();
    await shop?.receiver.stop();
    await world?.stop();
  });

  const strangers = [['log-in', '/login']] as const;
  const pages = (): readonly (readonly [name: string, path: string])[] => [
    ['dashboard', ''],
    ['inbox', '/pages/inbox'],
    ['bulk', '/pages/bulk'],
    ['exports', '/pages/exports'],
    ['order', `/resources/orders/records/${shop.number}/show`],
    ...['prepare-order', 'cancel-order', 'refund-order', 'adjust-order', 'write-note'].map(
      (action) => [action, `/resources/orders/records/${open}/show?do=${action}`] as const,
    ),
    ...LISTS.map((id) => [id, `/resources/${id}`] as const),
    ['orders-filtered', '/resources/orders?showFilter=true&filters.status=delivered'],
    ['password', '/password'],
    ['logout', '/logout'],
  ];

  /** For eyes, where a folder is named; nothing is compared. */
  async function picture(page: Page, name: string): Promise<void> {
    const folder = process.env['PANEL_PICTURES'];
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  }

  async function visit(page: Page, width: number, [name, path]: readonly [string, string]): Promise<void> {
    await page.goto(`${panelUrl}${path}`);
    await page.waitForLoadState('networkidle');
    await picture(page, `${name}-${width}`);
    const wide = await page.evaluate('document.documentElement.scrollWidth');
    expect([name, wide]).toEqual([name, width]);
  }

  it.each([DESK, TELEPHONE])(
    'fits a screen of %i pixels, complains of nothing and asks no other machine',
    async (width) => {
      const stranger = await browser.page(width);
      for (const one of strangers) await visit(stranger, width, one);
      const page = await browser.loggedIn(world.db, 'admin', width);
      for (const one of pages()) await visit(page, width, one);
      expect(browser.complaints).toEqual([]);
      expect(browser.remote).toEqual([]);
    },
    WALK_MS,
  );
});
