import { encryptedCard, encryptedPaymentData } from '../support/card.js';
import type { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { ledgerOf, writingNothing } from '../support/rows.js';
import { ADDRESS, fillCart, paidBy, World } from '../support/world.js';

describe('TC010 network error during payment', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({
      settings: { GATEWAY_CALL_SECONDS: '1', ATTEMPT_DEADLINE_SECONDS: '4' },
    });
  });
  afterAll(() => world.stop());
  afterEach(async () => {
    await world.gateway.clearFaults();
    await world.gateway.webhooks('resume');
  });

  async function pendingOrder(): Promise<{ customer: Client; productId: string; orderId: string }> {
    const customer = await world.customer();
    const productId = await world.product(3);
    await fillCart(customer, productId);
    const { body } = await customer.post('/orders/create', { shippingAddress: ADDRESS });
    return { customer, productId, orderId: body.orderId };
  }

  const statusOf = async (customer: Client, orderId: string): Promise<string> =>
    (await customer.get(`/orders/${orderId}`)).body.status;

  /** The gateway can be asked again, and the attempts' time is up: the reconciler looks. */
  async function recover(): Promise<void> {
    await world.gateway.clearFaults();
    await world.db.query(
      `update payment_attempts set deadline_at = now(), next_check_at = now() where status = 'unknown'`,
    );
  }

  /** Confirm is processed and never answered, and nobody can be asked what became of it. */
  async function loseTheAnswer(): Promise<void> {
    await world.gateway.webhooks('pause');
    await world.gateway.fault({ operation: 'payment_intents.confirm', mode: 'hang_after' });
    for (const operation of ['payment_intents.retrieve', 'payment_intents.cancel', 'payment_intents.list'])
      await world.gateway.fault({ operation, mode: 'status', status: 500, times: null });
  }

  it('a connection that drops before anything is charged is told as such: try again later', async () => {
    const { customer, productId, orderId } = await pendingOrder();

    const failed = await customer.post('/payment/process', {
      orderId,
      encryptedPaymentData: await encryptedPaymentData(customer, '4000000000007114'),
    });

    expect(failed.status).toBe(500);
    expect(failed.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    expect(failed.body).toEqual({
      type: '/problems/payment_service_unavailable',
      title: 'Payment service unavailable',
      status: 500,
      detail: expect.any(String),
      instance: '/payment/process',
      error: 'Payment service unavailable',
      code: 'payment_service_unavailable',
      requestId: failed.headers.get('x-request-id'),
      orderId,
      retryable: true,
      outcome: 'not_attempted',
    });
    expect((await customer.get(`/orders/${orderId}`)).body).toMatchObject({
      status: 'pending',
      paymentStatus: 'failed',
    });
    expect(await world.attemptsOf(orderId)).toMatchObject([{ status: 'failed', captured_minor: 0 }]);
    expect(await world.stockOf(productId)).toEqual({ onHand: 3, held: 0 });
    expect(await world.gateway.chargesOf(orderId)).toEqual([]);
    // The intent is ended at the gateway: no late confirm can charge it.
    const [attempt] = await world.attemptsOf(orderId);
    const cancels = (await world.gateway.journal('request')).filter(
      (call) => call.operation === 'payment_intents.cancel',
    );
    expect(cancels).toMatchObject([{ intent: attempt!.intent_id, status: 200 }]);

    const paid = await customer.post('/payment/process', {
      orderId,
      paymentDetails: { token: 'pm_card_visa' },
    });
    expect([paid.status, paid.body.status]).toEqual([200, 'confirmed']);
    expect(await world.gateway.chargesOf(orderId)).toHaveLength(1);
  });

  it('at checkout too, and the cart stays for the next try', async () => {
    const customer = await world.customer();
    const productId = await world.product(3);
    const { body: cart } = await fillCart(customer, productId);
    const failed = await customer.post('/orders/create', {
      ...paidBy('unused'),
      paymentDetails: await encryptedCard(customer, '4000000000007114'),
    });
    expect(failed.status).toBe(500);
    expect(failed.body).toMatchObject({ error: 'Payment service unavailable', outcome: 'not_attempted' });
    expect((await customer.get('/cart')).body).toEqual(cart);
    const placed = await customer.post('/orders/create', paidBy('pm_card_visa'));
    expect([placed.status, placed.body.orderId]).toEqual([201, failed.body.orderId]);
  });

  it('a charge whose answer is lost is found by asking: the customer never notices', async () => {
    const { customer, productId, orderId } = await pendingOrder();
    const paid = await customer.post('/payment/process', {
      orderId,
      encryptedPaymentData: await encryptedPaymentData(customer, '4000000000007122'),
    });
    expect(paid.status).toBe(200);
    expect(paid.body).toMatchObject({ paymentStatus: 'success', status: 'confirmed' });
    expect(await world.gateway.chargesOf(orderId)).toHaveLength(1);
    expect(await world.stockOf(productId)).toEqual({ onHand: 2, held: 0 });
    expect(await ledgerOf(world, orderId)).toMatchObject([{ movement: 'captured' }, { movement: 'fee' }]);
  });

  it('two resets before the gateway listens are tried through, under one key', async () => {
    const { customer, orderId } = await pendingOrder();
    const paid = await customer.post('/payment/process', {
      orderId,
      encryptedPaymentData: await encryptedPaymentData(customer, '4000000000007130'),
    });
    expect(paid.status).toBe(200);
    const [attempt] = await world.attemptsOf(orderId);
    const confirms = (await world.gateway.journal('request')).filter(
      (call) => call.operation === 'payment_intents.confirm' && call.intent === attempt!.intent_id,
    );
    expect(confirms.length).toBeGreaterThanOrEqual(3);
    expect(new Set(confirms.map((call) => call.idempotencyKey))).toEqual(new Set([`${attempt!.id}:confirm`]));
    expect(await world.gateway.chargesOf(orderId)).toHaveLength(1);
  });

  it('an unknown outcome keeps stock and order until the reconciler finds that it was paid', async () => {
    const { customer, productId, orderId } = await pendingOrder();
    await loseTheAnswer();

    const failed = await customer.post('/payment/process', {
      orderId,
      paymentDetails: { token: 'pm_card_visa' },
    });

    expect(failed.status).toBe(500);
    expect(failed.body).toMatchObject({
      error: 'Payment service unavailable',
      retryable: true,
      orderId,
      outcome: 'unknown',
    });
    expect(failed.headers.get('retry-after')).toBeTruthy();
    expect((await customer.get(`/orders/${orderId}`)).body).toMatchObject({
      status: 'pending',
      paymentStatus: 'unknown',
      payments: [{ status: 'unknown', reason: null }],
    });
    expect(await world.stockOf(productId)).toEqual({ onHand: 3, held: 1 });
    expect(await world.gateway.chargesOf(orderId)).toHaveLength(1);
    expect(await world.gateway.refundsOf(orderId)).toEqual([]);

    // Another card must not be charged meanwhile.
    const impatient = await writingNothing(world, () =>
      customer.post('/payment/process', { orderId, paymentDetails: { token: 'pm_card_mastercard' } }),
    );
    expect([impatient.status, impatient.body.code]).toEqual([409, 'payment_outcome_pending']);
    expect(impatient.body.orderId).toBe(orderId);
    expect(impatient.headers.get('retry-after')).toBeTruthy();

    await recover();
    await eventually(async () => (await statusOf(customer, orderId)) === 'confirmed');
    expect(await world.stockOf(productId)).toEqual({ onHand: 2, held: 0 });
    expect(await world.gateway.chargesOf(orderId)).toHaveLength(1);
    expect(await world.attemptsOf(orderId)).toMatchObject([{ status: 'succeeded' }]);
    await world.mail.mailFor(orderId, 'confirmed');
    const { timeline } = (await customer.get(`/orders/${orderId}`)).body;
    expect(
      timeline.map((entry: { event: string; actor: string }) => `${entry.event} ${entry.actor}`),
    ).toEqual([
      'order.created customer',
      'payment.started customer',
      'payment.unknown customer',
      'payment.succeeded system',
      'order.confirmed system',
    ]);
  });

  it('an unknown outcome at checkout: the same create asks first and finds it paid; another address waits', async () => {
    const customer = await world.customer();
    await fillCart(customer, await world.product(3));
    await loseTheAnswer();
    const failed = await customer.post('/orders/create', paidBy('pm_card_visa'));
    expect([failed.status, failed.body.outcome]).toEqual([500, 'unknown']);
    const elsewhere = await writingNothing(world, () =>
      customer.post('/orders/create', {
        ...paidBy('pm_card_visa'),
        shippingAddress: { ...ADDRESS, zipCode: '10002' },
      }),
    );
    expect([elsewhere.status, elsewhere.body.code]).toEqual([409, 'payment_outcome_pending']);
    expect(elsewhere.body.orderId).toBe(failed.body.orderId);

    await world.gateway.clearFaults();
    const again = await customer.post('/orders/create', paidBy('pm_card_visa'));
    expect([again.status, again.body.orderId, again.body.status]).toEqual([
      201,
      failed.body.orderId,
      'confirmed',
    ]);
    expect(await world.gateway.chargesOf(again.body.orderId)).toHaveLength(1);
  });

  it('cancelled while unknown: cancelled at once, held until it is known, then refunded', async () => {
    const { customer, productId, orderId } = await pendingOrder();
    await loseTheAnswer();
    await customer.post('/payment/process', { orderId, paymentDetails: { token: 'pm_card_visa' } });

    const cancelled = await customer.post(`/orders/${orderId}/cancel`);

    expect(cancelled.status).toBe(200);
    expect(cancelled.body).toMatchObject({
      refundId: expect.stringMatching(/^ref_/),
      refundStatus: 'pending',
    });
    expect(await statusOf(customer, orderId)).toBe('cancelled');
    expect(await world.stockOf(productId)).toEqual({ onHand: 3, held: 1 });

    await recover();
    await eventually(
      async () => (await customer.get(`/orders/${orderId}`)).body.refunds[0].status === 'succeeded',
    );
    expect(await world.stockOf(productId)).toEqual({ onHand: 3, held: 0 });
    expect((await world.gateway.refundsOf(orderId)).map((refund) => refund.amount)).toEqual([7478]);
    expect((await customer.get(`/orders/${orderId}`)).body).toMatchObject({
      status: 'cancelled',
      paymentStatus: 'refunded',
      refunds: [{ refundId: cancelled.body.refundId }],
    });
  });

  it('cancelled while unknown, and never charged: no refund is required', async () => {
    const { customer, productId, orderId } = await pendingOrder();
    await world.gateway.webhooks('pause');
    await world.gateway.fault({ operation: 'payment_intents.confirm', mode: 'hang_before' });
    for (const operation of ['payment_intents.retrieve', 'payment_intents.cancel', 'payment_intents.list'])
      await world.gateway.fault({ operation, mode: 'status', status: 500, times: null });
    const failed = await customer.post('/payment/process', {
      orderId,
      paymentDetails: { token: 'pm_card_visa' },
    });
    expect([failed.status, failed.body.outcome]).toEqual([500, 'unknown']);
    await customer.post(`/orders/${orderId}/cancel`);
    await recover();
    await eventually(
      async () => (await customer.get(`/orders/${orderId}`)).body.refunds[0].status === 'not_required',
    );
    expect(await world.stockOf(productId)).toEqual({ onHand: 3, held: 0 });
    expect(await world.gateway.chargesOf(orderId)).toEqual([]);
    expect(await ledgerOf(world, orderId)).toEqual([]);
  });

  it('a gateway that is not there: 500, nothing lost, and paid once it is back', async () => {
    const { customer, productId, orderId } = await pendingOrder();
    await world.gateway.running.kill();

    const failed = await customer.post('/payment/process', {
      orderId,
      paymentDetails: { token: 'pm_card_visa' },
    });

    expect(failed.status).toBe(500);
    expect(failed.body).toMatchObject({
      error: 'Payment service unavailable',
      retryable: true,
      orderId,
      outcome: 'not_attempted',
    });
    expect(failed.text).not.toMatch(/ECONN|127\.0\.0\.1|stripe/i);
    expect(await statusOf(customer, orderId)).toBe('pending');
    expect(await world.stockOf(productId)).toEqual({ onHand: 3, held: 0 });

    world.gateway.running = await world.gateway.restart();
    const paid = await customer.post('/payment/process', {
      orderId,
      paymentDetails: { token: 'pm_card_visa' },
    });
    expect([paid.status, paid.body.status]).toEqual([200, 'confirmed']);
    expect(await world.gateway.chargesOf(orderId)).toHaveLength(1);
  });
});
