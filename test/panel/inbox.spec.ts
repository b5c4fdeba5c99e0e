import { eventually } from '../support/eventually.js';
import { PanelBrowser } from '../support/browser.js';
import { PanelClient } from '../support/panel-client.js';
import type { Running } from '../support/processes.js';
import { fillCart, paidBy, World } from '../support/world.js';

/** A world, a panel and mostly a browser. */
const STARTING_MS = 90_000;

interface Entry {
  readonly id: string;
  readonly kind: string;
  readonly owner: string | null;
}

describe('the inbox', () => {
  let world: World;
  let panelUrl: string;
  let panel: Running;
  let browser: PanelBrowser;

  beforeAll(async () => {
    world = await World.start();
    ({ panelUrl, running: panel } = await world.startPanel());
    browser = await PanelBrowser.open(panelUrl);
  }, STARTING_MS);
  afterAll(async () => {
    await browser.close();
    await panel.stop();
    await world.stop();
  });

  const paidOrder = async (): Promise<string> => {
    const customer = await world.guest();
    await fillCart(customer, await world.product(9), 1);
    return (await customer.post('/orders/create', paidBy('pm_card_visa'))).body.orderId;
  };

  /** An order whose mail nobody takes. */
  const failedMail = async (): Promise<{ orderNumber: string; entryId: string }> => {
    world.mail.behave({ recipient: () => 550 });
    const orderNumber = await paidOrder();
    const entryId = await eventually(async () => {
      const { rows } = await world.db.query<{ id: string }>(
        `select i.id from interventions i join orders o on o.id = i.order_id
         where o.number = $1 and i.kind = 'mail_failed' and i.closed_at is null`,
        [orderNumber],
      );
      return rows[0]?.id;
    });
    world.mail.behave();
    return { orderNumber, entryId };
  };

  /** What asks for a person, put there as the house does. */
  const entryOf = async (orderNumber: string): Promise<string> => {
    const { rows } = await world.db.query<{ id: string }>(
      `insert into interventions (id, kind, subject_id, order_id, remedy, facts)
       select gen_random_uuid(), 'capture_failed', id, id, 'Ask the customer to pay in another way.',
         '{"amountMinor": 5999, "currency": "USD", "code": "card_declined"}'
       from orders where number = $1 returning id`,
      [orderNumber],
    );
    return rows[0]!.id;
  };

  const stateOf = async (entryId: string) => {
    const { rows } = await world.db.query(
      `select closed_at is not null as closed, closed_by is not null as "byHand", solution from interventions where id = $1`,
      [entryId],
    );
    return rows[0];
  };

  it('a mail that nobody took is sent again by the button of its entry, which closes it', async () => {
    const { orderNumber, entryId } = await failedMail();
    const page = await browser.loggedIn(world.db, 'admin');
    await page.goto(`${panelUrl}/pages/inbox`);
    const entry = page.locator(`[data-entry="${entryId}"]`);
    await entry.getByText(orderNumber).waitFor();
    expect(await page.getByRole('link', { name: /Inbox \(\d+\)/ }).count()).toBe(1);

    await entry.getByRole('button', { name: 'Send the mail again' }).click();
    await page.getByLabel('Reason').fill('The mail server took nothing for a while');
    await page.getByRole('button', { name: 'Carry out the remedy' }).click();
    await page.getByText('The mail is on its way').waitFor();

    await world.mail.mailFor(orderNumber, '');
    await eventually(async () => (await stateOf(entryId)).closed);
    expect(await stateOf(entryId)).toMatchObject({ byHand: false });
    await page.getByRole('button', { name: 'Back to the list' }).click();
    await eventually(async () => (await page.locator(`[data-entry="${entryId}"]`).count()) === 0);
    expect(browser.remote).toEqual([]);
  });

  it('what was done by hand is written down, and closes the entry', async () => {
    const entryId = await entryOf(await paidOrder());
    const page = await browser.loggedIn(world.db, 'finance');
    await page.goto(`${panelUrl}/pages/inbox`);
    const entry = page.locator(`[data-entry="${entryId}"]`);
    await entry.getByText('$59.99').waitFor();

    await entry.getByRole('button', { name: 'Take it' }).click();
    await entry.getByText('taken by you').waitFor();
    await entry.getByRole('button', { name: 'Solve by hand' }).click();
    const solve = page.getByRole('button', { name: 'Solve' });
    await solve.waitFor();
    expect(await solve.isDisabled()).toBe(true);
    await page.getByLabel('Reason').fill('The customer has paid by bank transfer');
    await solve.click();
    await page.getByText('It is solved.').waitFor();

    expect(await stateOf(entryId)).toEqual({
      closed: true,
      byHand: true,
      solution: 'The customer has paid by bank transfer',
    });
  });

  it('of two tabs one solves it, and the other one is told so', async () => {
    const entryId = await entryOf(await paidOrder());
    const client = await PanelClient.of(panelUrl, world.db, 'finance');
    const tabs = [
      await client.open('solve-intervention', entryId),
      await client.open('solve-intervention', entryId),
    ];
    const solve = (seen: object, reason: string) =>
      client.post(`/do/solve-intervention/${entryId}`, { ...seen, input: {}, reason });

    expect((await solve(tabs[0]!, 'done in the first tab')).status).toBe(200);
    const second = await solve(tabs[1]!, 'done in the second tab');

    expect([second.status, await second.json()]).toMatchObject([
      409,
      { code: 'state_has_changed', preview: { refusal: 'It is closed: done in the first tab' } },
    ]);
    const { rows } = await world.db.query(
      `select count(*)::int as n from audit_log where action = 'intervention.solve' and subject_id = $1 and outcome = 'done'`,
      [entryId],
    );
    expect(rows).toEqual([{ n: 1 }]);
  });

  describe('with more needs than a page has', () => {
    /** Some share a moment; none was written in the order in which it came up. */
    const manyNeeds = async (): Promise<string[]> => {
      const { rows } = await world.db.query<{ id: string }>(
        `with needs as (
           insert into interventions (id, kind, subject_id, remedy, facts, opened_at)
           select gen_random_uuid(), 'payment_unresolved', 'need-' || n, 'Look it up.', '{}',
             now() - interval '90 days' + make_interval(hours => (n * 7919 % 130) / 2)
           from generate_series(1, 130) n returning id, opened_at)
         select id from needs order by opened_at, id`,
      );
      return rows.map(({ id }) => id);
    };
    const pageOf = async (client: PanelClient, after?: string | null) =>
      (await (
        await client.getJson(`/view/inbox${after ? `?${new URLSearchParams({ after }).toString()}` : ''}`)
      ).json()) as { entries: Entry[]; next: string | null };

    it('begins with the oldest, however much has come in since, and tells each need once', async () => {
      const client = await PanelClient.of(panelUrl, world.db, 'finance');
      const needs = await manyNeeds();
      let page = await pageOf(client);
      const pages = [page];
      // While somebody turns the pages the oldest is solved, and something new comes up.
      await world.db.query('update interventions set closed_at = now() where id = $1', [needs[0]]);
      const late = await entryOf(await paidOrder());
      while (page.next) pages.push((page = await pageOf(client, page.next)));

      const seen = pages.flatMap(({ entries }) => entries.map(({ id }) => id));
      expect(pages.length).toBeGreaterThan(2);
      expect(seen.slice(0, needs.length)).toEqual(needs);
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.at(-1)).toBe(late);
      expect((await pageOf(client)).entries[0]!.id).toBe(needs[1]);
      expect((await client.getJson('/view/inbox?after=nonsense')).status).toBe(400);
    });

    it('is turned page by page, and back to the oldest', async () => {
      const page = await browser.loggedIn(world.db, 'finance');
      await page.goto(`${panelUrl}/pages/inbox`);
      const first = page.locator('[data-entry]').first();
      await first.waitFor();
      const oldest = await first.getAttribute('data-entry');
      await page.getByRole('link', { name: 'Next, younger ones' }).click();
      await page.waitForURL('**/pages/inbox?after=*');
      await first.waitFor();
      expect(await first.getAttribute('data-entry')).not.toBe(oldest);
      await page.getByRole('link', { name: 'Back to the oldest' }).click();
      await page.waitForURL('**/pages/inbox');
      await page.locator(`[data-entry="${oldest}"]`).waitFor();
      await world.db.query(
        `update interventions set closed_at = now() where subject_id like 'need-%' and closed_at is null`,
      );
    });
  });

  it('who may not solve sees no button and is refused, and a remedy takes its own right as well', async () => {
    const { entryId } = await failedMail();
    const auditor = await PanelClient.of(panelUrl, world.db, 'auditor');
    const { entries, maySolve } = (await (await auditor.getJson('/view/inbox')).json()) as {
      entries: Entry[];
      maySolve: boolean;
    };
    expect([entries.map(({ id }) => id).includes(entryId), maySolve]).toEqual([true, false]);
    for (const action of ['solve-intervention', 'take-intervention', 'carry-out-remedy'])
      expect((await auditor.getJson(`/do/${action}/${entryId}`)).status).toBe(403);

    const finance = await PanelClient.of(panelUrl, world.db, 'finance');
    const seen = await finance.open('carry-out-remedy', entryId);
    const answer = await finance.post(`/do/carry-out-remedy/${entryId}`, {
      ...seen,
      input: {},
      reason: 'finance sends no mails',
    });
    expect([answer.status, await answer.json()]).toMatchObject([409, { code: 'not_allowed_now' }]);

    for (const role of ['support', 'fulfilment'] as const) {
      const client = await PanelClient.of(panelUrl, world.db, role);
      expect([role, (await client.getJson('/view/inbox')).status]).toEqual([role, 403]);
    }
  });
});
