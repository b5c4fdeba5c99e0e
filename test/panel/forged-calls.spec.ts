import { mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { OpenPanel, STARTING_MS } from '../support/open-panel.js';
import { PanelClient } from '../support/panel-client.js';
import type { World } from '../support/world.js';

describe('what the panel refuses', () => {
  /** Where files would go that are uploaded. */
  const uploads = mkdtempSync(join(process.env['TEST_FILES']!, 'uploads-'));
  let world: World;
  let panel: OpenPanel;
  let fulfilment: PanelClient;
  let auditor: PanelClient;

  beforeAll(async () => {
    panel = await OpenPanel.start({ worker: false, panelSettings: { TMPDIR: uploads }, browser: false });
    ({ world } = panel);
    fulfilment = await panel.clientOf('fulfilment');
    auditor = await panel.clientOf('auditor');
  }, STARTING_MS);
  afterAll(() => panel?.stop());

  const outcomes = async (since: Date): Promise<string[]> => {
    const { rows } = await world.db.query<{ outcome: string }>(
      `select outcome from audit_log where occurred_at > $1 and actor_kind = 'admin' order by occurred_at, id`,
      [since],
    );
    return rows.map(({ outcome }) => outcome);
  };
  const now = async () =>
    (await world.db.query<{ now: Date }>('select clock_timestamp() as now')).rows[0]!.now;

  /** The whole of a right decision, to be spoilt in one place. */
  const decisionOn = async (client: PanelClient, productId: string, counted = 7) => ({
    ...(await client.open('correct-stock', productId)),
    input: { counted },
    reason: 'counted by hand',
  });

  describe('without a session', () => {
    it.each([
      '/api/resources/products/actions/list?/frontend/assets/app.bundle.js',
      '/api/resources/products/actions/list?/admin/login',
      '/api/resources/products/actions/list%3F/frontend/assets/app.bundle.js',
      '/login/../api/resources/products/actions/list',
      '/api/resources/staff/actions/list',
      '/api/resources/products/records/prod_mug/show',
      '/api/dashboard',
      '/frontend/assets/app.bundle.js',
      '/frontend/assets/components.bundle.js',
      '/resources/products',
      '/nowhere',
    ])('%s shows nothing', async (path) => {
      const answer = await new PanelClient(panel.url).getJson(path);
      expect([path, answer.status, answer.headers.get('location')]).toEqual([path, 302, '/admin/login']);
      expect(await answer.text()).not.toContain('prod_');
    });

    it('an action is not even looked at', async () => {
      const answer = await new PanelClient(panel.url).post('/do/correct-stock/prod_mug', {});
      expect([answer.status, await answer.json()]).toMatchObject([401, { code: 'no_session' }]);
    });

    it.each([1_000, 5_000_000])('a file of %i bytes is refused, and nothing of it is kept', async (bytes) => {
      const body = new FormData();
      body.set('file', new Blob(['x'.repeat(bytes)]), 'x.bin');
      const url = `${panel.url}/api/resources/products/actions/list`;
      const answer = await fetch(url, { method: 'POST', body, redirect: 'manual' });
      expect(answer.status).toBe(415);
      expect(readdirSync(uploads)).toEqual([]);
    });

    it('a page is framed by nobody and runs nothing of others', async () => {
      const { headers } = await new PanelClient(panel.url).get('/login');
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|https?:/);
      expect(headers.get('x-powered-by')).toBeNull();
    });
  });

  it.each<[string, number, string, (decision: object) => [object, Record<string, string | undefined>]]>([
    [
      'without the token of its session',
      403,
      'csrf_token_missing',
      (d) => [d, { 'x-xsrf-token': undefined }],
    ],
    ['with a token of nobody', 403, 'csrf_token_missing', (d) => [d, { 'x-xsrf-token': 'A'.repeat(43) }]],
    ['from another site', 403, 'foreign_origin', (d) => [d, { origin: 'https://evil.example' }]],
    ['from nowhere', 403, 'foreign_origin', (d) => [d, { origin: undefined }]],
    ['without a reason', 400, 'form_invalid', (d) => [{ ...d, reason: '  ' }, {}]],
    ['with a reason of two lines', 400, 'form_invalid', (d) => [{ ...d, reason: 'one\ntwo' }, {}]],
    ['with an input that is none', 400, 'form_invalid', (d) => [{ ...d, input: { counted: -1 } }, {}]],
    ['without the token of a dialog', 400, 'form_invalid', (d) => [{ ...d, token: undefined }, {}]],
    ['on a state that is past', 409, 'state_has_changed', (d) => [{ ...d, version: '1/1' }, {}]],
  ])('an action %s: nothing happens, and the audit tells', async (_, status, code, spoil) => {
    const productId = await world.product(5);
    const [body, headers] = spoil(await decisionOn(fulfilment, productId));
    const since = await now();

    const answer = await fulfilment.post(`/do/correct-stock/${productId}`, body, headers);

    expect([answer.status, await answer.json()]).toMatchObject([status, { code }]);
    expect(await world.stockOf(productId)).toEqual({ onHand: 5, held: 0 });
    expect(await outcomes(since)).toEqual([code]);
  });

  it('the token of another session is worth nothing', async () => {
    const productId = await world.product(5);
    const decision = await decisionOn(fulfilment, productId);
    const other = await panel.clientOf('admin');
    const headers = { 'x-xsrf-token': other.csrfToken };

    expect((await fulfilment.post(`/do/correct-stock/${productId}`, decision, headers)).status).toBe(403);
  });

  it('an action of another role is refused with its reason, and told to the audit by name', async () => {
    const productId = await world.product(5);
    const decision = await decisionOn(fulfilment, productId);
    const since = await now();

    const answer = await auditor.post(`/do/correct-stock/${productId}`, decision);

    expect([answer.status, await answer.json()]).toMatchObject([403, { code: 'not_permitted' }]);
    expect(await world.stockOf(productId)).toEqual({ onHand: 5, held: 0 });
    const { rows } = await world.db.query(
      `select a.outcome, m.role, a.subject_kind, a.subject_id from audit_log a join staff_members m on m.id = a.actor_id
       where a.occurred_at > $1`,
      [since],
    );
    expect(rows).toEqual([
      { outcome: 'not_permitted', role: 'auditor', subject_kind: 'product', subject_id: productId },
    ]);
  });

  it('a record that there is not, and an action that there is not', async () => {
    expect((await fulfilment.getJson('/do/correct-stock/prod_of_nobody')).status).toBe(404);
    expect((await fulfilment.getJson('/do/drop-tables/prod_mug')).status).toBe(404);
    expect((await fulfilment.post('/do/__proto__/prod_mug', {})).status).toBe(404);
  });

  it.each([
    ['POST', '/api/resources/products/actions/new'],
    ['POST', '/api/resources/products/records/prod_mug/edit'],
    ['POST', '/api/resources/products/records/prod_mug/delete'],
    ['POST', '/api/resources/products/bulk/bulkDelete?recordIds=prod_mug'],
    ['POST', '/api/resources/products/records/prod_mug/correct-stock'],
    ['POST', '/api/pages/anything'],
  ])('%s %s changes nothing: there is no raw change', async (_, path) => {
    const admin = await panel.clientOf('admin');
    const since = await now();
    const answer = await admin.post(path, { name: 'x' });
    expect([answer.status, await answer.json()]).toMatchObject([405, { code: 'read_only' }]);
    expect(await outcomes(since)).toEqual(['read_only']);
  });

  it.each([
    ['support', ['products'], ['taxes', 'staff']],
    ['fulfilment', ['products'], ['taxes', 'staff']],
    ['finance', ['products', 'taxes'], ['staff']],
    ['auditor', ['products', 'taxes'], ['staff']],
    ['admin', ['products', 'taxes', 'shipping', 'staff'], []],
  ] as const)('%s sees what the role says: %j', async (role, seen, hidden) => {
    const client = await panel.clientOf(role);
    const statusOf = async (id: string) => {
      const answer = await client.getJson(`/api/resources/${id}/actions/list`);
      const body = (await answer.json()) as { records?: unknown[] };
      return answer.status === 200 && Array.isArray(body.records) && body.records.length > 0;
    };
    for (const id of seen) expect([id, await statusOf(id)]).toEqual([id, true]);
    for (const id of hidden) expect([id, await statusOf(id)]).toEqual([id, false]);
  });
});
