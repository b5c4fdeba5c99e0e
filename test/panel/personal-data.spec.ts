import { BUSY_SETTINGS, busyShop, type BusyShop } from '../support/busy-shop.js';
import { OpenPanel, STARTING_MS } from '../support/open-panel.js';
import { doneByStaff, type Role } from '../support/staff.js';
import type { World } from '../support/world.js';

const REASON = 'is on the telephone';

describe('who asks whom an order or an account belongs to', () => {
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
  const one = async <T>(sql: string, ...values: unknown[]) =>
    (await world.db.query(sql, values)).rows[0] as T;
  const auditOf = (action: string) => doneByStaff(world.db, action);
  it('sees name and address after saying why, each time in the audit', async () => {
    const { id } = await one<{ id: string }>(
      'select customer_id as id from orders where number = $1',
      shop.number,
    );
    const page = await panel.loggedIn('support');
    await page.goto(`${panel.url}/resources/customers/records/${id}/reveal-customer`);
    await page.locator('[data-css="action-preview"]').waitFor();
    expect(await page.locator('body').textContent()).not.toContain(shop.email);
    await page.getByLabel('Reason').fill(REASON);
    await page.getByRole('button', { name: 'Reveal name and address' }).click();
    await page.getByText(`Ada Customer · ${shop.email}`).waitFor();

    expect(await auditOf('personal_data.reveal')).toEqual([
      { role: 'support', subject_id: id, reason: REASON },
    ]);
    const { count } = await one<{ count: number }>(
      'select count(*)::int as count from idempotency_keys where body::text like $1',
      `%${shop.email}%`,
    );
    expect(count).toBe(0);
  });

  it("sees whom an order is for after saying why, on the order's page", async () => {
    await world.db.query(
      `update orders set personal = jsonb_set(personal, '{shippingAddress,phone}', '"+1 212 555 0100"') where number = $1`,
      [shop.number],
    );
    const secrets = [shop.email, 'Ada Customer', '123 Main St', '+1 212 555 0100'];
    const page = await panel.loggedIn('fulfilment');
    await page.goto(`${panel.url}/resources/orders/records/${shop.number}/show`);
    const person = page.locator('[data-section="person"]');
    await person.getByText('A***').waitFor();
    for (const secret of secrets) expect(await page.locator('body').textContent()).not.toContain(secret);

    await person.getByRole('button', { name: 'Reveal name and address' }).click();
    await page.locator('[data-css="action-preview"]').waitFor();
    const reveal = page.locator('[data-css="action-submit"]');
    expect(await reveal.isDisabled()).toBe(true);
    await page.getByLabel('Reason').fill('the carrier asks where to');
    await reveal.click();
    const told = page.locator('[data-css="action-outcome"]');
    await told.waitFor();
    for (const secret of secrets) expect(await told.textContent()).toContain(secret);

    expect((await auditOf('personal_data.reveal')).at(-1)).toEqual({
      role: 'fulfilment',
      subject_id: shop.number,
      reason: 'the carrier asks where to',
    });
    const { count } = await one<{ count: number }>(
      'select count(*)::int as count from idempotency_keys where body::text like $1',
      `%${shop.email}%`,
    );
    expect(count).toBe(0);
  });

  it('shows nobody to an auditor, on the page of an order or by a forged call', async () => {
    const auditor = await clientOf('auditor');
    const told = await (await auditor.getJson(`/view/order/${shop.number}`)).text();
    expect(told).toContain(shop.number);
    for (const secret of [shop.email, 'A***', 'Main St', 'Reveal name']) expect(told).not.toContain(secret);

    const before = await auditOf('personal_data.reveal');
    expect((await auditor.getJson(`/do/reveal-order/${shop.number}`)).status).toBe(403);
    const { id } = await one<{ id: string }>('select id from orders where number = $1', shop.number);
    const body = { input: {}, reason: REASON, token: crypto.randomUUID(), version: id };
    const forged = await auditor.post(`/do/reveal-order/${shop.number}`, body);
    expect([forged.status, await forged.text()]).toEqual([403, expect.not.stringContaining(shop.email)]);
    expect(await auditOf('personal_data.reveal')).toEqual(before);
    const { refused } = await one<{ refused: number }>(
      `select count(*)::int as refused from audit_log where subject_id = $1 and outcome = 'not_permitted'`,
      shop.number,
    );
    expect(refused).toBeGreaterThan(0);
  });

  it('does not see people whose list is not of the role, whatever the call says', async () => {
    const { id } = await one<{ id: string }>(
      'select customer_id as id from orders where number = $1',
      shop.number,
    );
    const before = await auditOf('personal_data.reveal');
    for (const role of ['fulfilment', 'auditor'] as const) {
      const forger = await clientOf(role);
      const body = { input: {}, reason: REASON, token: crypto.randomUUID(), version: id };
      expect((await forger.post(`/do/reveal-customer/${id}`, body)).status).toBe(403);
    }
    expect(await auditOf('personal_data.reveal')).toEqual(before);
  });
});
