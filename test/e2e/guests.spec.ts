import type { Config } from '../../src/config.js';
import { OrderLinks } from '../../src/orders/order-links.js';
import { Client } from '../support/client.js';
import { expectInvariants } from '../support/invariants.js';
import { testEnvironment } from '../support/processes.js';
import { ADDRESS, fillCart, paidBy, World } from '../support/world.js';

const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
const PASSWORD = 'a-long-password';
const anEmail = () => `g-${crypto.randomUUID()}@example.com`;

describe('guests, and the links in their mails', () => {
  let world: World;
  beforeAll(async () => (world = await World.start({ settings: { LOG_LEVEL: 'info' } })));
  afterAll(() => world.stop());

  async function guestOf(email: string): Promise<Client & { refreshToken: string }> {
    const { body } = await world.stranger.post('/auth/guest', { email });
    return Object.assign(new Client(world.baseUrl, body.accessToken), { refreshToken: body.refreshToken });
  }

  async function accountOf(email: string): Promise<Client> {
    const { body } = await world.stranger.post('/auth/register', {
      email,
      password: PASSWORD,
      name: 'Ada Account',
    });
    return new Client(world.baseUrl, body.accessToken);
  }

  async function ordered(customer: Client, productId?: string, more: object = {}): Promise<string> {
    await fillCart(customer, productId ?? (await world.product(5)), 2);
    const { status, body } = await customer.post('/orders/create', paidBy('pm_card_visa', more));
    expect(status).toBe(201);
    return body.orderId;
  }

  /** The path of the link in the mail that confirms an order. */
  async function linkOf(orderId: string): Promise<string> {
    const mail = await world.mail.mailFor(orderId, 'confirmed');
    const [link] = /^http\S+$/m.exec(mail.text!)!;
    expect((mail.html as string).replaceAll(/&#x3[dD];/g, '=')).toContain(`href="${link}"`);
    expect(link).toMatch(`${world.baseUrl}/order-links/${orderId}?token=`);
    return link.slice(world.baseUrl.length);
  }

  const tokenIn = (link: string): string => new URL(link, world.baseUrl).searchParams.get('token')!;

  /** A token that this very server made 31 days ago. */
  function expiredToken(orderId: string): Promise<string> {
    const { JWT_SECRET } = testEnvironment({ databaseUrl: 'postgres://nowhere' });
    const monthAgo = { nowMs: () => Date.now() - 31 * 24 * 3600 * 1000 };
    return new OrderLinks({ JWT_SECRET, ORDER_LINK_DAYS: 30 } as Config, monthAgo).sign(orderId);
  }

  describe('the link in a mail', () => {
    it('shows a guest their order without a log-in, and names nobody', async () => {
      const email = anEmail();
      const guest = await guestOf(email);
      const productId = await world.product(5);
      const orderId = await ordered(guest, productId, {
        billingAddress: { ...ADDRESS, street: '7 Bill Street' },
      });
      const admin = await world.admin();
      await admin.post(`/orders/${orderId}/prepare`);
      const tracking = {
        carrier: 'UPS',
        trackingNumber: '1Z999AA10123456784',
        trackingUrl: 'https://ups.example/1Z',
      };
      await admin.post(`/orders/${orderId}/ship`, tracking);

      const { status, body, text, headers } = await world.stranger.get(await linkOf(orderId));

      expect(status).toBe(200);
      expect(body).toMatchObject({
        orderId,
        status: 'shipped',
        paymentMethod: 'credit_card',
        paymentStatus: 'paid',
        total: 119.98,
        grandTotal: 139.57,
        items: [{ productId, quantity: 2, price: 59.99 }],
        email: 'g***@example.com',
        shipTo: { city: 'New York', country: expect.stringMatching(/^USA?$/) },
        tracking: [{ ...tracking, status: 'shipped', items: [{ productId, quantity: 2 }] }],
      });
      const story = body.timeline.map(({ event }: { event: string }) => event);
      expect(story).toEqual(expect.arrayContaining(['order.created', 'order.confirmed', 'order.shipped']));
      expect(story.filter((event: string) => /payment|refund|dispute/.test(event))).toEqual([]);
      const whole = (await guest.get(`/orders/${orderId}`)).body;
      const [payment] = whole.payments;
      for (const hidden of [
        email,
        '123 Main',
        '7 Bill',
        '10001',
        payment.intentId,
        payment.transactionId,
        '4242',
        'actor',
      ]) {
        expect(text).not.toContain(hidden);
      }
      expect(JSON.stringify(whole)).toContain('4242');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    });

    it('goes out to registered customers, too, and of a cancelled order it does not tell the note', async () => {
      const customer = await world.customer();
      const orderId = await ordered(customer);
      const link = await linkOf(orderId);
      await customer.post(`/orders/${orderId}/cancel`, { reason: 'It was for my neighbour' });
      const { body, text } = await world.stranger.get(link);
      expect(body).toMatchObject({ status: 'cancelled', paymentStatus: 'refunded' });
      expect(text).not.toContain('neighbour');
      const mail = await world.mail.mailFor(orderId, 'cancelled');
      expect(mail.text).toMatch(/^http\S+\/order-links\/\S+$/m);
    });

    it('shows a browser a page: no script, nothing from elsewhere, every name as text', async () => {
      const guest = await guestOf(anEmail());
      const productId = await world.product(5);
      await world.db.query('update products set name = $2 where id = $1', [
        productId,
        '<script>alert(1)</script>',
      ]);
      const orderId = await ordered(guest, productId);

      const { status, text, headers } = await world.stranger.get(await linkOf(orderId), { headers: BROWSER });

      expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; style-src 'sha256-[\w+/=]+';/,
      );
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('vary')).toBe('accept');
      for (const words of [
        'Your order is confirmed',
        orderId,
        '2 × $59.99',
        '$139.57',
        'Credit card, paid',
        'New York',
      ]) {
        expect(text).toContain(words);
      }
      expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
      expect(text).not.toMatch(/<script|<img|<link|src=|url\(|@import|123 Main/);
    });

    it('that is over says so to program and person, and every other wrong one opens nothing', async () => {
      const orderId = await ordered(await guestOf(anEmail()));
      const another = await linkOf(await ordered(await guestOf(anEmail())));
      const link = await linkOf(orderId);
      const { token: accessToken } = await guestOf(anEmail());
      const expired = `/order-links/${orderId}?token=${await expiredToken(orderId)}`;

      expect((await world.stranger.get(expired)).body).toMatchObject({ status: 410, code: 'link_expired' });
      const page = await world.stranger.get(expired, { headers: BROWSER });
      expect([page.status, page.text]).toEqual([410, expect.stringContaining('<h1>Link has expired</h1>')]);

      const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${tokenIn(link).split('.')[1]}.`;
      const wrong = [
        `/order-links/${orderId}`,
        `/order-links/${orderId}?token=${tokenIn(another)}`,
        `/order-links/${orderId}?token=${accessToken}`,
        `/order-links/${orderId}?token=${unsigned}`,
        `/order-links/${orderId}?token=${tokenIn(link).slice(0, -2)}`,
        `/order-links/${orderId}?token=a&token=b`,
        `/order-links/ORD-0000000000?token=${tokenIn(link)}`,
        `/order-links/nonsense?token=${tokenIn(link)}`,
      ];
      for (const path of wrong) {
        const { status, body } = await world.stranger.get(path);
        expect([path, status, body.code]).toEqual([path, 404, 'order_not_found']);
        const page = await world.stranger.get(path, { headers: BROWSER });
        expect([page.status, page.headers.get('cache-control')]).toEqual([404, 'no-store']);
        expect(page.text).toContain('<h1>This link does not open an order</h1>');
      }
    });

    it('is good for reading and for nothing else', async () => {
      const orderId = await ordered(await guestOf(anEmail()));
      const bearer = new Client(world.baseUrl, tokenIn(await linkOf(orderId)));
      for (const call of [bearer.get(`/orders/${orderId}`), bearer.post(`/orders/${orderId}/cancel`)]) {
        expect((await call).status).toBe(401);
      }
    });

    it('leaves its token in no log', async () => {
      const link = await linkOf(await ordered(await guestOf(anEmail())));
      await world.stranger.get(link);
      await world.stranger.get(`${link}x`);
      // Lines leave in batches; an orderly end leaves none behind.
      await world.api.stop();
      const printed = world.api.output();
      await world.restartApi();
      expect(printed).toContain('"route":"/order-links/:orderId"');
      expect(printed + world.worker!.output()).not.toContain(tokenIn(link));
      expect(printed).not.toMatch(/ORD-\w{10}\?/);
    });
  });

  describe('a guest', () => {
    it('with the address of an account is somebody else, and nothing is told of the account', async () => {
      const email = anEmail();
      const account = await accountOf(email);
      await ordered(account);
      const free = await world.stranger.post('/auth/guest', { email: anEmail() });
      const taken = await world.stranger.post('/auth/guest', { email });

      expect(taken.status).toBe(free.status);
      expect(Object.keys(taken.body)).toEqual(Object.keys(free.body));
      expect(taken.body.user).toEqual({ id: expect.any(String), email, name: null });
      expect(taken.body.user.id).not.toBe((await account.get('/auth/me')).body.id);
      const guest = new Client(world.baseUrl, taken.body.accessToken);
      expect((await guest.get('/orders')).body.orders).toEqual([]);
      expect((await world.stranger.post('/auth/login', { email, password: PASSWORD })).status).toBe(200);
    });
  });

  describe('claiming', () => {
    it('makes everything that was ordered with one’s address one’s own, with what was ordered since', async () => {
      const email = anEmail();
      const [first, second] = [await guestOf(email), await guestOf(email.toUpperCase())];
      const orders = [await ordered(first), await ordered(second), await ordered(first)];
      const account = await accountOf(email);
      orders.push(await ordered(account));
      const token = tokenIn(await linkOf(orders[1]!));
      expect((await account.get(`/orders/${orders[0]}`)).status).toBe(404);

      const claimed = await account.post('/orders/claim', { token }, { key: 'claim-1' });

      const ofGuests = [orders[2], orders[1], orders[0]];
      expect([claimed.status, claimed.body]).toEqual([
        200,
        { message: 'Orders claimed', orderIds: ofGuests },
      ]);
      const replayed = await account.post('/orders/claim', { token }, { key: 'claim-1' });
      expect([replayed.text, replayed.headers.get('idempotent-replayed')]).toEqual([claimed.text, 'true']);
      expect((await account.post('/orders/claim', { token })).body).toEqual(claimed.body);

      const newestFirst = orders.toReversed();
      const all = (await account.get('/orders')).body.orders;
      expect(all.map(({ orderId }: { orderId: string }) => orderId)).toEqual(newestFirst);
      const paged: string[] = [];
      for (let cursor: string | null = ''; cursor !== null && paged.length < 10;) {
        const query: string = cursor && `&cursor=${cursor}`;
        const { body } = await account.get(`/orders?limit=1${query}`);
        paged.push(body.orders[0].orderId);
        cursor = body.pageInfo.nextCursor;
      }
      expect(paged).toEqual(newestFirst);
      expect((await account.get('/orders?status=cancelled')).body.orders).toEqual([]);
      expect((await account.get(`/orders/${orders[0]}`)).body.shippingAddress.street).toBe('123 Main St');

      const { rows } = await world.db.query(
        `select a.facts, a.actor_id = a.subject_id::uuid as own from audit_log a where a.action = 'orders.claim' and a.facts->>'orderId' = $1`,
        [orders[1]],
      );
      expect(rows).toEqual([
        { own: true, facts: { orderId: orders[1], guests: [expect.any(String), expect.any(String)] } },
      ]);
      for (const { refreshToken } of [first, second]) {
        expect((await world.stranger.post('/auth/refresh', { refreshToken })).status).toBe(401);
      }
    });

    it('lets the account cancel, order again and pay, and leaves its cart alone', async () => {
      const email = anEmail();
      const guest = await guestOf(email);
      const productId = await world.product(9);
      const paid = await ordered(guest, productId);
      await fillCart(guest, productId);
      const { orderId: pending } = (await guest.post('/orders/create', { shippingAddress: ADDRESS })).body;
      const account = await accountOf(email);
      await fillCart(account, productId, 3);
      await account.post('/orders/claim', { token: tokenIn(await linkOf(paid)) });

      const cancelled = await account.post(`/orders/${paid}/cancel`);
      expect(cancelled.body).toMatchObject({ refundStatus: 'succeeded', clearedCart: null });
      expect((await account.get('/cart')).body.itemCount).toBe(3);
      expect((await account.post(`/orders/${paid}/reorder`)).body.itemCount).toBe(5);
      const payment = await account.post('/payment/process', { paymentDetails: { token: 'pm_card_visa' } });
      expect(payment.body).toMatchObject({ orderId: pending, paymentStatus: 'success' });
      await expectInvariants(world);
    });

    it('is done once, however often it is asked for at once', async () => {
      const email = anEmail();
      const orderId = await ordered(await guestOf(email));
      const token = tokenIn(await linkOf(orderId));
      const account = await accountOf(email);
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => account.post('/orders/claim', { token })),
      );
      expect(answers.map(({ status, body }) => [status, body.orderIds])).toEqual(
        answers.map(() => [200, [orderId]]),
      );
      const { rows } = await world.db.query(
        `select count(*)::int as rows from audit_log where action = 'orders.claim' and outcome = 'done' and facts->>'orderId' = $1`,
        [orderId],
      );
      expect(rows).toEqual([{ rows: 1 }]);
    });

    it('is refused to guests and to accounts of another address, which a link that was passed on does not help', async () => {
      const email = anEmail();
      const guest = await guestOf(email);
      const orderId = await ordered(guest);
      const token = tokenIn(await linkOf(orderId));
      const refusal = async (caller: Client, sent = token) => {
        const { status, body } = await caller.post('/orders/claim', { token: sent });
        return [status, body.code];
      };
      expect(await refusal(world.stranger)).toEqual([401, 'unauthorized']);
      expect(await refusal(guest)).toEqual([403, 'account_required']);
      const neighbour = await world.customer();
      expect(await refusal(neighbour)).toEqual([409, 'order_of_another_email']);
      const account = await accountOf(email);
      expect(await refusal(account, await expiredToken(orderId))).toEqual([410, 'link_expired']);
      expect(await refusal(account, account.token)).toEqual([404, 'order_not_found']);
      expect(await refusal(account, 'nonsense')).toEqual([404, 'order_not_found']);

      expect(await refusal(account)).toEqual([200, undefined]);

      expect(await refusal(neighbour)).toEqual([409, 'order_already_claimed']);
      const theirs = await ordered(neighbour);
      expect(await refusal(account, tokenIn(await linkOf(theirs)))).toEqual([409, 'order_already_claimed']);
      expect((await neighbour.get(`/orders/${orderId}`)).status).toBe(404);
      expect((await account.get(`/orders/${theirs}`)).status).toBe(404);
    });

    it('takes no guest over who has ordered nothing', async () => {
      const email = anEmail();
      const orderId = await ordered(await guestOf(email));
      const idle = await guestOf(email);
      const account = await accountOf(email);
      await account.post('/orders/claim', { token: tokenIn(await linkOf(orderId)) });
      expect((await world.stranger.post('/auth/refresh', { refreshToken: idle.refreshToken })).status).toBe(
        200,
      );
    });
  });
});
