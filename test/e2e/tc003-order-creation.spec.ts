import { rowsOf, writingNothing } from '../support/rows.js';
import { ADDRESS, fillCart, World } from '../support/world.js';

describe('TC003 order creation', () => {
  let world: World;
  beforeAll(async () => (world = await World.start()));
  afterAll(() => world.stop());

  it('creates a pending order at today’s prices, holds its stock and clears the cart', async () => {
    const customer = await world.customer();
    const [first, second] = [await world.product(5), await world.product(3, 1801)];
    await fillCart(customer, first, 2);
    await fillCart(customer, second, 3);

    const created = await customer.post('/orders/create', { shippingAddress: ADDRESS });

    expect(created.status).toBe(201);
    const details = {
      orderId: expect.stringMatching(/^ORD-[0-9A-HJKMNP-TV-Z]{10}$/),
      status: 'pending',
      total: 174.01,
      shippingCost: 9.99,
      tax: 13.92,
      taxes: [{ name: 'Tax', rate: 8, taxable: 174.01, tax: 13.92 }],
      grandTotal: 197.92,
      currency: 'USD',
      items: [
        { productId: first, productName: `Product ${first}`, quantity: 2, price: 59.99, subtotal: 119.98 },
        { productId: second, productName: `Product ${second}`, quantity: 3, price: 18.01, subtotal: 54.03 },
      ],
      adjustments: [],
      shippingAddress: ADDRESS,
      billingAddress: ADDRESS,
      paymentMethod: null,
      paymentStatus: 'unpaid',
      transactionId: null,
      emailStatus: null,
      cancelReason: null,
      expiresAt: expect.any(String),
      createdAt: expect.any(String),
    };
    expect(created.body).toEqual({ ...details, message: 'Order created', orderDetails: details });
    const { orderId, expiresAt, createdAt } = created.body;
    expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(15 * 60_000);

    expect(await world.stockOf(first)).toEqual({ onHand: 5, held: 2 });
    expect(await world.stockOf(second)).toEqual({ onHand: 3, held: 3 });
    expect((await customer.get('/cart')).body).toMatchObject({ items: [], total: 0, itemCount: 0 });
    expect(await world.attemptsOf(orderId)).toEqual([]);
    expect(await world.gateway.journal()).toEqual([]);
    expect((await customer.get(`/orders/${orderId}`)).body).toMatchObject({
      ...details,
      timeline: [{ event: 'order.created', from: null, to: 'pending', actor: 'customer' }],
      tracking: [],
      payments: [],
      refunds: [],
    });
  });

  it('answers a second create for the emptied cart with the same order', async () => {
    const customer = await world.customer();
    await fillCart(customer, await world.product(2));
    const body = { shippingAddress: ADDRESS };
    const first = await customer.post('/orders/create', body);
    const second = await writingNothing(world, () => customer.post('/orders/create', body));
    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
  });

  it('keeps another billing address', async () => {
    const customer = await world.customer();
    await fillCart(customer, await world.product(1));
    const billingAddress = { street: '1 Rue de la Paix', city: 'Paris', zipCode: '75002', country: 'FR' };
    const { body } = await customer.post('/orders/create', { shippingAddress: ADDRESS, billingAddress });
    expect([body.shippingAddress, body.billingAddress]).toEqual([ADDRESS, billingAddress]);
  });

  it('a method without details creates only, too', async () => {
    const customer = await world.customer();
    const productId = await world.product(1);
    await fillCart(customer, productId);
    const created = await customer.post('/orders/create', {
      shippingAddress: ADDRESS,
      paymentMethod: 'credit_card',
    });
    expect([created.status, created.body.status, created.body.message]).toEqual([
      201,
      'pending',
      'Order created',
    ]);
    expect(await world.stockOf(productId)).toEqual({ onHand: 1, held: 1 });
    expect((await customer.get('/cart')).body.items).toEqual([]);
  });

  it('orders given items under a key, and leaves the cart alone', async () => {
    const customer = await world.customer();
    const [inCart, ordered] = [await world.product(4), await world.product(4)];
    const { body: cart } = await fillCart(customer, inCart, 3);
    const created = await customer.post(
      '/orders/create',
      { shippingAddress: ADDRESS, items: [{ productId: ordered, quantity: 2 }] },
      { key: crypto.randomUUID() },
    );
    expect(created.status).toBe(201);
    expect(created.body.items).toMatchObject([{ productId: ordered, quantity: 2 }]);
    expect((await customer.get('/cart')).body).toEqual(cart);
    expect(await world.stockOf(inCart)).toEqual({ onHand: 4, held: 0 });
    expect(await world.stockOf(ordered)).toEqual({ onHand: 4, held: 2 });
  });

  it('refuses to order at another total than the customer has seen, and tells the new one', async () => {
    const customer = await world.customer();
    const productId = await world.product(2);
    await fillCart(customer, productId);
    const seen = (await customer.post('/orders/quote', { shippingAddress: ADDRESS })).body.grandTotal;
    expect(seen).toBe(74.78);
    await world.db.query('update products set price_minor = 6999 where id = $1', [productId]);
    const body = { shippingAddress: ADDRESS, expectedTotal: seen };
    const refused = await writingNothing(world, () => customer.post('/orders/create', body));
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      code: 'total_changed',
      total: 69.99,
      shippingCost: 9.99,
      tax: 5.6,
      grandTotal: 85.58,
      currency: 'USD',
    });
    const created = await customer.post('/orders/create', { ...body, expectedTotal: 85.58 });
    expect([created.status, created.body.grandTotal]).toEqual([201, 85.58]);
  });

  it('keeps at most three orders waiting for a payment', async () => {
    const customer = await world.customer();
    const productId = await world.product(9);
    for (let order = 0; order < 3; order++) {
      await fillCart(customer, productId);
      expect((await customer.post('/orders/create', { shippingAddress: ADDRESS })).status).toBe(201);
    }
    await fillCart(customer, productId);
    const refused = await writingNothing(world, () =>
      customer.post('/orders/create', { shippingAddress: ADDRESS }),
    );
    expect([refused.status, refused.body.code]).toEqual([409, 'too_many_pending_orders']);
    const [{ orderId }] = (await customer.get('/orders')).body.orders;
    await customer.post(`/orders/${orderId}/cancel`);
    await fillCart(customer, productId);
    expect((await customer.post('/orders/create', { shippingAddress: ADDRESS })).status).toBe(201);
  });

  it('an empty cart makes no order', async () => {
    const customer = await world.customer();
    const before = await rowsOf(world);
    const refused = await customer.post('/orders/create', { shippingAddress: ADDRESS });
    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject({ error: 'Cart is empty', code: 'cart_empty' });
    expect(await rowsOf(world)).toEqual(before);
  });

  it('an order that nobody pays ends when its window closes, and gives its stock back', async () => {
    const customer = await world.customer();
    const productId = await world.product(1);
    await fillCart(customer, productId);
    const { orderId } = (await customer.post('/orders/create', { shippingAddress: ADDRESS })).body;
    await world.db.query(`update orders set expires_at = now() where number = $1`, [orderId]);
    const mail = await world.mail.mailFor(orderId, 'cancelled');
    expect(mail.text).toContain('not paid in time');
    expect((await customer.get(`/orders/${orderId}`)).body).toMatchObject({
      status: 'cancelled',
      cancelReason: 'payment_expired',
      paymentStatus: 'unpaid',
      refunds: [],
    });
    expect(await world.stockOf(productId)).toEqual({ onHand: 1, held: 0 });
  });
});
