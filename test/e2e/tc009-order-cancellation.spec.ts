import type { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { ledgerOf, writingNothing } from '../support/rows.js';
import { ADDRESS, fillCart, paidBy, World } from '../support/world.js';

describe('TC009 order cancellation', () => {
  let world: World;
  let admin: Client;
  beforeAll(async () => {
    world = await World.start();
    admin = await world.admin();
  });
  afterAll(() => world.stop());

  async function paidOrder(
    token = 'pm_card_visa',
  ): Promise<{ customer: Client; productId: string; orderId: string }> {
    const customer = await world.customer();
    const productId = await world.product(5);
    await fillCart(customer, productId, 2);
    const { body } = await customer.post('/orders/create', paidBy(token));
    return { customer, productId, orderId: body.orderId };
  }

  it('refunds the money, restores the stock, clears the cart and writes a mail', async () => {
    const { customer, productId, orderId } = await paidOrder();
    const other = await world.product(4);
    await fillCart(customer, other, 3);

    const cancelled = await customer.post(`/orders/${orderId}/cancel`, {
      reason: 'Ordered the wrong colour',
    });

    expect(cancelled.status).toBe(200);
    expect(cancelled.body).toEqual({
      message: 'Order cancelled',
      orderId,
      refundId: expect.stringMatching(/^ref_[0-9a-hjkmnp-tv-z]{26}$/),
      refundStatus: 'succeeded',
      clearedCart: [{ productId: other, quantity: 3 }],
    });
    const { refundId } = cancelled.body;
    expect(await world.stockOf(productId)).toEqual({ onHand: 5, held: 0 });
    expect((await customer.get('/cart')).body.items).toEqual([]);
    const refunds = await world.gateway.refundsOf(orderId);
    expect(refunds.map(({ amount, currency }) => ({ amount, currency }))).toEqual([
      { amount: 13957, currency: 'usd' },
    ]);
    expect(await ledgerOf(world, orderId)).toEqual([
      { movement: 'captured', amount_minor: 13957 },
      { movement: 'fee', amount_minor: 435 },
      { movement: 'refunded', amount_minor: 13957 },
    ]);
    expect(await world.attemptsOf(orderId)).toMatchObject([
      { status: 'succeeded', captured_minor: 13957, refunded_minor: 13957 },
    ]);
    const order = (await customer.get(`/orders/${orderId}`)).body;
    expect(order).toMatchObject({
      status: 'cancelled',
      paymentStatus: 'refunded',
      cancelReason: 'customer_request',
      refunds: [{ refundId, status: 'succeeded', amount: 139.57 }],
    });
    expect(order.timeline.slice(-3)).toMatchObject([
      { event: 'order.cancelled', from: 'confirmed', to: 'cancelled', actor: 'customer' },
      { event: 'refund.requested' },
      { event: 'refund.succeeded' },
    ]);
    const mail = await world.mail.mailFor(orderId, 'cancelled');
    expect(mail.text).toContain('As you asked, we have cancelled your order.');
    expect(mail.text).toContain('$139.57');
    expect(mail.text).toContain(refundId);
  });

  it('a second cancel answers with the same refund and does nothing else', async () => {
    const { customer, orderId } = await paidOrder();
    const first = await customer.post(`/orders/${orderId}/cancel`);
    const productId = await world.product(3);
    await fillCart(customer, productId);

    const second = await writingNothing(world, () => customer.post(`/orders/${orderId}/cancel`));
    const third = await writingNothing(world, () =>
      admin.post(`/orders/${orderId}/cancel`, { reason: 'again' }),
    );

    for (const repeat of [second, third]) {
      expect(repeat.status).toBe(200);
      expect(repeat.body).toEqual({ ...first.body, clearedCart: null });
    }
    expect((await customer.get('/cart')).body.items).toMatchObject([{ productId, quantity: 1 }]);
    expect(await world.gateway.refundsOf(orderId)).toHaveLength(1);
    await world.mail.mailFor(orderId, 'cancelled');
    expect(world.mail.mails.filter((mail) => mail.subject?.includes(`${orderId} is cancelled`))).toHaveLength(
      1,
    );
  });

  it('many cancels at once are one refund', async () => {
    const { customer, productId, orderId } = await paidOrder();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        (index % 2 ? customer : admin).post(`/orders/${orderId}/cancel`),
      ),
    );
    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 8 }, () => 200));
    expect(new Set(answers.map((answer) => answer.body.refundId)).size).toBe(1);
    await eventually(async () => (await world.gateway.refundsOf(orderId)).length === 1);
    expect(await world.stockOf(productId)).toEqual({ onHand: 5, held: 0 });
    await eventually(
      async () => (await customer.get(`/orders/${orderId}`)).body.paymentStatus === 'refunded',
    );
  });

  it('without money taken there is nothing to refund; the hold is released', async () => {
    const customer = await world.customer();
    const productId = await world.product(2);
    await fillCart(customer, productId, 2);
    const { orderId } = (await customer.post('/orders/create', { shippingAddress: ADDRESS })).body;
    const cancelled = await customer.post(`/orders/${orderId}/cancel`);
    expect(cancelled.body).toEqual({
      message: 'Order cancelled',
      orderId,
      refundId: null,
      refundStatus: null,
      clearedCart: [],
    });
    expect(await world.stockOf(productId)).toEqual({ onHand: 2, held: 0 });
    expect(await world.gateway.refundsOf(orderId)).toEqual([]);
    expect((await world.mail.mailFor(orderId, 'cancelled')).text).toContain('Nothing was charged');
    const late = await writingNothing(world, () =>
      customer.post('/payment/process', { orderId, paymentDetails: { token: 'pm_card_visa' } }),
    );
    expect([late.status, late.body.code]).toEqual([409, 'order_not_payable']);
    expect(await world.gateway.chargesOf(orderId)).toEqual([]);
  });

  it('an order in preparation can be cancelled; an admin’s cancel leaves the customer’s cart alone', async () => {
    const { customer, productId, orderId } = await paidOrder();
    await admin.post(`/orders/${orderId}/prepare`);
    const { body: cart } = await fillCart(customer, productId);
    const cancelled = await admin.post(`/orders/${orderId}/cancel`, { reason: 'Damaged in the warehouse' });
    expect(cancelled.body).toMatchObject({ refundStatus: 'succeeded', clearedCart: null });
    expect((await customer.get('/cart')).body.items[0].quantity).toBe(cart.items[0].quantity);
    expect(await world.stockOf(productId)).toEqual({ onHand: 5, held: 0 });
    expect((await customer.get(`/orders/${orderId}`)).body.cancelReason).toBe('admin');
  });

  it('what has left the house only an admin cancels, with a reason; its stock stays where it is', async () => {
    const { customer, productId, orderId } = await paidOrder();
    await admin.post(`/orders/${orderId}/prepare`);
    await admin.post(`/orders/${orderId}/ship`, { carrier: 'UPS', trackingNumber: '1Z' });

    const refused = await writingNothing(world, () => customer.post(`/orders/${orderId}/cancel`));
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      error: 'Order cannot be cancelled',
      code: 'order_cannot_be_cancelled',
      reason: 'The order is shipped',
      orderId,
    });
    const noReason = await writingNothing(world, () => admin.post(`/orders/${orderId}/cancel`));
    expect([noReason.status, noReason.body.errors[0].field]).toEqual([400, 'reason']);

    const cancelled = await admin.post(`/orders/${orderId}/cancel`, { reason: 'Lost by the carrier' });
    expect(cancelled.body).toMatchObject({ refundStatus: 'succeeded' });
    expect(await world.stockOf(productId)).toEqual({ onHand: 3, held: 0 });
    expect(await world.gateway.refundsOf(orderId)).toHaveLength(1);
    await world.mail.mailFor(orderId, 'cancelled');
  });

  it('a gateway that is down leaves the refund pending; it is finished once the gateway is back', async () => {
    const { customer, productId, orderId } = await paidOrder();
    await world.gateway.fault({ operation: 'refunds.create', mode: 'reset_before', times: null });

    const cancelled = await customer.post(`/orders/${orderId}/cancel`);

    expect(cancelled.status).toBe(200);
    expect(cancelled.body).toMatchObject({
      refundId: expect.stringMatching(/^ref_/),
      refundStatus: 'pending',
    });
    expect(await world.stockOf(productId)).toEqual({ onHand: 5, held: 0 });
    await world.gateway.clearFaults();
    await world.db.query(`update refunds set next_check_at = now() where status = 'pending'`);
    await eventually(
      async () => (await customer.get(`/orders/${orderId}`)).body.refunds[0].status === 'succeeded',
    );
    expect(await world.gateway.refundsOf(orderId)).toHaveLength(1);
    const again = await customer.post(`/orders/${orderId}/cancel`);
    expect(again.body).toMatchObject({ refundId: cancelled.body.refundId, refundStatus: 'succeeded' });
  });

  it('a refund that the bank sends back later is told, booked back and handed to a person', async () => {
    const { customer, orderId } = await paidOrder('pm_card_refundFail');
    const { body } = await customer.post(`/orders/${orderId}/cancel`);
    expect(body.refundStatus).toBe('succeeded');
    await eventually(
      async () => (await customer.get(`/orders/${orderId}`)).body.refunds[0].status === 'failed',
    );
    expect((await ledgerOf(world, orderId)).map((row) => row.movement)).toEqual([
      'captured',
      'fee',
      'refunded',
      'refund_failed',
    ]);
    const { rows } = await world.db.query(
      `select i.kind, i.closed_at from interventions i join orders o on o.id = i.order_id where o.number = $1`,
      [orderId],
    );
    expect(rows).toEqual([{ kind: 'refund_failed', closed_at: null }]);
  });
});
