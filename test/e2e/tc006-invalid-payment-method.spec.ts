import { encryptedCard, encryptedPaymentData } from '../support/card.js';
import { writingNothing } from '../support/rows.js';
import { ADDRESS, fillCart, paidBy, World } from '../support/world.js';

describe('TC006 invalid payment method', () => {
  let world: World;
  beforeAll(
    async () =>
      (world = await World.start({ worker: false, settings: { PAYMENT_METHODS: 'credit_card,debit_card' } })),
  );
  afterAll(() => world.stop());

  it.each(['cheque', '', 'CREDIT_CARD', 'paypal', 'apple_pay', 'bank_transfer', 'crypto', '__proto__'])(
    'the method %j, unknown or switched off, is refused before anything is written',
    async (paymentMethod) => {
      const customer = await world.customer();
      const productId = await world.product(2);
      await fillCart(customer, productId);
      const body = { ...paidBy('pm_card_visa'), paymentMethod };
      const refused = await writingNothing(world, () => customer.post('/orders/create', body));
      expect(refused.status).toBe(400);
      expect(refused.body).toMatchObject({
        error: 'Invalid payment method',
        code: 'invalid_payment_method',
        instance: '/orders/create',
      });
      const { orderId } = (await customer.post('/orders/create', { shippingAddress: ADDRESS })).body;
      const unpaid = await writingNothing(world, () =>
        customer.post('/payment/process', {
          orderId,
          paymentMethod,
          paymentDetails: { token: 'pm_card_visa' },
        }),
      );
      expect([unpaid.status, unpaid.body.error]).toEqual([400, 'Invalid payment method']);
      expect(await world.gateway.journal()).toEqual([]);
    },
  );

  it('a token that the gateway does not know is refused; the stock is released and the order still waits', async () => {
    const customer = await world.customer();
    const productId = await world.product(2);
    await fillCart(customer, productId);
    const { orderId } = (await customer.post('/orders/create', { shippingAddress: ADDRESS })).body;

    const refused = await customer.post('/payment/process', {
      orderId,
      paymentDetails: { token: 'pm_nobody' },
    });

    expect(refused.status).toBe(400);
    expect(refused.body).toEqual({
      type: '/problems/invalid_payment_method',
      title: 'Invalid payment method',
      status: 400,
      detail: expect.any(String),
      instance: '/payment/process',
      error: 'Invalid payment method',
      code: 'invalid_payment_method',
      requestId: refused.headers.get('x-request-id'),
      orderId,
    });
    expect(await world.attemptsOf(orderId)).toMatchObject([
      { status: 'failed', failure_reason: 'invalid_payment_method' },
    ]);
    expect(await world.stockOf(productId)).toEqual({ onHand: 2, held: 0 });
    expect((await customer.get(`/orders/${orderId}`)).body).toMatchObject({
      status: 'pending',
      paymentStatus: 'failed',
    });
    expect(await world.gateway.chargesOf(orderId)).toEqual([]);
    const paid = await customer.post('/payment/process', {
      orderId,
      paymentDetails: { token: 'pm_card_visa' },
    });
    expect([paid.status, paid.body.status]).toEqual([200, 'confirmed']);
  });

  it.each([
    ['whose check digit is wrong', '4242424242424241'],
    ['that is too short', '42424242'],
    ['of letters', 'not-a-card-number'],
  ])('a card number %s is refused at checkout, and the cart stays', async (_, number) => {
    const customer = await world.customer();
    const productId = await world.product(2);
    const { body: cart } = await fillCart(customer, productId);
    const refused = await customer.post('/orders/create', {
      ...paidBy('unused'),
      paymentDetails: await encryptedCard(customer, number),
    });
    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject({ error: 'Invalid payment method', code: 'invalid_payment_method' });
    expect(refused.text).not.toContain(number);
    expect(await world.stockOf(productId)).toEqual({ onHand: 2, held: 0 });
    expect((await customer.get('/cart')).body).toEqual(cart);
    expect(await world.gateway.chargesOf(refused.body.orderId)).toEqual([]);
  });

  it('a whole card whose number is none is refused in /payment/process', async () => {
    const customer = await world.customer();
    await fillCart(customer, await world.product(1));
    await customer.post('/orders/create', { shippingAddress: ADDRESS });
    const refused = await customer.post('/payment/process', {
      encryptedPaymentData: await encryptedPaymentData(customer, '4242424242424241'),
    });
    expect([refused.status, refused.body.error]).toEqual([400, 'Invalid payment method']);
  });

  it('GET /payment/methods lists exactly the methods that are switched on', async () => {
    const { body } = await world.stranger.get('/payment/methods');
    expect(body.methods).toEqual([
      { method: 'credit_card', label: 'Credit card', needs: 'card', continues: null, windowMinutes: 15 },
      { method: 'debit_card', label: 'Debit card', needs: 'card', continues: null, windowMinutes: 15 },
    ]);
  });
});
