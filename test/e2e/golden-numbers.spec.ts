import { randomUUID } from 'node:crypto';
import { encryptedPaymentData } from '../support/card.js';
import type { Client } from '../support/client.js';
import { ADDRESS, fillCart, World } from '../support/world.js';

/** The specification's Order Response. Its 129.99 is 2 x 59.99 and a fee of 10.01. */
const GOLDEN = {
  total: 129.99,
  shippingCost: 9.99,
  tax: 10.4,
  taxes: [{ name: 'Tax', rate: 8, taxable: 129.99, tax: 10.4 }],
  grandTotal: 150.38,
  currency: 'USD',
  adjustments: [{ kind: 'fee', label: 'Gift wrapping', amount: 10.01 }],
};

describe('the numbers of the specification', () => {
  let world: World;
  let customer: Client;
  let productId: string;
  beforeAll(async () => (world = await World.start()));
  afterAll(() => world.stop());
  beforeEach(async () => {
    customer = await world.customer();
    productId = await world.product(5);
  });

  const items = () => [
    { productId, productName: `Product ${productId}`, quantity: 2, price: 59.99, subtotal: 119.98 },
  ];

  it('an imported order reads 129.99 + 9.99 + 10.40 = 150.38', async () => {
    const number = 'ORD-12345ABCDE';
    const [orderId, attemptId] = [randomUUID(), randomUUID()];
    const taxes = JSON.stringify([
      { productClass: 'standard', name: 'Tax', basisPoints: 800, taxableMinor: 12999, taxMinor: 1040 },
    ]);
    const personal = {
      email: 'a@example.com',
      name: null,
      shippingAddress: ADDRESS,
      billingAddress: ADDRESS,
    };
    await world.db.query(
      `with customer as (
         select user_id as id from sessions order by created_at desc limit 1
       ), imported as (
         insert into orders (id, number, customer_id, cart_cleared, status, payment_status, hold, payment_method,
           currency, total_minor, shipping_minor, tax_minor, taxes, grand_total_minor, destination_key, personal,
           email_status, paid_attempt_id, created_at)
         select $1, $2, id, true, 'confirmed', 'paid', 'sold', 'credit_card', 'USD', 12999, 999, 1040, $7, 15038, '', $3,
           'sent', $4, '2024-01-15T10:30:00Z' from customer
       ), lined as (
         insert into order_lines (order_id, line_no, customer_id, product_id, product_name, quantity, price_minor, subtotal_minor)
         select $1, 1, id, $5, $6, 2, 5999, 11998 from customer
       ), adjusted as (
         insert into order_adjustments (order_id, line_no, customer_id, kind, label, amount_minor)
         select $1, 1, id, 'fee', 'Gift wrapping', 1001 from customer
       )
       insert into payment_attempts (id, order_id, customer_id, gateway, method, amount_minor, currency, status,
         transaction_id, captured_minor, refunded_minor, deadline_at, settled_at)
       select $4, $1, id, 'stripe', 'credit_card', 15038, 'USD', 'succeeded', 'txn_123', 15038, 0, now(), now()
       from customer`,
      [orderId, number, personal, attemptId, productId, `Product ${productId}`, taxes],
    );
    const flat = {
      ...GOLDEN,
      orderId: number,
      status: 'confirmed',
      items: items(),
      shippingAddress: ADDRESS,
      billingAddress: ADDRESS,
      paymentStatus: 'paid',
      transactionId: 'txn_123',
      createdAt: '2024-01-15T10:30:00.000Z',
    };
    const { body: list } = await customer.get('/orders');
    expect(list.orders).toMatchObject([flat]);
    const { body: order } = await customer.get(`/orders/${number}`);
    expect(order).toMatchObject({ ...flat, orderDetails: flat, payments: [{ amount: 150.38 }] });
  });

  it('the same order is charged, mailed and refunded with the same numbers', async () => {
    await fillCart(customer, productId, 2);
    const { orderId } = (await customer.post('/orders/create', { shippingAddress: ADDRESS })).body;
    const admin = await world.admin();
    const fee = { kind: 'fee', label: 'Gift wrapping', amount: 10.01 };
    const adjusted = await admin.post(`/orders/${orderId}/adjustments`, fee, { key: orderId });
    expect(adjusted.body).toMatchObject({ ...GOLDEN, items: items(), status: 'pending' });

    const paid = await customer.post('/payment/process', {
      orderId,
      encryptedPaymentData: await encryptedPaymentData(customer, '4242424242424242'),
    });

    expect(paid.status).toBe(200);
    expect((await customer.get(`/orders/${orderId}`)).body).toMatchObject({
      ...GOLDEN,
      items: items(),
      status: 'confirmed',
      paymentStatus: 'paid',
      transactionId: paid.body.transactionId,
    });
    expect((await world.gateway.chargesOf(orderId)).map((charge) => charge.amount)).toEqual([15038]);
    const { text } = await world.mail.mailFor(orderId, 'confirmed');
    for (const amount of ['$119.98', 'Gift wrapping', '$10.01', '$9.99', '$10.40', '$150.38'])
      expect(text).toContain(amount);

    // One unit after the other, each with its shares of fee, tax and shipping: all that was paid.
    const one = { lines: [{ productId, quantity: 1 }], reason: 'Arrived damaged' };
    const half = await admin.post(`/orders/${orderId}/refunds`, one, { key: 'first' });
    expect(half.body.paymentStatus).toBe('partially_refunded');
    const refunded = await admin.post(`/orders/${orderId}/refunds`, one, { key: 'second' });
    const amounts = refunded.body.refunds.map((refund: { amount: number }) => refund.amount);
    expect(amounts).toEqual([75.19, 75.19]);
    expect(refunded.body.paymentStatus).toBe('refunded');
    const rest = await customer.post(`/orders/${orderId}/cancel`);
    expect(rest.body).toMatchObject({ refundId: null, refundStatus: null });
    const sent = (await world.gateway.refundsOf(orderId)).map((refund) => refund.amount);
    expect(sent).toEqual([7519, 7519]);
  });

  it('the database refuses an order whose totals do not add up', async () => {
    await fillCart(customer, productId);
    const { orderId } = (await customer.post('/orders/create', { shippingAddress: ADDRESS })).body;
    await expect(
      world.db.query('update orders set grand_total_minor = 15039 where number = $1', [orderId]),
    ).rejects.toThrow('totals_add_up');
  });
});
