import type { Client } from '../support/client.js';
import { expectInvariants } from '../support/invariants.js';
import { ADDRESS, fillCart, paidBy, World } from '../support/world.js';

describe('an order in another currency', () => {
  let world: World;
  let admin: Client;
  let customer: Client;
  beforeAll(async () => {
    world = await World.start();
    admin = await world.admin();
    for (const [currency, price] of [
      ['JPY', 500],
      ['KWD', 1.5],
      ['HUF', 990],
    ])
      await admin.call('PUT', '/tariffs/shipping', { body: { country: '*', currency, price } });
  });
  afterAll(() => world.stop());
  beforeEach(async () => {
    customer = await world.guest();
  });

  const refund = (orderId: string, wish: object, key: string) =>
    admin.post(`/orders/${orderId}/refunds`, { ...wish, reason: 'Arrived damaged' }, { key });

  it.each([
    {
      currency: 'JPY',
      priceMinor: 1_234,
      totals: { total: 2_468, shippingCost: 500, tax: 197, grandTotal: 3_165 },
      chargedMinor: 3_165,
      mailed: ['¥1,234', '¥197', '¥3,165'],
      part: 1_000,
      units: 1_583,
    },
    {
      currency: 'KWD',
      priceMinor: 4_125,
      totals: { total: 8.25, shippingCost: 1.5, tax: 0.66, grandTotal: 10.41 },
      chargedMinor: 10_410,
      mailed: ['KWD 4.125', 'KWD 0.660', 'KWD 10.410'],
      part: 1.23,
      units: 5.205,
    },
    {
      currency: 'HUF',
      priceMinor: 123_450,
      totals: { total: 2_469, shippingCost: 990, tax: 197.52, grandTotal: 3_656.52 },
      chargedMinor: 365_652,
      mailed: ['HUF 1,234.50', 'HUF 197.52', 'HUF 3,656.52'],
      part: 100.5,
      units: 1_828.26,
    },
  ])(
    'of $currency keeps its decimals from quote to refund',
    async ({ currency, priceMinor, totals, chargedMinor, mailed, part, units }) => {
      const productId = await world.product(9, priceMinor, { currency });
      await fillCart(customer, productId, 2);
      expect((await customer.get('/cart')).body).toMatchObject({ currency, total: totals.total });
      const quoted = await customer.post('/orders/quote', { shippingAddress: ADDRESS });
      expect(quoted.body).toMatchObject({ ...totals, currency });

      const wrong = paidBy('pm_card_visa', { expectedTotal: totals.grandTotal + 1 });
      expect((await customer.post('/orders/create', wrong)).body).toMatchObject({
        code: 'total_changed',
        ...totals,
      });
      const right = paidBy('pm_card_visa', { expectedTotal: totals.grandTotal });
      const placed = await customer.post('/orders/create', right);
      expect(placed.body).toMatchObject({ ...totals, currency, status: 'confirmed' });
      const { orderId } = placed.body;
      expect(await world.gateway.chargesOf(orderId)).toMatchObject([
        { amount: chargedMinor, currency: currency.toLowerCase() },
      ]);
      const { text } = await world.mail.mailFor(orderId, 'confirmed');
      const plain = text!.replaceAll(/\u00a0/g, ' ');
      for (const amount of mailed) expect(plain).toContain(amount);

      const byAmount = await refund(orderId, { amount: part }, `${orderId}-part`);
      expect(byAmount.body.refunds).toMatchObject([{ status: 'succeeded', amount: part }]);
      const byLines = await refund(orderId, { lines: [{ productId, quantity: 1 }] }, `${orderId}-unit`);
      const [, unit] = byLines.body.refunds;
      expect(unit.amount).toBe(units);
      // Of thousandths the gateway gives hundredths back: a person is asked, and gives an amount that it takes.
      expect(unit.status).toBe(currency === 'KWD' ? 'failed' : 'succeeded');
    },
  );

  it('of thousandths that the gateway does not take is refused before anything is charged', async () => {
    const productId = await world.product(9, 1_234, { currency: 'KWD' });
    await fillCart(customer, productId);
    const refused = await customer.post('/orders/create', paidBy('pm_card_visa'));
    // 1.234 + 0.099 + 1.500
    expect([refused.status, refused.body]).toMatchObject([400, { error: 'Invalid payment method' }]);
    const { orderId } = refused.body;
    expect((await customer.get(`/orders/${orderId}`)).body).toMatchObject({
      grandTotal: 2.833,
      status: 'pending',
    });
    expect(await world.attemptsOf(orderId)).toMatchObject([
      { status: 'failed', failure_reason: 'invalid_payment_method', failure_code: 'amount_not_supported' },
    ]);
    expect(await world.gateway.chargesOf(orderId)).toEqual([]);
    expect(await world.stockOf(productId)).toEqual({ onHand: 9, held: 0 });
  });

  it('is one currency’s: a cart of two says so, adds nothing up that differs, and is not ordered', async () => {
    const [dollars, yen] = [await world.product(9, 1_000), await world.product(9, 500, { currency: 'JPY' })];
    await fillCart(customer, dollars, 2);
    const { status, body } = await fillCart(customer, yen, 3);
    expect([status, body]).toMatchObject([
      200,
      {
        currency: 'USD',
        total: 20,
        items: [
          { price: 10, subtotal: 20, currency: 'USD' },
          { price: 500, subtotal: 1_500, currency: 'JPY' },
        ],
        notices: [{ productId: yen, code: 'other_currency' }],
      },
    ]);
    for (const path of ['/orders/quote', '/orders/create']) {
      const refused = await customer.post(path, { shippingAddress: ADDRESS });
      expect([refused.status, refused.body.code]).toEqual([400, 'validation_failed']);
    }
    await customer.call('DELETE', `/cart/items/${yen}`);
    expect((await customer.post('/orders/create', { shippingAddress: ADDRESS })).status).toBe(201);
  });

  it('without a shipping rate in it is not served', async () => {
    const productId = await world.product(9, 1_000, { currency: 'SEK' });
    await fillCart(customer, productId);
    const refused = await customer.post('/orders/create', { shippingAddress: ADDRESS });
    expect([refused.status, refused.body]).toMatchObject([
      400,
      { code: 'destination_not_served', country: 'US', region: 'NY', currency: 'SEK' },
    ]);
  });

  it('leaves everything adding up', () => expectInvariants(world));
});
