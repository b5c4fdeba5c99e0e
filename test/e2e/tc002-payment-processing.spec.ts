import { encryptedCard, encryptedPaymentData } from '../support/card.js';
import type { Client } from '../support/client.js';
import { ledgerOf, writingNothing } from '../support/rows.js';
import { ADDRESS, fillCart, World } from '../support/world.js';

describe('TC002 payment processing', () => {
  let world: World;
  beforeAll(async () => (world = await World.start()));
  afterAll(() => world.stop());

  /** A customer with one pending order of two units. */
  async function pendingOrder(): Promise<{ customer: Client; productId: string; orderId: string }> {
    const customer = await world.customer();
    const productId = await world.product(5);
    await fillCart(customer, productId, 2);
    const { body } = await customer.post('/orders/create', { shippingAddress: ADDRESS });
    return { customer, productId, orderId: body.orderId };
  }

  it('pays a pending order with encrypted card data and records the transaction', async () => {
    const { customer, productId, orderId } = await pendingOrder();
    expect(await world.stockOf(productId)).toEqual({ onHand: 5, held: 2 });

    const paid = await customer.post('/payment/process', {
      orderId,
      encryptedPaymentData: await encryptedPaymentData(customer, '4242424242424242'),
    });

    expect(paid.status).toBe(200);
    expect(paid.body).toEqual({
      paymentStatus: 'success',
      transactionId: expect.stringMatching(/^txn_/),
      orderId,
      intentId: expect.stringMatching(/^pi_/),
      status: 'confirmed',
    });
    const { transactionId, intentId } = paid.body;
    expect(await world.attemptsOf(orderId)).toMatchObject([
      {
        status: 'succeeded',
        method: 'credit_card',
        amount_minor: 13957,
        currency: 'USD',
        captured_minor: 13957,
        refunded_minor: 0,
        intent_id: intentId,
        transaction_id: transactionId,
        card: { brand: 'visa', last4: '4242', expiry: '12/34' },
      },
    ]);
    expect(await ledgerOf(world, orderId)).toEqual([
      { movement: 'captured', amount_minor: 13957 },
      { movement: 'fee', amount_minor: 435 },
    ]);
    expect(await world.stockOf(productId)).toEqual({ onHand: 3, held: 0 });
    expect((await customer.get('/cart')).body.items).toEqual([]);
    const order = (await customer.get(`/orders/${orderId}`)).body;
    expect(order).toMatchObject({
      status: 'confirmed',
      paymentStatus: 'paid',
      paymentMethod: 'credit_card',
      transactionId,
      expiresAt: null,
    });
    expect(order.payments).toMatchObject([
      { method: 'credit_card', status: 'succeeded', reason: null, amount: 139.57, intentId, transactionId },
    ]);
    expect(await world.gateway.chargesOf(orderId)).toMatchObject([
      { intent: intentId, amount: 13957, currency: 'usd', transaction: transactionId },
    ]);
    await world.mail.mailFor(orderId, 'confirmed');
  });

  it('creates the intent before it confirms it, under one key each, and carries the attempt along', async () => {
    const { customer, orderId } = await pendingOrder();
    await customer.post('/payment/process', {
      paymentDetails: await encryptedCard(customer, '5555555555554444'),
    });
    const [attempt] = await world.attemptsOf(orderId);
    const calls = (await world.gateway.journal('request')).filter((call) =>
      call.idempotencyKey?.startsWith(attempt!.id),
    );
    expect(calls.map((call) => [call.operation, call.idempotencyKey])).toEqual([
      ['payment_methods.create', `${attempt!.id}:token`],
      ['payment_intents.create', `${attempt!.id}:create`],
      ['payment_intents.confirm', `${attempt!.id}:confirm`],
    ]);
    const [charge] = await world.gateway.chargesOf(orderId);
    expect(charge!.metadata).toEqual({ attempt_id: attempt!.id, order: orderId });
  });

  it('answers a second payment of a paid order with the first one, and charges once', async () => {
    const { customer, orderId } = await pendingOrder();
    const pay = () =>
      customer.post('/payment/process', { orderId, paymentDetails: { token: 'pm_card_visa' } });
    const first = await pay();
    const second = await writingNothing(world, pay);
    // Without naming the order, too: it was paid within the last ten minutes.
    const third = await customer.post('/payment/process', {
      paymentDetails: { token: 'pm_card_mastercard' },
    });
    expect([second.status, third.status]).toEqual([200, 200]);
    expect([second.body, third.body]).toEqual([first.body, first.body]);
    expect(await world.gateway.chargesOf(orderId)).toHaveLength(1);
    expect(await world.attemptsOf(orderId)).toHaveLength(1);
  });

  it('takes a debit card by its own method', async () => {
    const { customer, orderId } = await pendingOrder();
    const paid = await customer.post('/payment/process', {
      paymentMethod: 'debit_card',
      paymentDetails: await encryptedCard(customer, '4000056655665556'),
    });
    expect(paid.status).toBe(200);
    expect(await world.attemptsOf(orderId)).toMatchObject([{ method: 'debit_card', status: 'succeeded' }]);
    expect((await customer.get(`/orders/${orderId}`)).body.paymentMethod).toBe('debit_card');
  });

  it('asks which order is meant where several are pending, and pays none', async () => {
    const { customer, orderId: first } = await pendingOrder();
    await fillCart(customer, await world.product(1));
    const second = (await customer.post('/orders/create', { shippingAddress: ADDRESS })).body.orderId;
    const refused = await writingNothing(world, () =>
      customer.post('/payment/process', { paymentDetails: { token: 'pm_card_visa' } }),
    );
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      code: 'several_pending_orders',
      error: 'Several orders are pending',
    });
    expect(refused.body.orderIds.toSorted()).toEqual([first, second].toSorted());
    expect(await world.gateway.chargesOf(first)).toEqual([]);
  });

  it('finds nothing to pay for a customer without orders, and nobody else’s order', async () => {
    const { orderId } = await pendingOrder();
    const stranger = await world.customer();
    const body = { paymentDetails: { token: 'pm_card_visa' } };
    const none = await writingNothing(world, () => stranger.post('/payment/process', body));
    expect([none.status, none.body.code]).toEqual([404, 'no_pending_order']);
    const foreign = await writingNothing(world, () =>
      stranger.post('/payment/process', { ...body, orderId }),
    );
    expect([foreign.status, foreign.body.error]).toEqual([404, 'Order not found']);
    expect(await world.gateway.chargesOf(orderId)).toEqual([]);
  });

  it('keeps the card number in no row and no log line', async () => {
    const { customer, orderId } = await pendingOrder();
    await customer.post('/payment/process', {
      orderId,
      encryptedPaymentData: await encryptedPaymentData(customer, '4000056655665556', '11/33', '739'),
    });
    const { rows } = await world.db.query(
      `select format('%I.%I', table_schema, table_name) as "table" from information_schema.tables
       where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'`,
    );
    expect(rows.length).toBeGreaterThan(20);
    for (const { table } of rows) {
      const found = await world.db.query(
        `select count(*)::int as hits from ${table} t where t::text like '%4000056655665556%'`,
      );
      expect({ table, hits: found.rows[0].hits }).toEqual({ table, hits: 0 });
    }
    expect(world.api.output() + world.worker!.output()).not.toContain('4000056655665556');
  });
});
