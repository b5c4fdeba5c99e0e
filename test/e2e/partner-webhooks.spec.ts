import type { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { partnerOf } from '../support/partners.js';
import { isSignedBy, Receiver } from '../support/receiver.js';
import { fillCart, paidBy, World } from '../support/world.js';

describe('partners are told by webhooks', () => {
  let world: World;
  const receivers: Receiver[] = [];
  beforeAll(async () => {
    world = await World.start({
      settings: {
        WEBHOOK_ALLOW_INSECURE: 'true',
        WEBHOOK_ALLOW_PRIVATE: 'true',
        WEBHOOK_RETRY_SECONDS: '0.3,0.3,0.3',
        WEBHOOK_DEADLINE_SECONDS: '2',
        WEBHOOK_BREAKER_FAILURES: '6',
        WEBHOOK_BREAKER_SECONDS: '0.2',
        WEBHOOK_DISABLE_AFTER_HOURS: String(3 / 3600),
      },
    });
  });
  afterAll(async () => {
    await Promise.all(receivers.map((receiver) => receiver.stop()));
    await world.stop();
  });

  async function receiver(...behaviour: Parameters<typeof Receiver.start>): Promise<Receiver> {
    const started = await Receiver.start(...behaviour);
    receivers.push(started);
    return started;
  }

  async function paidOrder(): Promise<string> {
    const [customer, productId] = await Promise.all([world.guest(), world.product(5)]);
    await fillCart(customer, productId, 2);
    const { body } = await customer.post('/orders/create', paidBy('pm_card_visa'));
    return body.orderId;
  }

  const mailsTo = (email: string) =>
    world.mail.mails.filter(({ to }) => to && !Array.isArray(to) && to.text.includes(email));

  const ofOrder = async (partner: Client, path: string, orderId: string) => {
    const { body } = await partner.get(`${path}/deliveries?limit=100`);
    return body.deliveries
      .filter((delivery: { orderId: string }) => delivery.orderId === orderId)
      .toReversed() as { id: string; type: string; status: string; tries: number; eventId: string }[];
  };

  it('everything of an order, in its order, signed, once', async () => {
    const [shop, partner] = await Promise.all([receiver(), partnerOf(world)]);
    const { secret, path } = await shop.listen(partner);
    const orderId = await paidOrder();
    await partner.post(`/orders/${orderId}/prepare`);
    await eventually(() => shop.types(orderId).includes('order.processing'));
    await eventually(() => shop.types(orderId).includes('invoice.issued'));

    const told = shop.of(orderId);
    expect(shop.types(orderId).slice(0, 2)).toEqual(['order.created', 'payment.started']);
    expect(shop.types(orderId)).toEqual(
      expect.arrayContaining(['payment.succeeded', 'order.confirmed', 'order.processing', 'invoice.issued']),
    );
    const positions = told.map(({ event }) => event.position);
    expect(positions).toEqual(positions.toSorted((one, other) => one - other));
    expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
    for (const each of told) {
      expect(isSignedBy(secret, each)).toBe(true);
      expect(each.event).toMatchObject({ id: each.id, schemaVersion: 1, data: { orderId } });
      expect(each.body).not.toMatch(/123 Main St|@example\.com|10001/);
    }
    const [first] = await ofOrder(partner, path, orderId);
    const { body } = await partner.get(`${path}/deliveries/${first!.id}`);
    expect(body).toMatchObject({ status: 'delivered', tries: 1, eventId: told[0]!.id, body: told[0]!.body });
    expect(body.attempts).toMatchObject([{ status: 204, answer: '', error: null, url: shop.url }]);
  });

  it('only what an endpoint listens to, and nothing from before there was one', async () => {
    const [shop, partner] = await Promise.all([receiver(), partnerOf(world)]);
    const before = await paidOrder();
    await eventually(
      async () =>
        (
          await world.db.query(
            `select from events where type = 'invoice.issued'
      and order_id = (select id from orders where number = $1)`,
            [before],
          )
        ).rowCount === 1,
    );
    const { path } = await shop.listen(partner, { events: ['invoice.*', 'order.confirmed'] });
    const after = await paidOrder();
    await eventually(() => shop.of(after).length === 2);
    expect(shop.types(after).toSorted()).toEqual(['invoice.issued', 'order.confirmed']);
    expect(shop.of(before)).toEqual([]);

    await partner.patch(path, { events: ['payment.succeeded'] });
    const later = await paidOrder();
    await eventually(() => shop.of(later).length === 1);
    expect(shop.types(later)).toEqual(['payment.succeeded']);
  });

  it('what a person has asked us for is nobody else’s', async () => {
    const [shop, partner, customer, productId] = await Promise.all([
      receiver(),
      partnerOf(world),
      world.customer(),
      world.product(5),
    ]);
    const { path } = await shop.listen(partner);
    await fillCart(customer, productId);
    const { orderId } = (await customer.post('/orders/create', paidBy('pm_card_visa'))).body;
    const { email } = (await customer.get('/auth/me')).body;
    await world.stranger.post('/auth/password-reset', { email });
    await world.stranger.post('/orders/links', { orderId, email });
    const asked = await world.db.query(
      `select type from events where type like '%_requested' and type not like 'refund.%'`,
    );
    expect(asked.rows.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['user.password_reset_requested', 'order.link_requested']),
    );
    // By then all that came before it is queued.
    await customer.post(`/orders/${orderId}/cancel`);
    await eventually(() => shop.types(orderId).includes('order.cancelled'));
    const { body } = await partner.get(`${path}/deliveries?limit=100`);
    const told = new Set(body.deliveries.map(({ type }: { type: string }) => type));
    expect(
      [...told].filter((type) => /link_requested|reset_requested|resend_requested/.test(String(type))),
    ).toEqual([]);
  });

  it('a failure is tried again, and holds back only its own order', async () => {
    const [shop, partner] = await Promise.all([receiver(), partnerOf(world)]);
    await shop.listen(partner);
    let refusals = 0;
    const [one, other] = await Promise.all([paidOrder(), paidOrder()]);
    await eventually(() => [one, other].every((id) => shop.types(id).includes('invoice.issued')));
    shop.behaviour = ({ event }) => {
      const isIt = event.data.orderId === one && event.type === 'order.processing';
      return isIt && refusals++ < 2 ? 503 : 200;
    };
    for (const move of ['prepare', 'ship', 'deliver'])
      for (const orderId of [one, other]) {
        const parcel = { carrier: 'UPS', trackingNumber: crypto.randomUUID() };
        await partner.post(`/orders/${orderId}/${move}`, move === 'ship' ? parcel : {});
      }
    await eventually(() => [one, other].every((id) => shop.types(id).includes('order.delivered')));
    const moves = (id: string) => shop.types(id).filter((type) => /^order\.(proc|ship|deliv)/.test(type));
    expect(moves(one)).toEqual([
      ...Array.from({ length: 3 }, () => 'order.processing'),
      'order.shipped',
      'order.delivered',
    ]);
    expect(moves(other)).toEqual(['order.processing', 'order.shipped', 'order.delivered']);
    const tried = shop.of(one).find(({ event }) => event.type === 'order.processing');
    const lastOfOther = shop.of(other).find(({ event }) => event.type === 'order.delivered')!;
    const through = shop.of(one).findLast(({ event }) => event.type === 'order.processing')!;
    expect(tried!.at).toBeLessThan(through.at);
    expect(lastOfOther.at).toBeLessThan(shop.of(one).at(-1)!.at);
    expect(through.id).toBe(tried!.id);
    expect(through.body).toBe(tried!.body);
  });

  it('what fails for good is marked, and sent again by hand or by its time', async () => {
    const [shop, partner] = await Promise.all([
      receiver(({ event }, response) => {
        if (event.type !== 'order.confirmed') return 200;
        response.writeHead(500).end('out of paper');
      }),
      partnerOf(world),
    ]);
    const from = new Date(Date.now() - 1_000).toISOString();
    const { path } = await shop.listen(partner, { events: ['order.*'] });
    const orderId = await paidOrder();
    const failed = await eventually(async () => {
      const found = await ofOrder(partner, path, orderId);
      return found.find(({ status }) => status === 'failed');
    });
    expect(failed).toMatchObject({ type: 'order.confirmed', tries: 4 });
    const { body } = await partner.get(`${path}/deliveries/${failed.id}`);
    expect(body.attempts).toMatchObject(
      Array.from({ length: 4 }, () => ({ status: 500, answer: 'out of paper', error: 'http_500' })),
    );

    shop.behaviour = () => 200;
    const again = await partner.post(`${path}/deliveries/${failed.id}/redeliver`);
    expect([again.status, again.body.status]).toEqual([202, 'pending']);
    const statusNow = async () =>
      (await ofOrder(partner, path, orderId)).find(({ id }) => id === failed.id)!.status;
    await eventually(async () => (await statusNow()) === 'delivered');
    expect(shop.of(orderId).at(-1)!.id).toBe(failed.eventId);

    const before = shop.of(orderId).length;
    const all = (await ofOrder(partner, path, orderId)).length;
    const range = { from, to: new Date(Date.now() + 1_000).toISOString() };
    const { status, body: told } = await partner.post(`${path}/redeliver`, range);
    expect([status, told.deliveries >= all]).toEqual([202, true]);
    await eventually(() => shop.of(orderId).length === before + all);
    const repeated = shop.of(orderId).slice(before);
    expect(repeated.map(({ event }) => event.type)).toEqual(
      (await ofOrder(partner, path, orderId)).map(({ type }) => type),
    );
    const none = await partner.post(`${path}/redeliver`, { ...range, status: 'failed' });
    expect(none.body).toEqual({ deliveries: 0 });
  });

  it('what was missed while the endpoint was off is sent by its time', async () => {
    const [shop, partner] = await Promise.all([receiver(), partnerOf(world)]);
    const { path } = await shop.listen(partner, { events: ['order.confirmed'] });
    const off = await partner.patch(path, { enabled: false });
    expect(off.body).toMatchObject({ enabled: false, disabledReason: 'partner' });
    const from = new Date(Date.now() - 1_000).toISOString();
    const orderId = await paidOrder();
    const refused = await partner.post(`${path}/test`);
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { code: 'webhook_endpoint_disabled', disabledReason: 'partner' },
    ]);
    await partner.patch(path, { enabled: true });
    await partner.post(`${path}/test`);
    await eventually(() => shop.received.some(({ event }) => event.type === 'webhook_endpoint.test'));
    expect(shop.of(orderId)).toEqual([]);
    await partner.post(`${path}/redeliver`, { from, to: new Date(Date.now() + 1_000).toISOString() });
    await eventually(() => shop.types(orderId).length === 1);
  });

  it('a secret is shown once; after a rotation both sign', async () => {
    const [shop, partner] = await Promise.all([receiver(), partnerOf(world)]);
    const key = crypto.randomUUID();
    const create = () => partner.post('/webhook-endpoints', { url: shop.url }, { key });
    const [first, repeat] = [await create(), await create()];
    expect(first.body.secret).toMatch(/^whsec_/);
    expect(repeat.body).toEqual({ ...first.body, secret: null });
    const path = `/webhook-endpoints/${first.body.id}`;
    expect((await partner.get(path)).body).not.toHaveProperty('secret');

    const rotated = await partner.post(`${path}/rotate-secret`);
    const { secret } = rotated.body;
    expect(secret).not.toBe(first.body.secret);
    expect(Date.parse(rotated.body.previousSecretUntil) / 3_600_000).toBeCloseTo(
      Date.now() / 3_600_000 + 24,
      1,
    );
    await partner.post(`${path}/test`);
    const both = await eventually(() => shop.received[0]);
    expect([secret, first.body.secret].map((each) => isSignedBy(each, both))).toEqual([true, true]);

    await world.db.query('update webhook_endpoints set previous_secret_until = now() where partner_id = $1', [
      partner.partnerId,
    ]);
    await partner.post(`${path}/test`);
    const one = await eventually(() => shop.received[1]);
    expect([secret, first.body.secret].map((each) => isSignedBy(each, one))).toEqual([true, false]);
    const { rows } = await world.db.query(
      `select (select string_agg(w::text, '') from webhook_endpoints w) || (select string_agg(i::text, '') from idempotency_keys i)
         || (select string_agg(a::text, '') from audit_log a) as kept`,
    );
    for (const each of [secret, first.body.secret]) expect(rows[0].kept).not.toContain(each.slice(6, 40));
    expect(world.api.output() + world.worker!.output()).not.toContain(secret);
  });

  it('somebody else’s endpoint and deliveries are not there', async () => {
    const [shop, partner, other] = await Promise.all([receiver(), partnerOf(world), partnerOf(world)]);
    const { path } = await shop.listen(partner);
    const { body } = await partner.post(`${path}/test`);
    const range = { from: '2026-11-25T14:00:00Z', to: '2026-11-25T15:00:00Z' };
    const answers = [
      await other.get(path),
      await other.patch(path, { enabled: false }),
      await other.call('DELETE', path),
      await other.post(`${path}/rotate-secret`),
      await other.post(`${path}/test`),
      await other.get(`${path}/deliveries`),
      await other.get(`${path}/deliveries/${body.id}`),
      await other.post(`${path}/deliveries/${body.id}/redeliver`),
      await other.post(`${path}/redeliver`, range),
      await partner.get('/webhook-endpoints/we_x'),
    ];
    expect(answers.map(({ status, body: { code } }) => [status, code])).toEqual(
      answers.map(() => [404, 'webhook_endpoint_not_found']),
    );
    expect((await other.get('/webhook-endpoints')).body).toEqual({ endpoints: [] });
    const mine = await partner.get(`${path}/deliveries/whd_01k9yv7d2nf0a8m5c3x1t6q4wz`);
    expect([mine.status, mine.body.code]).toEqual([404, 'webhook_delivery_not_found']);
  });

  it('an endpoint that says 410 is switched off, and its owner gets one mail', async () => {
    const email = `${crypto.randomUUID()}@partner.example`;
    const [shop, partner] = await Promise.all([receiver(() => 410), partnerOf(world, { email })]);
    const { id, path } = await shop.listen(partner, { events: ['order.created'] });
    await paidOrder();
    await eventually(async () => (await partner.get(path)).body.disabledReason === 'gone');
    const mails = await eventually(() => {
      const found = mailsTo(email);
      return found.length > 0 && found;
    });
    expect(mails[0]!.subject).toBe('Webhook endpoint switched off');
    expect(mails[0]!.text).toContain(id);
    const taken = shop.received.length;
    await paidOrder();
    const { body } = await partner.get(`${path}/deliveries`);
    expect([shop.received.length, body.deliveries.length]).toEqual([taken, taken]);
  });

  it('an endpoint that only fails is tried ever more rarely, then switched off; to switch it on sends what is left', async () => {
    const email = `${crypto.randomUUID()}@partner.example`;
    const [shop, partner] = await Promise.all([receiver(() => 500), partnerOf(world, { email })]);
    const { path } = await shop.listen(partner, { events: ['order.created'] });
    const orders = await Promise.all(Array.from({ length: 12 }, paidOrder));
    await eventually(async () => (await partner.get(path)).body.disabledReason === 'failing', {
      withinMs: 15_000,
    });
    // 12 events, 4 tries each, would have been 48.
    expect(shop.received.length).toBeLessThan(24);
    await eventually(() => mailsTo(email).length === 1);

    shop.behaviour = () => 200;
    const on = await partner.patch(path, { enabled: true });
    expect(on.body).toMatchObject({ enabled: true, disabledReason: null, failingSince: null });
    await partner.post(`${path}/redeliver`, {
      from: new Date(Date.now() - 60_000).toISOString(),
      to: new Date(Date.now() + 1_000).toISOString(),
      status: 'failed',
    });
    await eventually(async () => {
      const found = (await partner.get(`${path}/deliveries?limit=100&status=delivered`)).body.deliveries;
      const delivered = new Set(found.map(({ orderId }: { orderId: string }) => orderId));
      return orders.every((orderId) => delivered.has(orderId));
    });
  });

  it.each([
    ['a redirect, which is not followed', 'redirect', 302],
    ['silence', 'timeout', null],
    ['a cut connection', 'ECONNRESET', null],
    ['a flood', null, 200],
  ])('%s is told as it was', async (what, error, status) => {
    const elsewhere = await receiver();
    const shop = await receiver((_, response) => {
      if (what.startsWith('a redirect')) response.writeHead(302, { location: elsewhere.url }).end();
      if (what === 'a cut connection') response.destroy();
      if (what === 'a flood') response.writeHead(200).end('x'.repeat(5_000_000));
    });
    const partner = await partnerOf(world);
    const { path } = await shop.listen(partner, { events: ['stock.low'] });
    const { body } = await partner.post(`${path}/test`);
    const attempts = await eventually(async () => {
      const found = (await partner.get(`${path}/deliveries/${body.id}`)).body.attempts;
      return found.length > 0 && found;
    });
    expect(attempts[0]).toMatchObject({ error, status });
    expect(attempts[0].answer?.length ?? 0).toBeLessThanOrEqual(4_096);
    expect(elsewhere.received).toEqual([]);
    await partner.call('DELETE', path);
  });

  it('a test goes out; a deleted endpoint is told nothing more', async () => {
    const [shop, partner] = await Promise.all([receiver(), partnerOf(world)]);
    const { path } = await shop.listen(partner, { events: ['order.created'] });
    const test = await partner.post(`${path}/test`);
    expect([test.status, test.body]).toMatchObject([202, { type: 'webhook_endpoint.test', orderId: null }]);
    await eventually(() => shop.received.length === 1);
    expect((await partner.call('DELETE', path)).body).toMatchObject({ deleted: true });
    expect((await partner.get(path)).status).toBe(404);
    const sentinel = await receiver();
    await sentinel.listen(partner, { events: ['order.created'] });
    const orderId = await paidOrder();
    await eventually(() => sentinel.of(orderId).length === 1);
    expect(shop.received).toHaveLength(1);
  });

  it('a receiver that is full is left alone for as long as it asks', async () => {
    const shop = await receiver((_, response) => {
      if (shop.received.length > 1) return 204;
      response.writeHead(429, { 'retry-after': '2' }).end();
    });
    const partner = await partnerOf(world);
    const { path } = await shop.listen(partner, { events: ['stock.low'] });
    await partner.post(`${path}/test`);
    await eventually(() => shop.received.length === 2);
    expect(shop.received[1]!.at - shop.received[0]!.at).toBeGreaterThan(1_900);
  });

  it('what was sent is kept for a month', async () => {
    const [shop, partner] = await Promise.all([receiver(), partnerOf(world)]);
    const { path } = await shop.listen(partner, { events: ['order.created'] });
    const [old, recent] = [await paidOrder(), await paidOrder()];
    await eventually(() => shop.received.length === 2);
    await eventually(async () => (await ofOrder(partner, path, recent))[0]?.status === 'delivered');
    await world.db.query(
      `update webhook_deliveries d set created_at = now() - interval '31 days'
       from orders o where o.id = d.order_id and o.number = $1`,
      [old],
    );
    // A worker looks when it starts, then each minute.
    await world.worker!.stop();
    await world.startWorker();
    await eventually(async () => (await ofOrder(partner, path, old)).length === 0);
    expect(await ofOrder(partner, path, recent)).toHaveLength(1);
  });

  it('a worker that is killed in the middle loses nothing, and keeps the order per order', async () => {
    const [shop, partner] = await Promise.all([
      receiver((_, response) => void setTimeout(() => response.writeHead(200).end(), 30)),
      partnerOf(world),
    ]);
    const { path } = await shop.listen(partner);
    const orders = await Promise.all(Array.from({ length: 8 }, paidOrder));
    await eventually(() => shop.received.length > 10);
    await world.worker!.kill();
    await world.startWorker();
    const done = async () => {
      const { rows } = await world.db.query(
        `select count(*) filter (where d.status <> 'delivered')::int as open, count(*)::int as all from webhook_deliveries d
         join webhook_endpoints w on w.id = d.endpoint_id where w.partner_id = $1`,
        [partner.partnerId],
      );
      return rows[0].all >= 32 && rows[0].open === 0;
    };
    await eventually(done, { withinMs: 40_000 });
    for (const orderId of orders) {
      // A try whose answer was lost is made again, under the same id; never after one that came later.
      const taken = shop.of(orderId).map(({ event }) => event.position as number);
      expect(taken).toEqual(taken.toSorted((one, other) => one - other));
      expect(new Set(taken).size).toBeGreaterThanOrEqual(4);
      const delivered = await ofOrder(partner, path, orderId);
      expect(shop.of(orderId).map(({ id }) => id)).toEqual(
        expect.arrayContaining(delivered.map(({ eventId }) => eventId)),
      );
    }
  }, 60_000);
});
