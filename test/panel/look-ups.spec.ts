import type { Page } from 'playwright-core';
import { publicId } from '../../src/shared/ids.js';
import { BUSY_SETTINGS, busyShop, type BusyShop } from '../support/busy-shop.js';
import { eventually } from '../support/eventually.js';
import { OpenPanel, STARTING_MS } from '../support/open-panel.js';
import { PanelClient } from '../support/panel-client.js';
import { doneByStaff, type Role } from '../support/staff.js';
import type { World } from '../support/world.js';

const REASON = 'is on the telephone';

interface Found {
  readonly groups: readonly { label: string; results: readonly { title: string; href: string }[] }[];
  readonly exact?: string;
}

describe('who looks something up for a customer', () => {
  let world: World;
  let shop: BusyShop;
  let panel: OpenPanel;

  beforeAll(async () => {
    panel = await OpenPanel.start({ settings: BUSY_SETTINGS });
    ({ world } = panel);
    shop = await busyShop(world);
  }, STARTING_MS);
  afterAll(async () => {
    await panel?.stop();
    await shop?.receiver.stop();
  });

  const clientOf = (role: Role) => panel.clientOf(role);
  const search = async (client: PanelClient, typed: string) =>
    (await (await client.getJson(`/view/search?q=${encodeURIComponent(typed)}`)).json()) as Found;
  const labels = ({ groups }: Found) => groups.map(({ label }) => label);
  const one = async <T>(sql: string, ...values: unknown[]) =>
    (await world.db.query(sql, values)).rows[0] as T;
  const auditOf = (action: string) => doneByStaff(world.db, action);
  const decide = async (page: Page, button: string, reason = REASON) => {
    await page.getByLabel('Reason').fill(reason);
    await page.getByRole('button', { name: button }).click();
  };

  describe('in the one search box', () => {
    it('finds each kind by what its people can say', async () => {
      const admin = await clientOf('admin');
      const facts = await one<Record<string, string>>(
        `select a.transaction_id, a.amount_minor, r.gateway_refund_id, i.number as invoice
         from payment_attempts a join orders o on o.id = a.order_id join refunds r on r.order_id = o.id
         join invoices i on i.order_id = o.id and i.kind = 'invoice' where o.number = $1`,
        shop.number,
      );
      const amount = (Number(facts['amount_minor']) / 100).toFixed(2);
      for (const [typed, kind] of [
        [shop.number, 'Orders'],
        [shop.email.toUpperCase(), 'Customers'],
        ['ada customer', 'Orders'],
        [facts['transaction_id'], 'Payments'],
        [`4242 ${amount}`, 'Payments'],
        [facts['gateway_refund_id'], 'Refunds'],
        [shop.trackingNumber, 'Parcels'],
        [facts['invoice'], 'Invoices'],
        ['mug', 'Products'],
      ] as const)
        expect([typed, labels(await search(admin, typed!))]).toEqual([typed, expect.arrayContaining([kind])]);
      expect(await search(admin, 'nothing of this')).toEqual({ groups: [] });
    });

    it('is told no more than the role may read', async () => {
      const [support, auditor] = [await clientOf('support'), await clientOf('auditor')];
      const { transaction_id: transaction } = await one<{ transaction_id: string }>(
        'select a.transaction_id from payment_attempts a join orders o on o.id = a.order_id where o.number = $1',
        shop.number,
      );

      expect(await search(support, transaction)).toEqual({ groups: [] });
      expect(labels(await search(auditor, transaction))).toEqual(['Payments']);
      expect(await search(auditor, shop.email)).toEqual({ groups: [] });
      expect(await search(auditor, 'ada customer')).toEqual({ groups: [] });
      expect(JSON.stringify(await search(auditor, shop.number))).not.toMatch(/\*\*\*/);
      const stranger = await new PanelClient(panel.url).getJson('/view/search?q=mug');
      expect([stranger.status, await stranger.text()]).toEqual([302, expect.not.stringContaining('mug')]);
    });

    /** Each thing of the shop that has an inner id, as the house writes it where somebody may read it. */
    const innerIds = async (): Promise<readonly (readonly [typed: string, label: string])[]> => {
      const { rows } = await world.db.query<{ label: string; prefix: string | null; id: string }>(
        `with o as (select id, customer_id from orders where number = $1)
         select * from (
           select 'Orders' as label, null as prefix, id from o
           union all select 'Customers', 'usr', customer_id from o
           union all select 'Payments', null, a.id from payment_attempts a join o on o.id = a.order_id
           union all select 'Refunds', 'ref', r.id from refunds r join o on o.id = r.order_id
           union all select 'Parcels', 'par', p.id from parcels p join o on o.id = p.order_id
           union all select 'Returns', 'ret', r.id from returns r join o on o.id = r.order_id
           union all select 'Invoices', null, i.id from invoices i join o on o.id = i.order_id
           union all select 'Disputes', null, d.id from disputes d join o on o.id = d.order_id
           union all select 'Mails', 'mail', m.id from mails m join o on o.id = m.order_id
           union all select 'Events', 'evt', e.id from events e join o on o.id = e.order_id
           union all select 'Webhook deliveries', 'whd', d.id from webhook_deliveries d join o on o.id = d.order_id
           union all select 'Webhook endpoints', 'we', id from webhook_endpoints
           union all select 'Interventions', null, i.id from interventions i join o on o.id = i.order_id) ids`,
        [shop.number],
      );
      return rows.flatMap(({ label, prefix, id }) => [
        [id, label] as const,
        ...(prefix ? [[publicId(prefix, id), label] as const] : []),
      ]);
    };
    /** Who buys is in no list of an auditor's; their orders are. */
    const seenAs = (label: string, role: Role) =>
      role === 'auditor' && label === 'Customers' ? ['Orders'] : [label];

    it.each(['admin', 'auditor'] as const)('finds by its inner id whatever has one, for %s', async (role) => {
      const client = await clientOf(role);
      const ids = await innerIds();
      expect(new Set(ids.map(([, label]) => label)).size).toBe(13);
      for (const [typed, label] of ids) {
        const found = await search(client, ` ${typed.toUpperCase()} `);
        expect([typed, labels(found)]).toEqual([typed, expect.arrayContaining(seenAs(label, role))]);
        for (const { href } of found.groups.flatMap(({ results }) => results))
          expect([typed, href, (await client.get(href.replace('/admin', ''))).status]).toEqual([
            typed,
            href,
            200,
          ]);
        expect(JSON.stringify(found)).not.toContain(shop.email);
        expect([typed, role === 'auditor' && /\*\*\*|@/.test(JSON.stringify(found))]).toEqual([typed, false]);
      }
    });

    it('goes there by the keyboard alone: a slash, the number, Enter', async () => {
      const page = await panel.loggedIn('support');
      await page.keyboard.press('/');
      await page.keyboard.type(shop.number.toLowerCase());
      await page.keyboard.press('Enter');
      await page.waitForURL(`**/resources/orders/records/${shop.number}/show`);
      expect(page.url()).toContain(shop.number);
    });

    it('chooses with the arrows among what was found, on every page', async () => {
      const page = await panel.loggedIn('fulfilment');
      await page.goto(`${panel.url}/resources/parcels`);
      await page.locator('tbody tr').first().waitFor();
      await page.keyboard.press('/');
      await page.keyboard.type('mug');
      await page.getByRole('option').first().waitFor();
      await page.keyboard.press('Enter');
      await page.waitForURL('**/resources/products/records/prod_mug/show');
      await page.getByText('Stoneware mug').first().waitFor();
      expect(await page.getByText('Stoneware mug').first().isVisible()).toBe(true);
    });
  });

  describe('of a mail', () => {
    const mail = () =>
      one<{ id: string }>(
        `select m.id from mails m join orders o on o.id = m.order_id
         where o.number = $1 and m.template = 'order-confirmed' and m.resend_of is null`,
        shop.number,
      );

    it('sees it as its customer did, in a frame that runs nothing', async () => {
      const { id } = await mail();
      const page = await panel.loggedIn('support');
      await page.goto(`${panel.url}/resources/mails/records/${id}/show`);
      await page.getByText('Open the mail').click();
      const frame = page.frameLocator('iframe[sandbox=""]');
      await frame.getByText(shop.number).first().waitFor();

      expect((await auditOf('mail.read')).map(({ role }) => role)).toEqual(['support']);
      const auditor = await (await clientOf('auditor')).get(`/view/mails/${id}`);
      expect(auditor.status).toBe(403);
      expect((await (await clientOf('support')).get('/view/mails/none')).status).toBe(404);
    });

    it('sends it again to another address, once', async () => {
      const { id } = await mail();
      const page = await panel.loggedIn('support');
      await page.goto(`${panel.url}/resources/mails/records/${id}/resend-mail`);
      await page.getByLabel('To another address').fill('ada-at-work@example.com');
      await page.getByText('→ ada-at-work@example.com').waitFor();
      await page.getByLabel('Reason').fill(REASON);
      await page.getByRole('button', { name: 'Send again' }).dblclick();
      await page.getByText('The mail is on its way again.').waitFor();

      const sent = () => world.mail.mails.filter(({ to }) => JSON.stringify(to).includes('ada-at-work'));
      await eventually(() => sent().length === 1);
      expect(await auditOf('mail.resend')).toEqual([
        { role: 'support', subject_id: expect.stringMatching(/^mail_/), reason: REASON },
      ]);
    });
  });

  it('delivers a webhook again', async () => {
    const { id } = await one<{ id: string }>(
      `select id from webhook_deliveries where status = 'delivered' and type = 'order.delivered'`,
    );
    const before = shop.receiver.of(shop.number).length;
    const page = await panel.loggedIn('admin');
    await page.goto(`${panel.url}/resources/webhook-deliveries/records/${id}/redeliver-webhook`);
    await decide(page, 'Deliver again');
    await page.getByText('It is on its way again.').waitFor();

    await eventually(() => shop.receiver.of(shop.number).length === before + 1);
    expect(await auditOf('webhook_endpoint.redeliver')).toEqual([
      { role: 'administrator', subject_id: expect.stringMatching(/^we_/), reason: REASON },
    ]);
  });

  it('sends a dead job back', async () => {
    const { id } = await one<{ id: string }>(`select id from pgboss.job where name = 'dead-jobs'`);
    const page = await panel.loggedIn('admin');
    await page.goto(`${panel.url}/resources/dead-jobs/records/${id}/retry-job`);
    await decide(page, 'Try again');
    await page.getByText('The job is back in its queue.').waitFor();

    expect(await auditOf('job.retry')).toEqual([{ role: 'administrator', subject_id: id, reason: REASON }]);
    expect(panel.browser.remote).toEqual([]);
  });
});
