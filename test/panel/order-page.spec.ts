import type { Page } from 'playwright-core';
import { OpenPanel, picture, STARTING_MS } from '../support/open-panel.js';
import type { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { booksOf, changeBetween } from '../support/move-effects.js';
import type { Role } from '../support/staff.js';
import { fillCart, paidBy, type World } from '../support/world.js';

/** 2 at 59.99 with tax and shipping. */
const UNITS = 2;
const LIMITS = { REFUND_SECOND_PERSON_ABOVE: 'USD:200', FINANCE_REFUND_LIMIT: 'USD:1000' };

describe("an order's page", () => {
  let panel: OpenPanel;
  let world: World;
  let admin: Client;

  beforeAll(async () => {
    panel = await OpenPanel.start({ panelSettings: LIMITS });
    ({ world } = panel);
    admin = await world.admin();
  }, STARTING_MS);
  afterAll(() => panel?.stop());

  async function paidOrder(units = UNITS): Promise<{ orderId: string; productId: string }> {
    const [customer, productId] = [await world.guest(), await world.product(9)];
    await fillCart(customer, productId, units);
    const { body } = await customer.post('/orders/create', paidBy('pm_card_visa'));
    return { orderId: body.orderId as string, productId };
  }
  async function openedBy(role: Role, orderId: string, width?: number): Promise<Page> {
    const page = await panel.loggedIn(role, width);
    await goTo(page, orderId);
    return page;
  }
  async function goTo(page: Page, orderId: string): Promise<void> {
    await page.goto(`${panel.url}/resources/orders/records/${orderId}/show`);
    await page.locator('[data-css="order-page"]').waitFor();
  }
  const preview = (page: Page) => page.locator('[data-css="action-preview"]');
  const section = (page: Page, id: string) => page.locator(`[data-section="${id}"]`);
  const move = (page: Page, action: string) => page.locator(`[data-move="${action}"]`);
  const decide = async (page: Page, reason: string) => {
    await page.getByLabel('Reason', { exact: false }).last().fill(reason);
    await page.locator('[data-css="action-submit"]:enabled').click();
    await page.locator('[data-css="action-outcome"]').waitFor();
  };
  /** But for mails, which come in their own time. */
  const standing = async (orderId: string) => ({ ...(await booksOf(world, orderId)), mails: [] });
  const refunded = async (orderId: string) =>
    (await world.gateway.refundsOf(orderId)).map(({ amount }) => amount);
  const audited = async (subjectId: string, like: string) => {
    const { rows } = await world.db.query(
      `select action, outcome, facts->>'reason' as reason from audit_log
       where subject_id = $1 and action like $2 order by occurred_at`,
      [subjectId, like],
    );
    return rows as { action: string; outcome: string; reason: string | null }[];
  };

  it('ships an order: prepared, then sent with carrier and number', async () => {
    const { orderId } = await paidOrder();
    const page = await openedBy('fulfilment', orderId);

    await move(page, 'prepare-order').click();
    await preview(page).getByText('confirmed → processing').waitFor();
    await decide(page, 'next in line');
    await page.getByRole('button', { name: 'Back to the order' }).click();
    await move(page, 'ship-order').click();
    await page.getByLabel('Carrier').fill('UPS');
    await page.getByLabel('Tracking number').fill('1Z999AA10123456784');
    await preview(page).getByText('processing → shipped').waitFor();
    await picture(page, 'dialog-1280');
    await decide(page, 'packed and labelled');
    await page.getByText('The parcel is on its way.').waitFor();
    await page.getByRole('button', { name: 'Back to the order' }).click();

    await section(page, 'parcels').getByText('1Z999AA10123456784').waitFor();
    expect((await admin.get(`/orders/${orderId}`)).body.status).toBe('shipped');
    expect(await audited(orderId, 'order.ship%')).toMatchObject([
      { outcome: 'done', reason: 'packed and labelled' },
    ]);
    expect(panel.browser.remote).toEqual([]);
  }, 60_000);

  it('cancels with a refund: the dialog says what goes back, and then exactly that has', async () => {
    const { orderId, productId } = await paidOrder();
    const page = await openedBy('finance', orderId);
    const before = await booksOf(world, orderId);
    const { grandTotal } = before;
    const dollars = `$${(grandTotal / 100).toFixed(2)}`;

    await move(page, 'cancel-order').click();
    await preview(page).getByText('confirmed → cancelled').waitFor();
    await preview(page).getByText(`${dollars} to credit card ending in 4242`).waitFor();
    await preview(page).getByText(`+${UNITS} in the house`).waitFor();
    expect(await refunded(orderId)).toEqual([]);
    await decide(page, 'the customer has called');
    await page.getByText('The order is cancelled.').waitFor();

    expect(changeBetween(before, await booksOf(world, orderId))).toMatchObject({
      status: { from: 'confirmed', to: 'cancelled' },
      refunded: grandTotal,
      booked: grandTotal,
      stock: [{ productId, onHand: UNITS, held: 0, owed: 0 }],
    });
    expect(await refunded(orderId)).toEqual([grandTotal]);
    await page.getByRole('button', { name: 'Back to the order' }).click();
    await section(page, 'refunds').getByText(dollars).waitFor();
    await section(page, 'ledger').getByText('refunded').first().waitFor();
    await section(page, 'audit').getByText('the customer has called').first().waitFor();
    expect(await section(page, 'lines').locator('td[data-column="Cancelled"]').textContent()).toBe('0');
    await picture(page, 'cancelled-1280');
  }, 60_000);

  it('a refund above the limit is proposed, and another person has to agree: then once', async () => {
    const { orderId } = await paidOrder(4);
    const page = await openedBy('finance', orderId);
    await move(page, 'refund-order').click();
    await page.getByLabel('Amount in USD').fill('250');
    await preview(page).getByText('it is proposed').waitFor();
    await decide(page, 'all of it was broken');
    await page.getByText('It is proposed: nothing has happened yet.').waitFor();
    expect(await refunded(orderId)).toEqual([]);

    // Their own is nothing that they could decide about: there is no button, and the server refuses.
    await page.getByRole('button', { name: 'Back to the order' }).click();
    await section(page, 'proposals').getByText('$250.00').waitFor();
    expect(await section(page, 'proposals').getByRole('button').count()).toBe(0);
    const { rows } = await world.db.query(
      'select p.id from refund_proposals p join orders o on o.id = p.order_id where o.number = $1',
      [orderId],
    );
    expect(rows).toHaveLength(1);

    const other = await openedBy('admin', orderId);
    await section(other, 'proposals').getByRole('button', { name: 'Approve' }).click();
    await preview(other).getByText('all of it was broken').waitFor();
    const proposalId = new URL(other.url()).searchParams.get('of')!;
    const finance = await panel.clientOf('finance');
    const own = await finance.open('approve-refund', proposalId);
    const forged = await finance.post(`/do/approve-refund/${proposalId}`, {
      ...own,
      input: {},
      reason: 'I agree with myself',
    });
    expect([forged.status, await forged.json()]).toMatchObject([409, { code: 'not_allowed_now' }]);
    expect(await audited(proposalId, 'panel POST%')).toMatchObject([{ outcome: 'not_allowed_now' }]);
    expect(await refunded(orderId)).toEqual([]);

    await other.getByLabel('Reason').fill('seen the photographs');
    await other.locator('[data-css="action-submit"]:enabled').dblclick();
    await other.getByText('It is agreed to').waitFor();
    await eventually(async () => (await refunded(orderId)).length > 0);
    expect(await refunded(orderId)).toEqual([25000]);
    await other.getByRole('button', { name: 'Back to the order' }).click();
    await section(other, 'proposals').getByText('done').waitFor();
  }, 60_000);

  it('on a page that is older than the order nothing is done, and the present state is shown', async () => {
    const { orderId } = await paidOrder();
    const page = await openedBy('finance', orderId);
    await move(page, 'cancel-order').click();
    await preview(page).getByText('confirmed → cancelled').waitFor();
    await admin.post(`/orders/${orderId}/prepare`);

    await decide(page, 'the customer has called');

    await page.getByText('It has changed since you looked').waitFor();
    await preview(page).getByText('processing → cancelled').waitFor();
    expect((await admin.get(`/orders/${orderId}`)).body.status).toBe('processing');
    expect(await refunded(orderId)).toEqual([]);
  }, 60_000);

  it('a double click, and the same form sent again, is one refund', async () => {
    const { orderId } = await paidOrder();
    const finance = await panel.clientOf('finance');
    const decision = {
      ...(await finance.open('refund-order', orderId)),
      input: { amount: '10' },
      reason: 'clicked twice',
    };
    const send = () => finance.post(`/do/refund-order/${orderId}`, decision);

    const answers = [...(await Promise.all([send(), send()])), await send()];

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await refunded(orderId)).toEqual([1000]);
  });

  it('shows what cannot be done now greyed, with its reason', async () => {
    const { orderId } = await paidOrder();
    const page = await openedBy('admin', orderId);

    const deliver = move(page, 'deliver-order');
    expect(await deliver.isDisabled()).toBe(true);
    expect(await deliver.getAttribute('title')).toContain('The order is confirmed.');
    expect(await move(page, 'prepare-order').isEnabled()).toBe(true);
    await page.getByText('Why the others cannot be done now').click();
    await page.locator('[data-refused="deliver-order"]').getByText('The order is confirmed.').waitFor();
    await picture(page, 'page-1280');
    const narrow = await openedBy('admin', orderId, 390);
    expect(await narrow.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await picture(narrow, 'page-390');
    await move(narrow, 'cancel-order').click();
    await preview(narrow).waitFor();
    await picture(narrow, 'dialog-390');
    for (const [each, width] of [
      [page, 1280],
      [narrow, 390],
    ] as const) {
      await each.goto(`${panel.url}/resources/orders`);
      await each.getByText(orderId).first().waitFor();
      await picture(each, `list-${width}`);
    }
  }, 60_000);

  it('takes a note, with its lines', async () => {
    const { orderId } = await paidOrder();
    const page = await openedBy('support', orderId);
    await page.getByRole('button', { name: 'Write a note' }).click();
    await page.getByLabel('Note').fill('Rings at noon.\nSpeaks French.');
    await page.locator('[data-css="action-submit"]:enabled').click();
    await page.getByRole('button', { name: 'Back to the order' }).click();
    await section(page, 'notes').getByText('Speaks French.').waitFor();
    expect(await audited(orderId, 'order.note')).toMatchObject([{ outcome: 'done' }]);
  }, 60_000);

  it.each([
    ['support', ['cancel-order', 'cancel-items'], false, false, true],
    ['fulfilment', ['prepare-order', 'ship-order'], false, false, true],
    ['finance', ['cancel-order', 'refund-order', 'ask-gateway'], true, true, true],
    ['auditor', [], true, true, false],
  ] as const)('%s sees what the role may', async (role, some, seesMoney, seesAudit, seesPeople) => {
    const { orderId } = await paidOrder();
    const client = await panel.clientOf(role);
    const answer = await client.getJson(`/view/order/${orderId}`);
    const text = await answer.text();
    const view = JSON.parse(text) as {
      buttons: { action: string }[];
      sections: { id: string }[];
    };
    const [actions, ids] = [view.buttons.map(({ action }) => action), view.sections.map(({ id }) => id)];

    expect(actions).toEqual(expect.arrayContaining([...some]));
    expect(actions.includes('prepare-order')).toBe(role === 'fulfilment');
    expect(actions.includes('refund-order')).toBe(role === 'finance');
    for (const id of ['ledger', 'attempts', 'refunds', 'captures', 'disputes', 'webhooks'])
      expect([id, ids.includes(id)]).toEqual([id, seesMoney]);
    expect(ids.includes('audit')).toBe(seesAudit);
    expect(ids.includes('notes')).toBe(seesPeople);
    expect(text.includes('@example.com')).toBe(seesPeople);
    const rows = await (await client.getJson('/api/resources/orders/actions/list')).text();
    expect(rows).toContain(orderId);
    expect(rows.includes('@example.com')).toBe(seesPeople);
  });

  it.each([
    ['support', 'refund-order', { amount: '10' }, 403, 'not_permitted'],
    ['support', 'cancel-order', {}, 409, 'not_allowed_now'],
    ['support', 'ship-order', { carrier: 'UPS', trackingNumber: '1' }, 403, 'not_permitted'],
    ['fulfilment', 'cancel-order', {}, 403, 'not_permitted'],
    ['fulfilment', 'refund-order', { amount: '10' }, 403, 'not_permitted'],
    ['finance', 'prepare-order', {}, 403, 'not_permitted'],
    ['auditor', 'cancel-order', {}, 403, 'not_permitted'],
    ['auditor', 'write-note', { text: 'hello' }, 403, 'not_permitted'],
  ] as const)('%s who forges %s is refused, and it is audited', async (role, action, input, status, code) => {
    const { orderId } = await paidOrder();
    const [client, finance] = [await panel.clientOf(role), await panel.clientOf('admin')];
    const seen = await finance.open(action, orderId);
    const before = await standing(orderId);

    const answer = await client.post(`/do/${action}/${orderId}`, { ...seen, input, reason: 'let me' });

    expect([answer.status, await answer.json()]).toMatchObject([status, { code }]);
    expect(await audited(orderId, 'panel POST%')).toMatchObject([{ outcome: code }]);
    expect(await standing(orderId)).toEqual(before);
    expect(await refunded(orderId)).toEqual([]);
  });
});
