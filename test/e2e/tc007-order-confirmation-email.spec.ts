import { eventually } from '../support/eventually.js';
import { ADDRESS, fillCart, paidBy, World } from '../support/world.js';

describe('TC007 order confirmation email', () => {
  let world: World;
  beforeAll(async () => (world = await World.start()));
  afterAll(() => world.stop());

  const mailsOf = (orderId: string) => world.mail.mails.filter((mail) => mail.subject?.includes(orderId));

  it('sends one mail to the customer, with the whole order, and the order tells that it is sent', async () => {
    const customer = await world.customer();
    const { email } = (await customer.get('/auth/me')).body;
    const productId = await world.product(5);
    await fillCart(customer, productId, 2);
    const billingAddress = { ...ADDRESS, street: '7 Bill Street', city: 'Albany' };

    const placed = await customer.post('/orders/create', paidBy('pm_card_visa', { billingAddress }));

    const { orderId } = placed.body;
    expect(placed.body.emailStatus).toBe('queued');
    const mail = await world.mail.mailFor(orderId, 'confirmed');
    expect(mail.subject).toBe(`Your order ${orderId} is confirmed`);
    expect(mail.to).toMatchObject({ value: [{ address: email, name: 'Ada Customer' }] });
    expect(mail.from).toMatchObject({ value: [{ address: 'orders@settle.example', name: 'Settle' }] });
    for (const words of [
      'Hello Ada Customer,',
      orderId,
      `Product ${productId}`,
      '2 × $59.99',
      '$119.98',
      '$9.99',
      '$9.60',
      '$139.57',
      '123 Main St',
      'New York, NY 10001',
      '7 Bill Street',
      'Credit card',
    ]) {
      expect(mail.text).toContain(words);
      expect(mail.html).toContain(words);
    }
    await eventually(async () => (await customer.get(`/orders/${orderId}`)).body.emailStatus === 'sent');
    const { rows } = await world.db.query(
      `select m.message_id, m.status, m.tries, e.id from mails m join events e on e.id = m.event_id
       join orders o on o.id = e.order_id where o.number = $1 and e.type = 'order.confirmed'`,
      [orderId],
    );
    expect(rows).toEqual([
      {
        message_id: mail.messageId,
        status: 'sent',
        tries: 1,
        id: mail.messageId!.match(/^<([0-9a-f-]{36})\.order-confirmed@settle\.example>$/)![1],
      },
    ]);
    expect(mailsOf(orderId)).toHaveLength(1);
  });

  it('confirms nothing while an order is unpaid or declined, and once when it is paid after all', async () => {
    const customer = await world.customer();
    await fillCart(customer, await world.product(2));
    const { orderId } = (await customer.post('/orders/create', { shippingAddress: ADDRESS })).body;
    await customer.post('/payment/process', { orderId, paymentDetails: { token: 'pm_card_chargeDeclined' } });
    // Another order's mail is out: had there been one for this order before it, it would be here.
    const other = await world.customer();
    await fillCart(other, await world.product(1));
    const { body } = await other.post('/orders/create', paidBy('pm_card_visa'));
    await world.mail.mailFor(body.orderId, 'confirmed');
    await world.mail.mailFor(orderId, 'did not go through');
    expect(mailsOf(orderId)).toHaveLength(1);

    await customer.post('/payment/process', { orderId, paymentDetails: { token: 'pm_card_visa' } });
    await customer.post('/payment/process', { orderId, paymentDetails: { token: 'pm_card_visa' } });

    await world.mail.mailFor(orderId, 'confirmed');
    expect(mailsOf(orderId)).toHaveLength(2);
  });

  it('a payment that the webhook tells of twice, before the answer, is one mail', async () => {
    const customer = await world.customer();
    await fillCart(customer, await world.product(1));
    const { body } = await customer.post('/orders/create', paidBy('pm_sandbox_webhook_first'));
    expect(body).toMatchObject({ status: 'confirmed', message: 'Order placed successfully' });
    await world.mail.mailFor(body.orderId, 'confirmed');
    await eventually(async () => {
      const { rows } = await world.db.query(
        `select count(*)::int as waiting from stored_webhooks where applied_at is null`,
      );
      return rows[0].waiting === 0;
    });
    expect(mailsOf(body.orderId)).toHaveLength(1);
    const { rows } = await world.db.query(
      `select count(*)::int as n from events e join orders o on o.id = e.order_id where o.number = $1 and e.type = 'order.confirmed'`,
      [body.orderId],
    );
    expect(rows[0].n).toBe(1);
  });

  it('what a customer or a catalogue writes stays text, in headers and in HTML', async () => {
    const { body } = await world.stranger.post('/auth/register', {
      email: `o'brien+${crypto.randomUUID()}@example.com`,
      password: 'a-long-password',
      name: '<b>Ada</b>, "eve@example.com" & Sons',
    });
    const { Client } = await import('../support/client.js');
    const customer = new Client(world.baseUrl, body.accessToken);
    const productId = await world.product(1);
    await world.db.query(`update products set name = '<script>alert(1)</script> {{order}}' where id = $1`, [
      productId,
    ]);
    await fillCart(customer, productId);
    const street = '<img src=x> \u202Etnim\u202C 🏠';
    const placed = await customer.post(
      '/orders/create',
      paidBy('pm_card_visa', { shippingAddress: { ...ADDRESS, street } }),
    );
    const mail = await world.mail.mailFor(placed.body.orderId, 'confirmed');
    expect(mail.to).toMatchObject({ value: [{ address: body.user.email, name: body.user.name }] });
    expect(mail.html).not.toMatch(/<script|<img src=x|<b>Ada/);
    expect(mail.html).toContain('&lt;script&gt;');
    expect(mail.text).toContain('{{order}}');
    expect(mail.text).not.toContain('\u202E');
    expect(placed.body.shippingAddress.street).toBe(street);
  });
});
