import { PanelBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { PanelClient } from '../support/panel-client.js';
import type { Running } from '../support/processes.js';
import { fillCart, paidBy, World } from '../support/world.js';

/** A world, a panel and mostly a browser. */
const STARTING_MS = 90_000;

interface Figure {
  readonly name: string;
  readonly text: string;
  readonly href: string;
}

interface Told {
  readonly needs: readonly { readonly label: string; readonly text: string; readonly href: string }[];
  readonly parts: readonly {
    readonly id: string;
    readonly rows: readonly { readonly label: string; readonly cells: readonly Figure[] }[];
  }[];
}

describe('the dashboard', () => {
  let world: World;
  let panelUrl: string;
  let panel: Running;
  let browser: PanelBrowser;

  beforeAll(async () => {
    world = await World.start();
    ({ panelUrl, running: panel } = await world.startPanel());
    browser = await PanelBrowser.open(panelUrl);
    const buy = async (token: string) => {
      const customer = await world.guest();
      await fillCart(customer, await world.product(9), 1);
      return (await customer.post('/orders/create', paidBy(token))).body.orderId as string;
    };
    const orders = [await buy('pm_card_visa'), await buy('pm_card_visa'), await buy('pm_card_visa')];
    await buy('pm_card_chargeDeclined');
    await (await world.admin()).post(`/orders/${orders[0]}/prepare`);
    await world.db.query(`update orders set created_at = now() - interval '2 days' where number = $1`, [
      orders[1],
    ]);
  }, STARTING_MS);
  afterAll(async () => {
    await browser.close();
    await panel.stop();
    await world.stop();
  });

  const read = async (client: PanelClient): Promise<Told> =>
    (await client.getJson('/view/dashboard')).json() as Promise<Told>;
  const rowOf = ({ parts }: Told, part: string, label: string) =>
    parts
      .find(({ id }) => id === part)
      ?.rows.find((row) => row.label === label)
      ?.cells.map(({ text, name }) => `${text} ${name}`);

  it('says what there is', async () => {
    const client = await PanelClient.of(panelUrl, world.db, 'admin');
    const told = await eventually(async () => {
      const figures = await read(client);
      return (
        rowOf(figures, 'payments', 'Credit card')?.length === 2 &&
        rowOf(figures, 'payments', 'Credit card')![0] === '3 succeeded' &&
        figures
      );
    });

    expect(rowOf(told, 'orders', 'Confirmed')).toEqual([
      '1 up to a day',
      '1 1 to 3 days',
      '0 3 to 7 days',
      '0 older',
    ]);
    expect(rowOf(told, 'orders', 'Processing')).toEqual([
      '1 up to a day',
      '0 1 to 3 days',
      '0 3 to 7 days',
      '0 older',
    ]);
    expect(rowOf(told, 'payments', 'Credit card')![1]).toMatch(/^1 \D/);
    const revenue = told.parts.find(({ id }) => id === 'revenue-USD')!.rows;
    const { rows } = await world.db.query<{ total: string }>(
      `select (sum(captured_minor) / 100.0)::numeric(9, 2)::text as total from payment_attempts where status = 'succeeded'`,
    );
    expect(revenue.at(-1)!.cells[0]!.text).toBe(`$${rows[0]!.total}`);
    expect(revenue).toHaveLength(14);
    expect(told.needs.find(({ label }) => label === 'Interventions')?.text).toBe('0');
  });

  it('draws it, with every figure a link to the list behind it, and asks no other machine', async () => {
    const page = await browser.loggedIn(world.db, 'admin');
    const part = page.locator('[data-part="orders"]');
    await part.getByRole('img', { name: 'Confirmed: 1 up to a day, 1 1 to 3 days' }).waitFor();
    const href = await part.getByRole('link', { name: '1 1 to 3 days' }).getAttribute('href');
    expect(href).toMatch(/^\/admin\/resources\/orders\?filters\.status=confirmed&filters\.createdAt/);
    expect(browser.remote).toEqual([]);
    expect(browser.complaints).toEqual([]);
  });

  it.each([
    ['support', ['orders']],
    ['fulfilment', ['orders']],
    ['finance', ['orders', 'payments', 'revenue-USD']],
    ['auditor', ['jobs', 'orders', 'payments', 'revenue-USD']],
  ] as const)('%s sees of it %j', async (role, parts) => {
    const told = await read(await PanelClient.of(panelUrl, world.db, role));
    expect(told.parts.map(({ id }) => id).toSorted()).toEqual(parts);
    const isOfMoney = ({ href }: { href: string }) => /resources\/(payments|refunds)/.test(href);
    expect(told.needs.some(isOfMoney)).toBe(parts.length > 1);
  });
});
