import { encryptedCard } from '../support/card.js';
import { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { ledgerOf, orderRows, writingNothing } from '../support/rows.js';
import { ADDRESS, fillCart, paidBy, World } from '../support/world.js';

describe('customer journeys', () => {
  let world: World;
  let admin: Client;
  beforeAll(async () => {
    world = await World.start({ settings: { RETURN_URL_ORIGINS: 'https://shop.example' } });
    admin = await world.admin();
  });
  afterAll(() => world.stop());

  describe('an account', () => {
    const password = 'correct-horse-7';
    const register = async () => {
      const email = `J-${crypto.randomUUID()}@Example.com`;
      const answer = await world.stranger.post('/auth/register', { email, password, name: 'Ada Lovelace' });
      return { email, answer };
    };
    const refresh = (refreshToken: string) => world.stranger.post('/auth/refresh', { refreshToken });

    it('registers, is known, logs in again, and is refused with another password', async () => {
      const { email, answer } = await register();
      expect(answer.status).toBe(201);
      expect(answer.body).toEqual({
        accessToken: expect.any(String),
        refreshToken: expect.any(String),
        tokenType: 'Bearer',
        expiresIn: 900,
        user: { id: expect.stringMatching(/^usr_[0-9a-hjkmnp-tv-z]{26}$/), email, name: 'Ada Lovelace' },
      });
      expect(answer.headers.get('cache-control')).toBe('no-store');
      const me = await new Client(world.baseUrl, answer.body.accessToken).get('/auth/me');
      expect(me.body).toEqual({ ...answer.body.user, role: 'customer' });

      const again = await world.stranger.post('/auth/login', { email: ` ${email.toUpperCase()} `, password });
      expect([again.status, again.body.user]).toEqual([200, answer.body.user]);
      const wrong = await world.stranger.post('/auth/login', { email, password: 'another-password' });
      const nobody = await world.stranger.post('/auth/login', { email: 'nobody@example.com', password });
      expect([wrong.status, wrong.body.code]).toEqual([401, 'invalid_credentials']);
      expect({ ...nobody.body, requestId: null }).toEqual({ ...wrong.body, requestId: null });
    });

    it('an address is registered once, in whatever case', async () => {
      const { email } = await register();
      const again = await writingNothing(world, () =>
        world.stranger.post('/auth/register', { email: email.toLowerCase(), password }),
      );
      expect([again.status, again.body.code]).toEqual([409, 'email_taken']);
    });

    it('a refresh token is good for one refresh', async () => {
      const { answer } = await register();
      const next = await refresh(answer.body.refreshToken);
      expect(next.status).toBe(200);
      expect(next.body.user).toEqual(answer.body.user);
      expect(next.body.refreshToken).not.toBe(answer.body.refreshToken);
      const me = await new Client(world.baseUrl, next.body.accessToken).get('/auth/me');
      expect(me.body.id).toBe(answer.body.user.id);
      expect((await refresh(next.body.refreshToken)).status).toBe(200);
    });

    it('a refresh token that comes twice ends the session for whoever has it, and the audit tells', async () => {
      const { answer } = await register();
      const stolen = answer.body.refreshToken;
      const owner = await refresh(stolen);
      const thief = await refresh(stolen);
      expect([thief.status, thief.body.code]).toEqual([401, 'unauthorized']);
      const after = await refresh(owner.body.refreshToken);
      expect(after.status).toBe(401);
      const { rows } = await world.db.query(
        `select outcome from audit_log where action = 'auth.refresh' and outcome <> 'done' order by occurred_at desc limit 1`,
      );
      expect(rows).toEqual([{ outcome: 'refresh_token_reused' }]);
    });

    it('of two refreshes at once one gets the next token', async () => {
      const { answer } = await register();
      const both = await Promise.all([refresh(answer.body.refreshToken), refresh(answer.body.refreshToken)]);
      expect(both.map((each) => each.status).toSorted()).toEqual([200, 401]);
    });

    it('logging out voids the refresh tokens, of this session only; twice is fine', async () => {
      const { email, answer } = await register();
      const other = await world.stranger.post('/auth/login', { email, password });
      const client = new Client(world.baseUrl, answer.body.accessToken);
      for (const _ of [1, 2]) {
        const out = await client.call('POST', '/auth/logout');
        expect([out.status, out.text]).toEqual([204, '']);
      }
      expect((await refresh(answer.body.refreshToken)).status).toBe(401);
      expect((await refresh(other.body.refreshToken)).status).toBe(200);
    });

    it('a guest buys without a password, and opens nobody’s account', async () => {
      const { email, answer } = await register();
      const guests = [
        await world.stranger.post('/auth/guest', { email }),
        await world.stranger.post('/auth/guest', { email }),
      ];
      expect(guests.map((guest) => guest.status)).toEqual([201, 201]);
      expect(new Set([answer, ...guests].map((each) => each.body.user.id)).size).toBe(3);
      const guest = new Client(world.baseUrl, guests[0]!.body.accessToken);
      expect((await guest.get('/auth/me')).body).toMatchObject({ email, name: null, role: 'customer' });
      await fillCart(guest, await world.product(1));
      const placed = await guest.post('/orders/create', paidBy('pm_card_visa'));
      expect([placed.status, placed.body.status]).toEqual([201, 'confirmed']);
      expect((await world.mail.mailFor(placed.body.orderId, 'confirmed')).text).toContain('Hello,');
      const owner = new Client(world.baseUrl, answer.body.accessToken);
      expect((await owner.get('/orders')).body.orders).toEqual([]);
    });

    it.each([
      [{ email: 'ada', password }, ['email']],
      [{ email: 'a b@example.com', password }, ['email']],
      [{ email: 'ada@example.com\r\nBcc: eve@example.com', password }, ['email']],
      [{ email: 'ada@example.com', password: 'short' }, ['password']],
      [{ email: 'ada@example.com', password: 'x'.repeat(201) }, ['password']],
      [{ email: 'ada@example.com', password, name: 'a\nb' }, ['name']],
      [{ email: 'ada@example.com', password, role: 'admin' }, ['role']],
      [{}, ['email', 'password']],
    ])('refuses to register %j', async (body, fields) => {
      const refused = await writingNothing(world, () => world.stranger.post('/auth/register', body));
      expect(refused.status).toBe(400);
      expect(refused.body.errors.map((fault: { field: string }) => fault.field).toSorted()).toEqual(fields);
    });
  });

  describe('the catalogue', () => {
    it('is paged by name, without gap or repeat', async () => {
      const all = (await world.stranger.get('/products?limit=100')).body.products;
      const paged: object[] = [];
      let cursor: string | null = null;
      do {
        const query: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
        const { body } = await world.stranger.get(`/products?limit=7${query}`);
        paged.push(...body.products);
        cursor = body.pageInfo.nextCursor;
        expect(body.pageInfo.hasMore).toBe(cursor !== null);
      } while (cursor);
      const ids = (products: object[]) =>
        products.map((product) => (product as { productId: string }).productId);
      expect(ids(paged)).toEqual(ids(all));
      expect(new Set(ids(all)).size).toBe(all.length);
      expect((await world.stranger.get('/products')).body.products.length).toBe(Math.min(20, all.length));
    });

    it('is searched in any case, and a wildcard is only itself', async () => {
      const { body } = await world.stranger.get('/products?query=STONEWARE');
      expect(body.products.map((product: { productId: string }) => product.productId)).toContain('prod_mug');
      expect((await world.stranger.get('/products?query=%25_%25')).body.products).toEqual([]);
    });

    it('shows what could be ordered now, and forgets what is not sold any more', async () => {
      const productId = await world.product(5);
      const customer = await world.customer();
      await fillCart(customer, productId, 2);
      await customer.post('/orders/create', { shippingAddress: ADDRESS });
      expect((await world.stranger.get(`/products/${productId}`)).body).toEqual({
        productId,
        productName: `Product ${productId}`,
        description: '',
        price: 59.99,
        currency: 'USD',
        backorderable: false,
        available: 3,
      });
      await world.db.query('update products set active = false where id = $1', [productId]);
      const gone = await world.stranger.get(`/products/${productId}`);
      expect([gone.status, gone.body.error]).toEqual([404, 'Product not found']);
    });
  });

  describe('the cart', () => {
    it('adds, sets, removes and empties, and counts its versions', async () => {
      const customer = await world.customer();
      const [first, second] = [await world.product(9), await world.product(9, 1801)];
      expect((await customer.get('/cart')).body).toEqual({
        items: [],
        total: 0,
        itemCount: 0,
        currency: 'USD',
        version: 0,
        notices: [],
      });
      await fillCart(customer, first, 2);
      await fillCart(customer, first, 1);
      const { body: cart } = await fillCart(customer, second, 2);
      expect(cart).toMatchObject({ total: 215.99, itemCount: 5, notices: [] });
      expect(cart.items).toEqual([
        {
          productId: first,
          productName: `Product ${first}`,
          quantity: 3,
          price: 59.99,
          subtotal: 179.97,
          currency: 'USD',
          notice: null,
          available: 9,
        },
        {
          productId: second,
          productName: `Product ${second}`,
          quantity: 2,
          price: 18.01,
          subtotal: 36.02,
          currency: 'USD',
          notice: null,
          available: 9,
        },
      ]);
      const set = (quantity: number) =>
        customer.call('PATCH', `/cart/items/${first}`, { body: { quantity } });
      expect((await set(1)).body).toMatchObject({ itemCount: 3, version: cart.version + 1 });
      // Nothing changes, so it is the same cart.
      expect((await set(1)).body.version).toBe(cart.version + 1);
      expect((await set(0)).body).toMatchObject({ itemCount: 2, version: cart.version + 2 });
      const removed = await customer.call('DELETE', `/cart/items/${second}`);
      expect(removed.body).toMatchObject({ items: [], version: cart.version + 3 });
      await fillCart(customer, first);
      expect((await customer.call('DELETE', '/cart')).body).toMatchObject({ items: [], itemCount: 0 });
    });

    it('holds at most 999 of a product, and two additions at once both count', async () => {
      const customer = await world.customer();
      const productId = await world.product(9);
      await Promise.all(Array.from({ length: 5 }, () => fillCart(customer, productId, 3)));
      expect((await customer.get('/cart')).body.itemCount).toBe(15);
      const refused = await writingNothing(world, () => fillCart(customer, productId, 990));
      expect([refused.status, refused.body.errors[0].field]).toEqual([400, 'quantity']);
    });

    it('is quoted without a promise', async () => {
      const customer = await world.customer();
      const productId = await world.product(3);
      await fillCart(customer, productId, 2);
      const fromCart = await writingNothing(world, () =>
        customer.post('/orders/quote', { shippingAddress: ADDRESS }),
      );
      expect(fromCart.body).toEqual({
        total: 119.98,
        shippingCost: 9.99,
        tax: 9.6,
        taxes: [{ name: 'Tax', rate: 8, taxable: 119.98, tax: 9.6 }],
        grandTotal: 139.57,
        currency: 'USD',
        items: [
          { productId, productName: `Product ${productId}`, quantity: 2, price: 59.99, subtotal: 119.98 },
        ],
      });
      const items = [{ productId, quantity: 1 }];
      expect(
        (await customer.post('/orders/quote', { shippingAddress: ADDRESS, items })).body.grandTotal,
      ).toBe(74.78);
      const placed = await customer.post('/orders/create', paidBy('pm_card_visa', { expectedTotal: 139.57 }));
      expect(placed.body.grandTotal).toBe(fromCart.body.grandTotal);
    });

    it('is filled again from an earlier order, as far as that is still sold', async () => {
      const customer = await world.customer();
      const [kept, gone] = [await world.product(9), await world.product(9)];
      await fillCart(customer, kept, 2);
      await fillCart(customer, gone, 1);
      const { orderId } = (await customer.post('/orders/create', paidBy('pm_card_visa'))).body;
      await world.db.query('update products set active = false where id = $1', [gone]);
      await fillCart(customer, kept, 1);
      const reordered = await customer.post(`/orders/${orderId}/reorder`);
      expect(reordered.status).toBe(200);
      expect(reordered.body.items).toMatchObject([{ productId: kept, quantity: 3 }]);
      expect((await customer.get('/cart')).body).toEqual(reordered.body);
    });
  });

  it('the list of orders is paged newest first, and filtered by status', async () => {
    const customer = await world.customer();
    const productId = await world.product(20);
    const numbers: string[] = [];
    for (let count = 0; count < 5; count++) {
      const items = [{ productId, quantity: 1 }];
      const placed = await customer.post('/orders/create', paidBy('pm_card_visa', { items }), {
        key: `k${count}`,
      });
      numbers.unshift(placed.body.orderId);
    }
    await customer.post(`/orders/${numbers[1]}/cancel`);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
      const { body } = await customer.get(`/orders?limit=2${query}`);
      seen.push(...body.orders.map((order: { orderId: string }) => order.orderId));
      cursor = body.pageInfo.nextCursor;
      expect(body.pageInfo.hasMore).toBe(cursor !== null);
    } while (cursor);
    expect(seen).toEqual(numbers);
    const cancelled = (await customer.get('/orders?status=cancelled')).body.orders;
    expect(cancelled.map((order: { orderId: string }) => order.orderId)).toEqual([numbers[1]]);
    for (const extra of ['orderDetails', 'timeline', 'payments'])
      expect(cancelled[0]).not.toHaveProperty(extra);
  });

  describe('a card that asks for authentication', () => {
    async function askedOrder(more: object = {}) {
      const customer = await world.customer();
      const productId = await world.product(4);
      await fillCart(customer, productId, 2);
      const placed = await customer.post('/orders/create', {
        ...paidBy('unused', more),
        paymentDetails: await encryptedCard(customer, '4000002500003155'),
      });
      return { customer, productId, placed, orderId: placed.body.orderId as string };
    }

    /** What the buttons on the challenge page do. Gives back where the customer is sent. */
    async function answer(url: string, button: 'complete' | 'fail'): Promise<string> {
      const page = await (await fetch(url)).text();
      const action = page.match(new RegExp(`action="([^"]+/${button})"`))![1]!;
      const response = await fetch(new URL(action, url), { method: 'POST', redirect: 'manual' });
      expect(response.status).toBe(303);
      return response.headers.get('location')!;
    }

    const back = (location: string) => {
      expect(location.startsWith(`${world.baseUrl}/payment/return/`)).toBe(true);
      return world.stranger.get(location.slice(world.baseUrl.length));
    };

    it('is pending with a next action; the customer comes back and is paid, without waiting for a webhook', async () => {
      const { customer, productId, placed, orderId } = await askedOrder();
      expect(placed.status).toBe(201);
      expect(placed.body).toMatchObject({
        message: 'Order created',
        status: 'pending',
        paymentStatus: 'pending',
        transactionId: null,
        nextAction: { type: 'redirect', url: expect.stringContaining('/sandbox/challenge/pi_') },
      });
      expect(await world.stockOf(productId)).toEqual({ onHand: 4, held: 2 });
      expect((await customer.get('/cart')).body.items).toEqual([]);
      expect(await world.attemptsOf(orderId)).toMatchObject([{ status: 'requires_action' }]);
      expect(await world.gateway.chargesOf(orderId)).toEqual([]);
      // A client that lost the answer asks again and gets the same order, with where to go.
      const again = await customer.post('/orders/create', paidBy('pm_card_visa'));
      expect([again.status, again.body.orderId, again.body.nextAction]).toEqual([
        201,
        orderId,
        placed.body.nextAction,
      ]);
      await world.gateway.webhooks('pause');
      try {
        const returned = await back(await answer(placed.body.nextAction.url, 'complete'));
        expect(returned.status).toBe(200);
        expect(returned.body).toMatchObject({ paymentStatus: 'success', orderId, status: 'confirmed' });
      } finally {
        await world.gateway.webhooks('resume');
      }
      expect((await customer.get(`/orders/${orderId}`)).body).toMatchObject({
        status: 'confirmed',
        paymentStatus: 'paid',
        transactionId: expect.stringMatching(/^txn_/),
      });
      expect(await world.stockOf(productId)).toEqual({ onHand: 2, held: 0 });
      expect(await world.gateway.chargesOf(orderId)).toHaveLength(1);
      await world.mail.mailFor(orderId, 'confirmed');
    });

    it('is paid by the webhook alone where the customer never comes back', async () => {
      const { customer, placed, orderId } = await askedOrder();
      await answer(placed.body.nextAction.url, 'complete');
      await eventually(async () => (await customer.get(`/orders/${orderId}`)).body.status === 'confirmed');
      expect(await world.gateway.chargesOf(orderId)).toHaveLength(1);
      const { timeline } = (await customer.get(`/orders/${orderId}`)).body;
      expect(timeline.at(-1)).toMatchObject({ event: 'order.confirmed', actor: 'gateway' });
    });

    it('is failed where the customer does not pass, and another card pays the order', async () => {
      const { customer, productId, placed, orderId } = await askedOrder();
      const returned = await back(await answer(placed.body.nextAction.url, 'fail'));
      expect(returned.body).toMatchObject({ paymentStatus: 'failed', status: 'pending' });
      expect(await world.stockOf(productId)).toEqual({ onHand: 4, held: 0 });
      const order = (await customer.get(`/orders/${orderId}`)).body;
      expect(order).toMatchObject({ status: 'pending', paymentStatus: 'failed' });
      expect(order.payments).toMatchObject([{ status: 'failed', reason: 'Authentication failed' }]);
      const paid = await customer.post('/payment/process', {
        orderId,
        paymentDetails: { token: 'pm_card_visa' },
      });
      expect([paid.status, paid.body.status]).toEqual([200, 'confirmed']);
    });

    it('/payment/process answers 202 with the next action, and a new card closes the first attempt', async () => {
      const customer = await world.customer();
      await fillCart(customer, await world.product(1));
      const { orderId } = (await customer.post('/orders/create', { shippingAddress: ADDRESS })).body;
      const asked = await customer.post('/payment/process', {
        orderId,
        paymentDetails: { token: 'pm_card_authenticationRequired' },
      });
      expect(asked.status).toBe(202);
      expect(asked.body).toEqual({
        paymentStatus: 'pending',
        transactionId: null,
        orderId,
        intentId: expect.stringMatching(/^pi_/),
        status: 'pending',
        nextAction: { type: 'redirect', url: expect.any(String) },
      });
      const paid = await customer.post('/payment/process', {
        orderId,
        paymentDetails: { token: 'pm_card_visa' },
      });
      expect(paid.status).toBe(200);
      expect(await world.attemptsOf(orderId)).toMatchObject([
        { status: 'failed', failure_reason: 'abandoned' },
        { status: 'succeeded' },
      ]);
      // The first one can no longer be completed: its intent is cancelled at the gateway.
      await fetch(`${asked.body.nextAction.url}/complete`, { method: 'POST', redirect: 'manual' });
      expect(await world.gateway.chargesOf(orderId)).toHaveLength(1);
    });

    it('leads back to an address of the list, and to no other', async () => {
      const { placed, orderId } = await askedOrder({ returnUrl: 'https://shop.example/thanks?x=1' });
      const returned = await back(await answer(placed.body.nextAction.url, 'complete'));
      expect(returned.status).toBe(303);
      expect(returned.headers.get('location')).toBe(
        `https://shop.example/thanks?x=1&orderId=${orderId}&paymentStatus=paid`,
      );
    });

    it('what the address line claims decides nothing', async () => {
      const { customer, orderId } = await askedOrder();
      const [attempt] = await world.attemptsOf(orderId);
      const claimed = await world.stranger.get(`/payment/return/${attempt!.id}?redirect_status=succeeded`);
      expect(claimed.body).toMatchObject({ paymentStatus: 'pending', status: 'pending' });
      expect((await customer.get(`/orders/${orderId}`)).body.status).toBe('pending');
    });
  });

  describe('money goes back', () => {
    async function paidOrder() {
      const customer = await world.customer();
      const [first, second] = [await world.product(9), await world.product(9, 1801)];
      await fillCart(customer, first, 2);
      await fillCart(customer, second, 1);
      // 137.99 and 9.99 shipping and 11.04 tax.
      const { body } = await customer.post('/orders/create', paidBy('pm_card_visa'));
      expect(body.grandTotal).toBe(159.02);
      const refund = (request: object) =>
        admin.post(
          `/orders/${body.orderId}/refunds`,
          { reason: 'Damaged', ...request },
          { key: crypto.randomUUID() },
        );
      return { customer, first, second, orderId: body.orderId as string, refund };
    }

    it('by amount, until there is nothing left', async () => {
      const { customer, first, orderId, refund } = await paidOrder();
      const part = await refund({ amount: 10.5 });
      expect(part.status).toBe(200);
      expect(part.body).toMatchObject({ status: 'confirmed', paymentStatus: 'partially_refunded' });
      expect(part.body.refunds).toMatchObject([{ status: 'succeeded', amount: 10.5, reason: 'Damaged' }]);
      const before = await orderRows(world, orderId);
      const tooMuch = await refund({ amount: 148.53 });
      expect(await orderRows(world, orderId)).toEqual(before);
      expect(tooMuch.status).toBe(409);
      expect(tooMuch.body).toMatchObject({
        code: 'refund_exceeds_captured',
        refundable: 148.52,
        currency: 'USD',
      });
      expect((await refund({ amount: 148.52 })).body.paymentStatus).toBe('refunded');
      expect((await world.gateway.refundsOf(orderId)).map((each) => each.amount)).toEqual([1050, 14852]);
      expect(await ledgerOf(world, orderId)).toEqual([
        { movement: 'captured', amount_minor: 15902 },
        { movement: 'fee', amount_minor: 491 },
        { movement: 'refunded', amount_minor: 1050 },
        { movement: 'refunded', amount_minor: 14852 },
      ]);
      // Giving money back is no return: stock and status stay.
      expect(await world.stockOf(first)).toEqual({ onHand: 7, held: 0 });
      expect((await customer.get(`/orders/${orderId}`)).body).toMatchObject({ status: 'confirmed' });
      const cancelled = await customer.post(`/orders/${orderId}/cancel`);
      expect(cancelled.body).toMatchObject({ refundId: null, refundStatus: null });
      expect(await world.gateway.refundsOf(orderId)).toHaveLength(2);
    });

    it('by lines, with their shares of tax and shipping, each unit once', async () => {
      const { first, second, orderId, refund } = await paidOrder();
      const one = (productId: string, quantity = 1) => ({ lines: [{ productId, quantity }] });
      await refund(one(first));
      await refund(one(second));
      const { body } = await refund(one(first));
      const amounts = body.refunds.map((each: { amount: number }) => each.amount);
      expect(amounts).toEqual([69.14, 20.75, 69.13]);
      expect(Math.round(amounts.reduce((sum: number, each: number) => sum + each * 100, 0))).toBe(15902);
      const again = await writingNothing(world, () => refund(one(first)));
      expect([again.status, again.body.errors]).toEqual([
        400,
        [{ field: 'lines.0.quantity', message: '0 left to refund' }],
      ]);
      expect(await world.gateway.refundsOf(orderId)).toHaveLength(3);
    });

    it.each([
      ['nothing', {}, 'amount'],
      ['zero', { amount: 0 }, 'amount'],
      ['less than nothing', { amount: -1 }, 'amount'],
      ['a fraction of a cent', { amount: 1.005 }, 'amount'],
      ['a text', { amount: '10' }, 'amount'],
      ['no lines', { lines: [] }, 'lines'],
      [
        'a product that is not in the order',
        { lines: [{ productId: 'prod_mug', quantity: 1 }] },
        'lines.0.quantity',
      ],
      ['no reason', { amount: 1, reason: '' }, 'reason'],
      [
        'an amount and lines at once',
        { amount: 1, lines: [{ productId: 'prod_mug', quantity: 1 }] },
        'lines',
      ],
    ])('never for %s', async (_, request, field) => {
      const { refund } = await paidOrder();
      const refused = await writingNothing(world, () => refund(request));
      expect(refused.status).toBe(400);
      expect(refused.body.errors.map((fault: { field: string }) => fault.field)).toEqual([field]);
    });

    it('never without a key: twice would be two refunds', async () => {
      const { orderId } = await paidOrder();
      const refused = await writingNothing(world, () =>
        admin.post(`/orders/${orderId}/refunds`, { amount: 1, reason: 'Sorry' }),
      );
      expect([refused.status, refused.body.code]).toEqual([400, 'idempotency_key_required']);
      expect(await world.gateway.refundsOf(orderId)).toEqual([]);
    });

    it('not for an order that nobody has paid', async () => {
      const customer = await world.customer();
      await fillCart(customer, await world.product(1));
      const { orderId } = (await customer.post('/orders/create', { shippingAddress: ADDRESS })).body;
      const before = await orderRows(world, orderId);
      const request = { amount: 1, reason: 'Sorry' };
      const refused = await admin.post(`/orders/${orderId}/refunds`, request, { key: 'unpaid' });
      expect(await orderRows(world, orderId)).toEqual(before);
      expect([refused.status, refused.body.code]).toEqual([409, 'order_not_paid']);
    });
  });

  it('the bare address leads somewhere, and the documentation is served', async () => {
    const root = await world.stranger.get('/', { headers: { accept: 'text/html' }, offContract: true });
    expect(root.status).toBe(303);
    expect((await world.stranger.get('/docs', { offContract: true })).status).toBe(200);
    const { body } = await world.stranger.get('/docs/openapi.json', { offContract: true });
    expect(Object.keys(body.paths)).toContain('/orders/create');
    expect((await world.stranger.get('/health/live')).body).toEqual({ status: 'ok' });
  });
});
