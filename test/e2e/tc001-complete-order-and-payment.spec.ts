import { fillCart, paidBy, World } from '../support/world.js';
import { encryptedCard } from '../support/card.js';

describe('TC001 complete order and payment', () => {
  let world: World;
  beforeAll(async () => (world = await World.start()));
  afterAll(() => world.stop());

  it('places a paid order from the cart in one call', async () => {
    const customer = await world.customer();
    const productId = await world.product(5);
    await fillCart(customer, productId, 2);

    const placed = await customer.post('/orders/create', {
      ...paidBy('unused'),
      paymentDetails: await encryptedCard(customer, '4242424242424242'),
    });

    expect(placed.status).toBe(201);
    expect(placed.body).toMatchObject({
      message: 'Order placed successfully',
      status: 'confirmed',
      paymentStatus: 'paid',
      total: 119.98,
      shippingCost: 9.99,
      tax: 9.6,
      grandTotal: 139.57,
      emailStatus: 'queued',
      items: [{ productId, quantity: 2, price: 59.99, subtotal: 119.98 }],
    });
    expect(placed.body.orderId).toMatch(/^ORD-[0-9A-HJKMNP-TV-Z]{10}$/);
    expect(placed.body.transactionId).toMatch(/^txn_/);

    expect(await world.stockOf(productId)).toEqual({ onHand: 3, held: 0 });
    expect((await customer.get('/cart')).body.items).toEqual([]);
    expect(await world.attemptsOf(placed.body.orderId)).toMatchObject([{ status: 'succeeded' }]);
    const charges = await world.gateway.chargesOf(placed.body.orderId);
    expect(charges.map(({ amount, currency }) => ({ amount, currency }))).toEqual([
      { amount: 13957, currency: 'usd' },
    ]);
    const mail = await world.mail.mailFor(placed.body.orderId, 'confirmed');
    expect(mail.text).toContain('$139.57');
  });

  it('answers a second identical create with the same order', async () => {
    const customer = await world.customer();
    const productId = await world.product(5);
    await fillCart(customer, productId);
    const first = await customer.post('/orders/create', paidBy('pm_card_visa'));
    const second = await customer.post('/orders/create', paidBy('pm_card_visa'));
    expect([second.status, second.body.orderId]).toEqual([201, first.body.orderId]);
    expect(await world.gateway.chargesOf(first.body.orderId)).toHaveLength(1);
  });
});
