import { readFile } from 'node:fs/promises';
import { OpenPanel, STARTING_MS } from '../support/open-panel.js';
import type { Client } from '../support/client.js';
import { fillCart, paidBy, type World } from '../support/world.js';

describe('many orders at once', () => {
  let panel: OpenPanel;
  let world: World;
  let admin: Client;

  beforeAll(async () => {
    panel = await OpenPanel.start();
    ({ world } = panel);
    admin = await world.admin();
  }, STARTING_MS);
  afterAll(() => panel?.stop());

  const paidOrder = async (): Promise<string> => {
    const customer = await world.guest();
    await fillCart(customer, await world.product(9), 1);
    return (await customer.post('/orders/create', paidBy('pm_card_visa'))).body.orderId;
  };
  const preparedOrder = async (): Promise<string> => {
    const orderId = await paidOrder();
    await admin.post(`/orders/${orderId}/prepare`);
    return orderId;
  };
  const orderOf = async (orderId: string) => (await admin.get(`/orders/${orderId}`)).body;

  it('parcels leave by a CSV: first a dry run, then the run with a result per row, and twice is once', async () => {
    const [one, two] = [await preparedOrder(), await preparedOrder()];
    const csv = `order,carrier,tracking number\n${one},UPS,1Z-${one}\n${two},DHL,JD-${two}\nORD-0000000000,UPS,1Z0\n`;
    const page = await panel.loggedIn('fulfilment');
    await page.goto(`${panel.url}/pages/bulk`);
    const run = page.getByRole('button', { name: 'Run it' });
    await page
      .getByLabel('Or a file')
      .setInputFiles({ name: 'parcels.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await page.getByLabel('Reason').fill('The parcels of today');
    expect(await run.isDisabled()).toBe(true);

    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByText('3 of 3 rows: 2 would be done, 0 done before, 1 refused').waitFor();
    expect((await orderOf(one)).tracking).toEqual([]);

    await run.click();
    await page.getByText('3 of 3 rows: 2 done, 0 done before, 1 refused').waitFor();
    await page.getByRole('row', { name: /ORD-0000000000.*refused: / }).waitFor();
    expect([(await orderOf(one)).status, (await orderOf(two)).status]).toEqual(['shipped', 'shipped']);

    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByText('3 of 3 rows: 0 would be done, 2 done before, 1 refused').waitFor();
    await run.click();
    await page.getByText('3 of 3 rows: 0 done, 2 done before, 1 refused').waitFor();
    expect((await orderOf(one)).tracking).toHaveLength(1);
    expect(panel.browser.remote).toEqual([]);
  });

  it('orders are prepared by their numbers', async () => {
    const [one, two] = [await paidOrder(), await paidOrder()];
    const page = await panel.loggedIn('fulfilment');
    await page.goto(`${panel.url}/pages/bulk`);
    await page.getByLabel('Start preparing').check();
    await page.getByLabel('Orders').fill(`${one}, ${two}`);
    await page.getByLabel('Reason').fill('The orders of this morning');
    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByText('2 of 2 rows: 2 would be done').waitFor();
    await page.getByRole('button', { name: 'Run it' }).click();
    await page.getByText('2 of 2 rows: 2 done').waitFor();
    expect((await orderOf(two)).status).toBe('processing');
  });

  it('a file that is none is refused as a whole, with what is wrong', async () => {
    const client = await panel.clientOf('fulfilment');
    const answer = await client.post('/do/start-bulk-run/new', {
      ...(await client.open('start-bulk-run', 'new')),
      input: { kind: 'ship', isDryRun: false, csv: 'order,carrier\nORD-1,UPS\n' },
      reason: 'no column for the number',
    });
    expect([answer.status, await answer.json()]).toMatchObject([400, { errors: [{ field: 'csv' }] }]);
  });

  it.each([
    ['support', 403, 403],
    ['fulfilment', 200, 200],
    ['finance', 403, 200],
    ['auditor', 403, 403],
  ] as const)('%s: bulk answers %i, exports %i', async (role, bulk, exports) => {
    const client = await panel.clientOf(role);
    for (const path of ['/view/bulk-runs', '/do/start-bulk-run/new'])
      expect([path, (await client.getJson(path)).status]).toEqual([path, bulk]);
    for (const path of ['/view/exports', '/do/request-export/new'])
      expect([path, (await client.getJson(path)).status]).toEqual([path, exports]);
  });

  it('a list of orders is made as a file, its own people’s alone, and no spreadsheet calculates it', async () => {
    const orderId = await paidOrder();
    await world.db.query(
      `update orders set personal = jsonb_set(personal, '{name}', '"=HYPERLINK(1)"') where number = $1`,
      [orderId],
    );
    const page = await panel.loggedIn('finance');
    await page.goto(`${panel.url}/pages/exports`);
    await page.getByLabel('confirmed').check();
    await page.getByLabel('With e-mail and name unmasked').check();
    await page.getByLabel('Reason').fill('For the accountant');
    await page.getByRole('button', { name: 'Make a CSV' }).click();
    const link = page.getByRole('link', { name: /Download \d+ rows/ });
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);

    expect(download.suggestedFilename()).toMatch(/^orders-exp_.*\.csv$/);
    const lines = (await readFile(await download.path(), 'utf8')).split('\r\n');
    expect(lines.find((line) => line.startsWith(orderId))).toMatch(/,'=HYPERLINK\(1\),USA$/);

    const exportId = /exp_[^./]+/.exec((await link.getAttribute('href')) ?? '')![0];
    const other = await panel.clientOf('fulfilment');
    expect((await other.getJson(`/view/exports/${exportId}.csv`)).status).toBe(404);
  });
});
