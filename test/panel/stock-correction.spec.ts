import type { Page } from 'playwright-core';
import { OpenPanel, STARTING_MS } from '../support/open-panel.js';
import { keyOf } from '../support/staff.js';
import type { World } from '../support/world.js';

describe('a stock that was counted wrong', () => {
  let panel: OpenPanel;
  let world: World;

  beforeAll(async () => {
    panel = await OpenPanel.start({ worker: false });
    ({ world } = panel);
  }, STARTING_MS);
  afterAll(() => panel?.stop());

  const dialogOf = (page: Page, productId: string) =>
    page.goto(`${panel.url}/resources/products/records/${productId}/correct-stock`);
  const corrections = async (productId: string) => {
    const { rows } = await world.db.query(
      `select a.facts->>'reason' as reason, m.email_key as who from audit_log a
       left join staff_members m on m.id = a.actor_id
       where a.subject_id = $1 and a.action = 'stock.corrected' and a.outcome = 'done'`,
      [productId],
    );
    return rows as { reason: string; who: string }[];
  };

  it('is corrected with a reason, after the page has said what will happen', async () => {
    const productId = await world.product(5);
    const page = await panel.loggedIn('fulfilment');
    await dialogOf(page, productId);
    const go = page.getByRole('button', { name: 'Correct stock' });

    await page.getByLabel('Counted').fill('7');
    const preview = page.locator('[data-css="action-preview"]');
    await preview.getByText('5 → 7').first().waitFor();
    // Before a reason is given nothing can be sent, and the page says so.
    await page.getByText('Say why first').waitFor();
    expect(await go.isDisabled()).toBe(true);
    await page.getByLabel('Reason').fill('two more behind the shelf');
    await go.dblclick();
    await page.getByText('The stock is 7 now.').waitFor();

    expect(await world.stockOf(productId)).toEqual({ onHand: 7, held: 0 });
    expect(await corrections(productId)).toEqual([
      { reason: 'two more behind the shelf', who: keyOf('fulfilment@settle.example') },
    ]);
    expect(panel.browser.remote).toEqual([]);
  });

  it('is refused on a page that is older than what it shows, with the present state', async () => {
    const productId = await world.product(5);
    const page = await panel.loggedIn('fulfilment');
    await dialogOf(page, productId);
    await page.getByLabel('Counted').fill('9');
    await page.getByLabel('Reason').fill('counted again');
    await page.locator('[data-css="action-preview"]').getByText('5 → 9').first().waitFor();

    await world.setStock(productId, 6);
    await page.getByRole('button', { name: 'Correct stock' }).click();

    await page.getByText('It has changed since you looked').waitFor();
    await page.locator('[data-css="action-preview"]').getByText('6 → 9').first().waitFor();
    expect(await world.stockOf(productId)).toEqual({ onHand: 6, held: 0 });
  });

  it('the same form twice at once, and once more by the back button, is one correction', async () => {
    const productId = await world.product(5);
    const client = await panel.clientOf('fulfilment');
    const decision = {
      ...(await client.open('correct-stock', productId)),
      input: { counted: 8 },
      reason: 'clicked twice',
    };
    const send = () => client.post(`/do/correct-stock/${productId}`, decision);

    const both = await Promise.all([send(), send()]);
    const later = await send();

    for (const answer of [...both, later])
      expect([answer.status, await answer.json()]).toEqual([200, { message: 'The stock is 8 now.' }]);
    expect(await corrections(productId)).toHaveLength(1);
  });

  it('of two tabs the second one is told what the first one did', async () => {
    const productId = await world.product(5);
    const client = await panel.clientOf('fulfilment');
    const [one, two] = [
      await client.open('correct-stock', productId),
      await client.open('correct-stock', productId),
    ];
    const send = (seen: object, counted: number) =>
      client.post(`/do/correct-stock/${productId}`, { ...seen, input: { counted }, reason: 'two tabs' });

    expect((await send(one, 8)).status).toBe(200);
    const second = await send(two, 4);

    expect([second.status, await second.json()]).toMatchObject([
      409,
      { code: 'state_has_changed', preview: { version: '8/0' } },
    ]);
    expect(await world.stockOf(productId)).toEqual({ onHand: 8, held: 0 });
  });

  it('never says fewer than orders were promised', async () => {
    const productId = await world.product(5);
    await world.db.query('update stock set held = 3 where product_id = $1', [productId]);
    const client = await panel.clientOf('fulfilment');
    const seen = await client.open('correct-stock', productId);

    const answer = await client.post(`/do/correct-stock/${productId}`, {
      ...seen,
      input: { counted: 2 },
      reason: 'fewer than promised',
    });

    expect([answer.status, await answer.json()]).toMatchObject([409, { code: 'not_allowed_now' }]);
    expect(await world.stockOf(productId)).toEqual({ onHand: 5, held: 3 });
  });

  it('is no business of who may not: there is no button, and no page', async () => {
    const page = await panel.loggedIn('auditor');
    await page.goto(`${panel.url}/resources/products/records/prod_mug/show`);
    await page.getByText('Stoneware mug').first().waitFor();
    expect(await page.getByText('Correct stock').count()).toBe(0);
  });
});
