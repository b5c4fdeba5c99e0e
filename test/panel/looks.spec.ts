import type { Page } from 'playwright-core';
import { BUSY_SETTINGS, busyShop, type BusyShop } from '../support/busy-shop.js';
import { eventually } from '../support/eventually.js';
import { aDayOfTheShop, whatIsAmiss } from '../support/open-shop.js';
import { OpenPanel, picture } from '../support/open-panel.js';
import type { PanelClient } from '../support/panel-client.js';
import { emailOf, passwordOf } from '../support/staff.js';

/** Every page twice. */
const WALK_MS = 180_000;
/** Two shops' worth of orders, and all that can be amiss. */
const SHOP_MS = 240_000;
/** A laptop and a telephone. */
const WIDTHS = [1280, 390] as const;

/** Above it a refund is proposed; a world of these pictures has one. */
const LIMITS = { REFUND_SECOND_PERSON_ABOVE: 'USD:50', FINANCE_REFUND_LIMIT: 'USD:1000' };

describe('every page of the panel', () => {
  let panel: OpenPanel;
  let shop: BusyShop;
  let admin: PanelClient;
  /** Its money, goods and people are as they were bought. */
  let untouched: string;

  beforeAll(async () => {
    panel = await OpenPanel.start({ settings: BUSY_SETTINGS, panelSettings: LIMITS });
    shop = await busyShop(panel.world);
    const old = await aDayOfTheShop(panel.world);
    await panel.world.worker!.stop();
    await whatIsAmiss(panel.world, old);
    untouched = old[0]!;
    await proposeRefund(old[1]!);
    admin = await panel.clientOf('admin');
  }, SHOP_MS);
  afterAll(async () => {
    await panel?.stop();
    await shop?.receiver.stop();
  });

  async function proposeRefund(orderNumber: string): Promise<void> {
    const finance = await panel.clientOf('finance');
    const seen = await finance.open('refund-order', orderNumber);
    const body = { ...seen, input: { amount: '60' }, reason: 'Arrived with a crack, see the photographs' };
    const answer = await finance.post(`/do/refund-order/${orderNumber}`, body);
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('proposed')]);
  }

  const firstOf = async (list: string): Promise<string> => {
    const answer = await admin.getJson(`/api/resources/${list}/actions/list`);
    const { records } = (await answer.json()) as { records: { id: string }[] };
    return encodeURIComponent(records[0]!.id);
  };

  /** Address, name of the picture, and what is there once it is whole. */
  async function pages(): Promise<[path: string, name: string, whole: string][]> {
    const rows = 'tbody tr td';
    const order = `/resources/orders/records/${shop.number}/show`;
    const fresh = `/resources/orders/records/${untouched}/show`;
    const dialog = '[data-css="action-preview"]';
    const drawer = '[data-css$="drawer-content"] section';
    const moves = [
      'prepare-order',
      'cancel-order',
      'cancel-items',
      'refund-order',
      'adjust-order',
      'write-note',
    ];
    const lists = [
      'orders', 'payments', 'refunds', 'returns', 'parcels', 'disputes', 'ledger', 'invoices', 'products',
      'customers', 'carts', 'staff', 'mails', 'events', 'webhook-deliveries', 'webhook-endpoints', 'taxes', 'shipping',
      'payment-methods', 'interventions', 'audit', 'jobs', 'dead-jobs',
    ]; // prettier-ignore
    const shown = ['payments', 'mails', 'events', 'webhook-deliveries', 'audit', 'products', 'staff'];
    const member = await firstOf('staff');
    return [
      ['', 'dashboard', '[data-need]'],
      ['/pages/inbox', 'inbox', '.entry'],
      ['/pages/bulk', 'bulk', '.card'],
      ['/pages/exports', 'exports', '.card'],
      ...lists.map((id): [string, string, string] => [`/resources/${id}`, `list-${id}`, rows]),
      [`/resources/stock-movements?filters.productId=${shop.productId}`, 'list-stock-movements', rows],
      ...(await Promise.all(
        shown.map(async (id): Promise<[string, string, string]> => [
          `/resources/${id}/records/${await firstOf(id)}/show`,
          `show-${id}`,
          drawer,
        ]),
      )),
      [order, 'order', '[data-css="order-page"]'],
      [fresh, 'order-fresh', '[data-css="order-page"]'],
      ...moves.map((move): [string, string, string] => [`${fresh}?do=${move}`, `dialog-${move}`, dialog]),
      ...['set-role', 'reset-member', 'deactivate-member'].map((action): [string, string, string] => [
        `/resources/staff/records/${member}/${action}`,
        `dialog-${action}`,
        dialog,
      ]),
      [`/resources/products/records/${shop.productId}/correct-stock`, 'dialog-correct-stock', dialog],
      [`/view/mails/${await firstOf('mails')}`, 'mail', 'body'],
      ['/password', 'password', 'button'],
      ['/logout', 'leave', 'button'],
    ];
  }

  const isAsWideAsItsWindow = async (page: Page): Promise<boolean> =>
    (await page.evaluate<number>('document.documentElement.scrollWidth')) <= page.viewportSize()!.width;

  /** Fields that nothing names for who does not see them; those of AdminJS's filter stand beside their words. */
  const unlabelled = (page: Page): Promise<string[]> =>
    page.evaluate<string[]>(`[...document.querySelectorAll('input, select, textarea')]
      .filter((each) => each.type !== 'hidden' && each.checkVisibility() && !each.closest('[data-css$="filter-drawer"]'))
      .filter((each) => each.labels.length === 0 && !each.ariaLabel).map((each) => each.outerHTML)`);

  it.each(WIDTHS)(
    'fits a window of %i pixels, says nothing to the console and asks no other machine',
    async (width) => {
      const page = await panel.loggedIn('admin', width);
      const tooWide: string[] = [];
      const complaints: string[] = [];
      for (const [path, name, whole] of await pages()) {
        await page.goto(`${panel.url}${path}`);
        await page.locator(whole).first().waitFor();
        await picture(page, `${name}-${width}`);
        if (!(await isAsWideAsItsWindow(page))) tooWide.push(name);
        complaints.push(...(await unlabelled(page)).map((field) => `${name}: no label for ${field}`));
        complaints.push(...panel.browser.complaints.splice(0).map((said) => `${name}: ${said}`));
      }
      expect({ tooWide, complaints }).toEqual({ tooWide: [], complaints: [] });
      expect(panel.browser.remote).toEqual([]);
    },
    WALK_MS,
  );

  it.each(WIDTHS)('fits %i pixels before anybody is logged in, and where there is nothing', async (width) => {
    const page = await panel.browser.page(width);
    await page.goto(`${panel.url}/login`);
    await picture(page, `log-in-${width}`);
    expect(await isAsWideAsItsWindow(page)).toBe(true);
    await page.getByLabel('E-mail').fill(emailOf('auditor'));
    await page.getByLabel('Password').fill(passwordOf('auditor'));
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Code').waitFor();
    await picture(page, `second-factor-${width}`);
    expect(await isAsWideAsItsWindow(page)).toBe(true);
    const auditor = await panel.loggedIn('auditor', width);
    await picture(auditor, `dashboard-auditor-${width}`);
    for (const [path, name] of [
      ['/resources/staff', 'error-403'],
      ['/view/nothing', 'error-404'],
      ['/resources/orders/records/ORD-0000000000/show', 'error-no-order'],
      ['/resources/nothing', 'error-no-list'],
    ]) {
      await auditor.goto(`${panel.url}${path}`);
      await auditor.waitForLoadState('networkidle');
      await picture(auditor, `${name}-${width}`);
      expect([name, await isAsWideAsItsWindow(auditor)]).toEqual([name, true]);
    }
  });

  it.each(WIDTHS)('fits %i pixels with its filter, its menu and its search open', async (width) => {
    const page = await panel.loggedIn('admin', width);
    await page.goto(`${panel.url}/resources/orders`);
    await page.locator('tbody tr td').first().waitFor();
    await page.getByText('Filter', { exact: true }).first().click();
    await page.locator('[data-css="orders-filter-drawer"]').waitFor();
    // It slides in.
    await eventually(async () => {
      const { x, width: its } = (await page.locator('[data-css="orders-filter-drawer"]').boundingBox())!;
      return x + its <= width;
    });
    await picture(page, `list-orders-filter-${width}`);
    expect(await isAsWideAsItsWindow(page)).toBe(true);
    await page.goto(panel.url);
    await page.getByLabel('Search').fill(shop.number);
    await page.locator('.search-results a').first().waitFor();
    await picture(page, `search-${width}`);
    expect(await isAsWideAsItsWindow(page)).toBe(true);
  });

  it("an order's rows are read line by line on a telephone, with the name of each beside it", async () => {
    const page = await panel.loggedIn('admin', 390);
    await page.goto(`${panel.url}/resources/orders/records/${shop.number}/show`);
    const cells = page.locator('.order-table td[data-column]');
    await cells.first().waitFor();
    const widths = await cells.evaluateAll((all) =>
      all.map((cell) => (cell as unknown as { offsetWidth: number }).offsetWidth),
    );
    expect(widths.length).toBeGreaterThan(20);
    expect(Math.min(...widths)).toBeGreaterThan(250);
  });

  it('a dialog takes the focus, Escape leaves it, and the button that opened it has the focus again', async () => {
    const page = await panel.loggedIn('admin');
    const focused = () =>
      page.evaluate<string>('document.activeElement.id || document.activeElement.dataset.move');
    await page.goto(`${panel.url}/resources/orders/records/${untouched}/show`);
    for (const [action, first] of [
      ['cancel-order', 'reason'],
      ['refund-order', 'amount'],
    ] as const) {
      await page.locator(`[data-move="${action}"]`).press('Enter');
      await page.locator('[data-css="action-preview"]').waitFor();
      expect([action, await focused()]).toEqual([action, first]);
      await page.keyboard.press('Escape');
      await page.locator('[data-css="order-page"]').waitFor();
      expect(await focused()).toBe(action);
    }
  });

  it('a status can be read: its letters stand out from their ground by 4.5 to 1', async () => {
    const page = await panel.loggedIn('admin');
    await page.goto(`${panel.url}/resources/orders`);
    const badge = page.locator('.adminjs_Badge').first();
    await badge.waitFor();
    const [ink, ground] = await badge.evaluate((each) => {
      const { color, backgroundColor } = (globalThis as unknown as Styled).getComputedStyle(each);
      return [color, backgroundColor];
    });
    expect(contrastOf(ink, ground)).toBeGreaterThanOrEqual(4.5);
  });
});

interface Styled {
  getComputedStyle(of: unknown): { readonly color: string; readonly backgroundColor: string };
}

/** As WCAG 2 defines it, of two colours as `rgb(1, 2, 3)`. */
function contrastOf(one: string, other: string): number {
  const light = (colour: string) =>
    (colour.match(/\d+/g) ?? [])
      .slice(0, 3)
      .map((part) => Number(part) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
      .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index]!, 0);
  const [dark, bright] = [light(one), light(other)].toSorted((a, b) => a - b);
  return (bright! + 0.05) / (dark! + 0.05);
}
