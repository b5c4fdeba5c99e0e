import { spawnSync } from 'node:child_process';
import { cloneDatabase } from '../support/database.js';
import type { Client } from '../support/client.js';
import { contract, type Operation } from '../support/contract.js';
import { partnerOf } from '../support/partners.js';
import { testEnvironment } from '../support/processes.js';
import { World } from '../support/world.js';

/** Routes that are no part of the contract, each with its reason. */
const LEFT_OUT: readonly [RegExp, string][] = [
  [/^GET \/$/, 'for people who type the bare address'],
  [/^GET \/docs/, 'Swagger UI and the contract itself'],
  [/^GET \/mails\/preview/, 'for people who work on the mails; not there in production'],
  [/^GET \/metrics$/, 'a monitor’s: text for Prometheus, shut unless a setting opens it'],
  [/^POST \/payment\/webhooks\/:gateway$/, 'the gateways’: its signature and its body are theirs'],
];

const OPERATIONS = Object.entries(contract.paths).flatMap(([path, operations]) =>
  Object.entries(operations).map(([method, operation]: [string, Operation]) => {
    return { name: `${method.toUpperCase()} ${path}`, method: method.toUpperCase(), path, operation };
  }),
);

const example: Record<string, string> = {
  orderId: 'ORD-7K3M9QX2TB',
  productId: 'prod_mug',
  attemptId: '019ab3c2-5d1e-7a34-9c11-8f2e6d7b1a90',
  number: 'CN-2026-000001',
  code: 'cart_empty',
};
const urlOf = (path: string): string => path.replace(/\{(\w+)\}/g, (_, name: string) => example[name]!);

describe('the running api and its contract', () => {
  let world: World;
  let admin: Client;
  let customer: Client;
  let withAllScopes: Client;
  let withoutScopes: Client;
  beforeAll(async () => {
    world = await World.start({ worker: false });
    [admin, customer, withAllScopes, withoutScopes] = await Promise.all([
      world.admin(),
      world.customer(),
      partnerOf(world),
      partnerOf(world, { scopes: [] }),
    ]);
  });
  afterAll(() => world.stop());

  it('registers what the contract says, and nothing else but what is left out for a reason', async () => {
    const database = await cloneDatabase();
    try {
      const { stdout, stderr, status } = spawnSync(process.execPath, ['test/contract/list-routes.mjs'], {
        encoding: 'utf8',
        env: testEnvironment({ databaseUrl: database.url }),
      });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const registered = (JSON.parse(stdout) as string[])
        .filter((route) => !/^(HEAD|OPTIONS) /.test(route))
        .map((route) => (route.length > 5 ? route.replace(/(?<=.)\/$/, '') : route));
      const described = new Set(OPERATIONS.map(({ name }) => name.replace(/\{(\w+)\}/g, ':$1')));
      const surplus = registered.filter(
        (route) => !described.has(route) && !LEFT_OUT.some(([pattern]) => pattern.test(route)),
      );
      expect(surplus).toEqual([]);
      expect([...described].filter((route) => !registered.includes(route))).toEqual([]);
    } finally {
      await database.drop();
    }
  });

  it('serves the very document that is checked in', async () => {
    const { body } = await world.stranger.get('/docs/openapi.json', { offContract: true });
    expect(body).toEqual(contract);
  });

  const bodyFor = (method: string) => (method === 'GET' || method === 'DELETE' ? {} : { body: {} });

  it.each(OPERATIONS)('$name is as open as the contract says', async ({ method, path, operation }) => {
    const { status } = await world.stranger.call(method, urlOf(path), bodyFor(method));
    expect(status === 401).toBe((operation.security ?? []).length > 0);
  });

  const CLOSED = OPERATIONS.filter(({ operation }) => (operation.security ?? []).length > 0);

  it.each(CLOSED)(
    '$name is open to the people whom the contract names',
    async ({ method, path, operation }) => {
      const roles = operation['x-roles'] ?? ['customer', 'admin'];
      for (const [role, caller] of [
        ['customer', customer],
        ['admin', admin],
      ] as const) {
        const { body } = await caller.call(method, urlOf(path), bodyFor(method));
        expect([role, body?.code === 'forbidden']).toEqual([role, !roles.includes(role)]);
      }
    },
  );

  it.each(CLOSED)(
    '$name is open to the API keys that the contract names',
    async ({ method, path, operation }) => {
      const scope = operation['x-scope'];
      for (const partner of [withoutScopes, withAllScopes]) {
        const { body } = await partner.call(method, urlOf(path), bodyFor(method));
        const opens = partner === withAllScopes && scope !== undefined;
        expect(body?.code === 'forbidden' ? [403, body.missingScope] : 'open').toEqual(
          opens ? 'open' : [403, scope],
        );
      }
    },
  );

  const EXAMPLES = OPERATIONS.flatMap(({ name, method, path, operation }) => {
    const media = operation.requestBody?.content['application/json'];
    const examples = Object.entries(media?.examples ?? { example: { value: media?.example } });
    return media ? examples.map(([title, { value }]) => ({ name, title, method, path, value })) : [];
  });

  it.each(EXAMPLES)('$name: its example "$title" is understood', async ({ method, path, value }) => {
    const answer = await admin.call(method, urlOf(path), { body: value, key: crypto.randomUUID() });
    expect(['validation_failed', 'malformed_body', 'internal_error']).not.toContain(answer.body?.code);
  });

  it('an address that is no operation is answered as a problem', async () => {
    const answer = await world.stranger.get('/no/such/thing', { offContract: true });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ]);
  });

  it('every problem’s type leads to what it means', async () => {
    const { body } = await customer.post('/orders/create', {
      shippingAddress: { street: 'a', city: 'b', zipCode: '10115', country: 'de' },
    });
    const kind = await world.stranger.get(body.type);
    expect(kind.body).toEqual({ code: 'cart_empty', status: 400, error: body.error, detail: body.detail });
  });
});
