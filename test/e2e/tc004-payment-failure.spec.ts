import { encryptedCard, encryptedPaymentData } from '../support/card.js';
import { ledgerOf } from '../support/rows.js';
import { ADDRESS, fillCart, paidBy, World } from '../support/world.js';

describe('TC004 payment failure', () => {
  let world: World;
  beforeAll(async () => (world = await World.start()));
  afterAll(() => world.stop());

  const DECLINES = [
    ['9995', '4000000000009995', '12/34', 'Insufficient funds', 'insufficient_funds'],
    ['0002', '4000000000000002', '12/34', 'Card declined', 'card_declined'],
    ['0119', '4000000000000119', '12/34', 'Card declined', 'card_declined'],
    ['0069', '4000000000000069', '12/34', 'Expired card', 'expired_card'],
    ['4242, past its expiry', '4242424242424242', '01/20', 'Expired card', 'expired_card'],
    ['0127', '4000000000000127', '12/34', 'Invalid card details', 'invalid_card_details'],
    ['0019', '4100000000000019', '12/34', 'Payment blocked', 'payment_blocked'],
  ] as const;

  it.each(DECLINES)(
    'card %s is declined with its reason and releases the stock',
    async (_, number, expiry, reason, stored) => {
      const customer = await world.customer();
      const productId = await world.product(2);
      await fillCart(customer, productId, 2);
      const { orderId } = (await customer.post('/orders/create', { shippingAddress: ADDRESS })).body;

      const declined = await customer.post('/payment/process', {
        orderId,
        encryptedPaymentData: await encryptedPaymentData(customer, number, expiry),
      });

      expect(declined.status).toBe(400);
      expect(declined.body).toEqual({
        type: '/problems/payment_failed',
        title: 'Payment failed',
        status: 400,
        detail: expect.any(String),
        instance: '/payment/process',
        error: 'Payment failed',
        code: 'payment_failed',
        requestId: declined.headers.get('x-request-id'),
        orderId,
        reason,
      });
      expect(await world.attemptsOf(orderId)).toMatchObject([
        { status: 'failed', failure_reason: stored, captured_minor: 0, transaction_id: null },
      ]);
      expect(await world.stockOf(productId)).toEqual({ onHand: 2, held: 0 });
      const order = (await customer.get(`/orders/${orderId}`)).body;
      expect(order).toMatchObject({ status: 'pending', paymentStatus: 'failed', transactionId: null });
      expect(order.payments).toMatchObject([{ status: 'failed', reason, transactionId: null }]);
      expect(order.timeline.map((entry: { event: string }) => entry.event)).toEqual([
        'order.created',
        'payment.started',
        'payment.failed',
      ]);
      expect(await world.gateway.chargesOf(orderId)).toEqual([]);
      expect(await ledgerOf(world, orderId)).toEqual([]);
    },
  );

  it('another card pays the same order, with its stock held again in between', async () => {
    const customer = await world.customer();
    const productId = await world.product(2);
    await fillCart(customer, productId, 2);
    const { orderId } = (await customer.post('/orders/create', { shippingAddress: ADDRESS })).body;
    await customer.post('/payment/process', {
      encryptedPaymentData: await encryptedPaymentData(customer, '4000000000009995'),
    });

    const paid = await customer.post('/payment/process', {
      encryptedPaymentData: await encryptedPaymentData(customer, '4242424242424242'),
    });

    expect([paid.status, paid.body.orderId, paid.body.status]).toEqual([200, orderId, 'confirmed']);
    expect(await world.attemptsOf(orderId)).toMatchObject([{ status: 'failed' }, { status: 'succeeded' }]);
    expect(await world.stockOf(productId)).toEqual({ onHand: 0, held: 0 });
    expect(await world.gateway.chargesOf(orderId)).toHaveLength(1);
    await world.mail.mailFor(orderId, 'confirmed');
    const subjects = world.mail.mails
      .map(({ subject }) => subject ?? '')
      .filter((each) => each.includes(orderId));
    expect(subjects.filter((subject) => subject.includes('confirmed'))).toHaveLength(1);
    // The second card may be faster than the mail about the first.
    expect(subjects.filter((subject) => !/confirmed|did not go through/.test(subject))).toEqual([]);
  });

  it('a declined checkout keeps the cart, and a second try with another card continues the same order', async () => {
    const customer = await world.customer();
    const productId = await world.product(5);
    const { body: cart } = await fillCart(customer, productId, 2);

    const declined = await customer.post('/orders/create', {
      ...paidBy('unused'),
      paymentDetails: await encryptedCard(customer, '4000000000009995'),
    });

    expect(declined.status).toBe(400);
    expect(declined.body).toMatchObject({ error: 'Payment failed', reason: 'Insufficient funds' });
    expect((await customer.get('/cart')).body).toEqual({ ...cart });
    expect(await world.stockOf(productId)).toEqual({ onHand: 5, held: 0 });

    const placed = await customer.post('/orders/create', paidBy('pm_card_visa'));
    expect(placed.status).toBe(201);
    expect(placed.body).toMatchObject({ orderId: declined.body.orderId, status: 'confirmed' });
    expect((await customer.get('/cart')).body.items).toEqual([]);
    expect((await customer.get('/orders')).body.orders).toHaveLength(1);
  });

  it('after a decline another address is another order, and nobody hears that the first one is superseded', async () => {
    const customer = await world.customer();
    const productId = await world.product(5);
    await fillCart(customer, productId, 2);
    const declined = await customer.post('/orders/create', paidBy('pm_card_chargeDeclined'));
    const placed = await customer.post('/orders/create', {
      ...paidBy('pm_card_visa'),
      shippingAddress: { ...ADDRESS, zipCode: '10002' },
    });
    expect(placed.status).toBe(201);
    expect(placed.body.orderId).not.toBe(declined.body.orderId);
    expect((await customer.get(`/orders/${declined.body.orderId}`)).body).toMatchObject({
      status: 'cancelled',
      cancelReason: 'superseded',
    });
    expect(await world.stockOf(productId)).toEqual({ onHand: 3, held: 0 });
    await world.mail.mailFor(placed.body.orderId, 'confirmed');
    const ended = `${declined.body.orderId} is cancelled`;
    expect(world.mail.mails.filter((mail) => mail.subject?.includes(ended))).toEqual([]);
  });

  it('tells when the stock was sold to somebody else between the decline and the next card', async () => {
    const [customer, faster] = [await world.customer(), await world.customer()];
    const productId = await world.product(2);
    await fillCart(customer, productId, 2);
    const { orderId } = (await customer.post('/orders/create', { shippingAddress: ADDRESS })).body;
    await customer.post('/payment/process', { orderId, paymentDetails: { token: 'pm_card_chargeDeclined' } });
    await fillCart(faster, productId);
    expect((await faster.post('/orders/create', paidBy('pm_card_visa'))).status).toBe(201);

    const short = await customer.post('/payment/process', {
      orderId,
      paymentDetails: { token: 'pm_card_visa' },
    });

    expect(short.status).toBe(400);
    expect(short.body).toMatchObject({
      error: 'Some items are out of stock',
      unavailableItems: [{ productId, requested: 2, available: 1 }],
    });
    expect(await world.gateway.chargesOf(orderId)).toEqual([]);
    expect(await world.attemptsOf(orderId)).toHaveLength(1);
    expect(await world.stockOf(productId)).toEqual({ onHand: 1, held: 0 });
  });
});
