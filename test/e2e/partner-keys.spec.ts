import type { Scope } from '../../src/auth/scopes.decorator.js';
import { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { partnerOf } from '../support/partners.js';
import { writingNothing } from '../support/rows.js';
import { fillCart, paidBy, World } from '../support/world.js';

describe('a partner with an API key', () => {
  let world: World;
  beforeAll(async () => (world = await World.start({ worker: false })));
  afterAll(() => world.stop());

  async function paidOrder(): Promise<{ orderId: string; customer: Client }> {
    const [customer, productId] = await Promise.all([world.guest(), world.product(5)]);
    await fillCart(customer, productId, 2);
    const { body } = await customer.post('/orders/create', paidBy('pm_card_visa'));
    return { orderId: body.orderId, customer };
  }

  describe('the command', () => {
    const created = async (...words: string[]) => {
      const { stdout } = await world.run('partners', 'create', ...words);
      const [, partnerId, keyId, key] =
        /^partner (prt_\w+)\nkey +(key_\w+)\nsecret +(sk_\S+)\n/.exec(stdout) ?? [];
      return { partnerId: partnerId!, keyId: keyId!, key: key! };
    };

    it('makes an account and shows its key once; nothing that is kept opens anything', async () => {
      const words = ['Parcels Ltd', '--email', 'ops@parcels.example', '--scopes', 'orders:read'];
      const { partnerId, keyId, key } = await created(...words);
      expect(key).toMatch(/^sk_test_[\w-]{43}$/);
      const { orderId } = await paidOrder();
      expect((await new Client(world.baseUrl, key).get(`/orders/${orderId}`)).status).toBe(200);

      const { stdout } = await world.run('partners', 'list');
      expect(stdout).toContain(`${partnerId}  Parcels Ltd <ops@parcels.example>`);
      expect(stdout).toContain(`  ${keyId}  ${key.slice(0, 14)}…  orders:read  last used `);
      expect(stdout).not.toContain(key);
      const { rows } = await world.db.query(
        `select (select string_agg(k::text, '') from api_keys k)
           || (select string_agg(a::text, '') from audit_log a where subject_kind = 'partner') as kept`,
      );
      expect(rows[0].kept).toContain(keyId);
      expect(rows[0].kept).not.toContain(key);
    });

    it('adds a key beside the first, and revokes one of them', async () => {
      const { orderId } = await paidOrder();
      const first = await created('Two Keys', '--email', 'a@b.example', '--scopes', 'orders:read', '--live');
      expect(first.key).toMatch(/^sk_live_/);
      const added = await world.run('partners', 'keys', 'add', first.partnerId, '--scopes', 'orders:read');
      const second = /secret +(sk_test_\S+)/.exec(added.stdout)![1]!;
      const statuses = () =>
        Promise.all(
          [first.key, second].map(
            async (key) => (await new Client(world.baseUrl, key).get(`/orders/${orderId}`)).status,
          ),
        );
      expect(await statuses()).toEqual([200, 200]);

      expect((await world.run('partners', 'revoke', first.keyId)).code).toBe(0);
      expect(await statuses()).toEqual([401, 200]);
      const again = await world.run('partners', 'revoke', first.keyId);
      expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('no such key')]);
    });

    it.each([
      [[]],
      [['create', 'Nobody', '--scopes', 'orders:read']],
      [['create', 'Nobody', '--email', 'a@b.example', '--scopes', 'orders:write']],
      [['create', 'No\nbody', '--email', 'a@b.example', '--scopes', 'orders:read']],
      [['keys', 'add', 'prt_x']],
      [['list', '--all']],
    ])('is explained where it is asked for as %j', async (words) => {
      const { code, stderr } = await world.run('partners', ...words);
      expect([code, stderr]).toEqual([1, expect.stringMatching(/^Use: partners create /)]);
    });

    it('says that there is no such partner', async () => {
      const nobody = 'prt_01k9yv7d2nf0a8m5c3x1t6q4wz';
      const { code, stderr } = await world.run('partners', 'keys', 'add', nobody, '--scopes', 'orders:read');
      expect([code, stderr]).toEqual([1, 'There is no such partner.\n']);
    });
  });

  it('prepares, ships, delivers and refunds, and the timeline says who did', async () => {
    const [{ orderId, customer }, partner] = await Promise.all([paidOrder(), partnerOf(world)]);
    await partner.post(`/orders/${orderId}/prepare`);
    await partner.post(`/orders/${orderId}/ship`, {
      carrier: 'UPS',
      trackingNumber: crypto.randomUUID(),
    });
    await partner.post(`/orders/${orderId}/deliver`);
    const refund = { amount: 5, reason: 'Scratched' };
    const refunded = await partner.post(`/orders/${orderId}/refunds`, refund, { key: crypto.randomUUID() });
    expect([refunded.status, refunded.body.status]).toEqual([200, 'delivered']);

    const { timeline } = (await customer.get(`/orders/${orderId}`)).body;
    const byPartner = timeline
      .filter(({ actor }: { actor: string }) => actor === 'partner')
      .map(({ event }: { event: string }) => event);
    expect(byPartner).toEqual(
      expect.arrayContaining(['order.processing', 'order.shipped', 'order.delivered', 'refund.requested']),
    );
    const { rows } = await world.db.query(
      `select distinct actor_id from audit_log where actor_kind = 'partner' and subject_id = $1`,
      [orderId],
    );
    expect(rows).toEqual([{ actor_id: partner.partnerId }]);
  });

  const closed: readonly [string, string, object | undefined, Scope][] = [
    ['GET', '/orders/ID', undefined, 'orders:read'],
    ['GET', '/orders/ID/returns', undefined, 'orders:read'],
    ['POST', '/orders/ID/prepare', undefined, 'fulfilment:write'],
    ['POST', '/orders/ID/ship', { carrier: 'UPS', trackingNumber: '1Z1' }, 'fulfilment:write'],
    ['POST', '/orders/ID/deliver', undefined, 'fulfilment:write'],
    ['POST', '/orders/ID/refunds', { amount: 1, reason: 'x' }, 'refunds:write'],
  ];
  it.each(closed)('%s %s is refused without its scope, which is named', async (method, path, body, scope) => {
    const { orderId } = await paidOrder();
    const others = (['orders:read', 'fulfilment:write', 'refunds:write', 'events:read'] as const).filter(
      (each) => each !== scope,
    );
    const partner = await partnerOf(world, { scopes: others });
    const refused = await partner.call(method, path.replace('ID', orderId), body ? { body } : {});
    expect([refused.status, refused.body]).toMatchObject([403, { code: 'forbidden', missingScope: scope }]);
    const { rows } = await world.db.query(
      `select outcome, facts from audit_log where actor_id = $1 order by occurred_at desc limit 1`,
      [partner.partnerId],
    );
    expect(rows).toEqual([{ outcome: 'forbidden', facts: { missingScope: scope } }]);
  });

  it('does not reach what is a customer’s, whatever its scopes', async () => {
    const partner = await partnerOf(world);
    const answers = [
      await partner.get('/cart'),
      await partner.post('/cart/items', { productId: await world.product(1), quantity: 1 }),
      await partner.post('/orders/create', paidBy('pm_card_visa')),
      await partner.get('/orders'),
      await partner.get('/auth/me'),
      await partner.get('/stock'),
    ];
    expect(answers.map(({ status, body }) => [status, body.code, body.missingScope])).toEqual(
      answers.map(() => [403, 'forbidden', undefined]),
    );
  });

  it.each([
    ['of a wrong secret', (key: string) => `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`],
    ['that is cut', (key: string) => key.slice(0, -1)],
    ['of another mode', (key: string) => key.replace('sk_test_', 'sk_live_')],
    ['with a quote', (key: string) => `${key.slice(0, -1)}'`],
  ])('a key %s is nobody’s, and leaves nothing behind', async (_, change) => {
    const { token } = await partnerOf(world);
    const stranger = new Client(world.baseUrl, change(token!));
    const refused = await writingNothing(world, () => stranger.get('/orders/ORD-7K3M9QX2TB'));
    expect([refused.status, refused.body.code]).toEqual([401, 'unauthorized']);
  });

  it('is seen to be used, once a minute at most', async () => {
    const partner = await partnerOf(world);
    const lastUsed = async () =>
      (
        await world.db.query('select last_used_at as at from api_keys where partner_id = $1', [
          partner.partnerId,
        ])
      ).rows[0].at as Date | null;
    expect(await lastUsed()).toBeNull();
    await partner.get('/orders/ORD-7K3M9QX2TB');
    const first = await eventually(lastUsed);
    await partner.get('/orders/ORD-7K3M9QX2TB');
    expect(await lastUsed()).toEqual(first);
    await world.db.query(
      `update api_keys set last_used_at = now() - interval '61 seconds' where partner_id = $1`,
      [partner.partnerId],
    );
    const aged = await lastUsed();
    await partner.get('/orders/ORD-7K3M9QX2TB');
    await eventually(async () => (await lastUsed())!.getTime() > aged!.getTime());
  });
});
