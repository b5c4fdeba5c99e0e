import type { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { expectInvariants, hurry } from '../support/invariants.js';
import { ledgerOf } from '../support/rows.js';
import { ADDRESS, fillCart, World } from '../support/world.js';

describe('PayPal', () => {
  let world: World;
  let admin: Client;
  beforeAll(async () => {
    world = await World.start({
      paypal: true,
      settings: { GATEWAY_CALL_SECONDS: '1', ATTEMPT_DEADLINE_SECONDS: '3', GATEWAY_BREAKER_SECONDS: '0.2' },
    });
    admin = await world.admin();
  });
  afterEach(() => world.paypal.clearFaults());
  afterAll(() => world.stop());

  interface Waiting {
    readonly customer: Client;
    readonly orderId: string;
    readonly paymentId: string;
    readonly attemptId: string;
    readonly productId: string;
    readonly approvalUrl: string;
  }

  async function waitingOrder(): Promise<Waiting> {
    const customer = await world.customer();
    const productId = await world.product(9);
    await fillCart(customer, productId);
    const placed = await customer.post('/orders/create', {
      shippingAddress: ADDRESS,
      paymentMethod: 'paypal',
    });
    expect(placed.status).toBe(201);
    const orderId: string = placed.body.orderId;
    const [attempt] = await world.attemptsOf(orderId);
    const { url } = placed.body.nextAction;
    return {
      customer,
      orderId,
      paymentId: attempt!.intent_id!,
      attemptId: attempt!.id,
      productId,
      approvalUrl: url,
    };
  }

  const approve = ({ paymentId }: Waiting, buyer = 'pays') =>
    world.paypal.act<{ redirect: string }>(`payments/${paymentId}/approve`, { buyer });
  const comeBack = ({ attemptId }: Waiting) => world.stranger.get(`/payment/return/${attemptId}`);
  const shown = async ({ customer, orderId }: Waiting) => (await customer.get(`/orders/${orderId}`)).body;
  const taken = async ({ paymentId }: Waiting) =>
    (await world.paypal.journal('charge', 'capture')).filter((entry) => entry.payment === paymentId);

  it('answers with the page where the customer approves; stock is held, the cart is cleared, nothing is taken', async () => {
    const waiting = await waitingOrder();
    expect(await shown(waiting)).toMatchObject({
      status: 'pending',
      paymentStatus: 'pending',
      payments: [{ method: 'paypal', status: 'requires_action', nextAction: { type: 'redirect' } }],
    });
    expect((await fetch(waiting.approvalUrl)).status).toBe(200);
    expect((await waiting.customer.get('/cart')).body.items).toEqual([]);
    expect(await world.stockOf(waiting.productId)).toEqual({ onHand: 9, held: 1 });
    expect(await taken(waiting)).toEqual([]);
  });

  it('waits three hours for the customer', async () => {
    const { expiresAt, createdAt } = await shown(await waitingOrder());
    expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(3 * 3600_000);
  });

  it('is paid when the customer comes back, and told so again on every further visit', async () => {
    const waiting = await waitingOrder();
    await world.paypal.webhooks('pause');
    await approve(waiting);
    const [first, second] = [await comeBack(waiting), await comeBack(waiting)];
    await world.paypal.webhooks('resume');
    expect(first.body).toMatchObject({
      paymentStatus: 'success',
      status: 'confirmed',
      orderId: waiting.orderId,
    });
    expect(second.body).toEqual(first.body);
    expect(await taken(waiting)).toHaveLength(1);
    expect((await ledgerOf(world, waiting.orderId)).map((row) => row.movement)).toEqual(['captured', 'fee']);
  });

  it('is paid by the webhook where the customer closes the browser after approving', async () => {
    const waiting = await waitingOrder();
    await approve(waiting);
    await eventually(async () => (await shown(waiting)).status === 'confirmed');
    expect(await taken(waiting)).toHaveLength(1);
  });

  it('is paid by asking where neither the customer nor a webhook comes', async () => {
    const waiting = await waitingOrder();
    await world.paypal.webhooks('pause');
    await approve(waiting);
    await eventually(async () => {
      await hurry(world);
      return (await shown(waiting)).status === 'confirmed';
    });
    await world.paypal.webhooks('resume');
    expect(await taken(waiting)).toHaveLength(1);
  });

  it('takes the money once, however many hear of the approval at the same time', async () => {
    const waiting = await waitingOrder();
    await approve(waiting);
    await Promise.all(Array.from({ length: 8 }, () => comeBack(waiting)));
    await eventually(async () => (await shown(waiting)).status === 'confirmed');
    expect(await taken(waiting)).toHaveLength(1);
  });

  it('lets the customer choose another way after declining', async () => {
    const waiting = await waitingOrder();
    await world.paypal.act(`payments/${waiting.paymentId}/decline`);
    expect((await comeBack(waiting)).body).toMatchObject({ paymentStatus: 'pending', status: 'pending' });
    const paid = await waiting.customer.post('/payment/process', {
      orderId: waiting.orderId,
      paymentMethod: 'credit_card',
      paymentDetails: { token: 'pm_card_visa' },
    });
    expect(paid.body.status).toBe('confirmed');
    // The old page is still open in another tab: approving there takes nothing any more.
    await approve(waiting);
    await comeBack(waiting);
    expect(await taken(waiting)).toEqual([]);
    expect((await shown(waiting)).payments.map((each: { status: string }) => each.status)).toEqual([
      'failed',
      'succeeded',
    ]);
  });

  it('tells why PayPal refused, and releases the stock', async () => {
    const waiting = await waitingOrder();
    await approve(waiting, 'declined');
    expect((await comeBack(waiting)).body.paymentStatus).toBe('failed');
    expect((await shown(waiting)).payments[0]).toMatchObject({ status: 'failed', reason: 'Card declined' });
    expect(await world.stockOf(waiting.productId)).toEqual({ onHand: 9, held: 0 });
  });

  it('waits for money that is on its way', async () => {
    const waiting = await waitingOrder();
    await approve(waiting, 'pending');
    await eventually(async () => (await shown(waiting)).payments[0].status === 'processing');
    await eventually(async () => (await shown(waiting)).status === 'confirmed');
    expect(await taken(waiting)).toHaveLength(1);
  });

  it('asks until it knows where the answer to the execution is lost; nothing is taken twice', async () => {
    const waiting = await waitingOrder();
    await world.paypal.fault({ operation: 'payment.execute', mode: 'hang_after', times: 1 });
    await approve(waiting);
    await eventually(async () => {
      await hurry(world);
      return (await shown(waiting)).status === 'confirmed';
    });
    expect(await taken(waiting)).toHaveLength(1);
  });

  it('executes again under the same key where the first request never arrived', async () => {
    const waiting = await waitingOrder();
    await world.paypal.fault({ operation: 'payment.execute', mode: 'hang_before', times: 2 });
    await approve(waiting);
    await eventually(async () => {
      await hurry(world);
      return (await shown(waiting)).status === 'confirmed';
    });
    expect(await taken(waiting)).toHaveLength(1);
  });

  it('gives the money back where the customer cancelled while the execution was undecided', async () => {
    const waiting = await waitingOrder();
    await world.paypal.webhooks('pause');
    await approve(waiting);
    await world.paypal.fault({ operation: 'payment.execute', mode: 'hang_after', times: 1 });
    const visit = comeBack(waiting);
    await eventually(async () => (await taken(waiting)).length === 1);
    await world.paypal.fault({ operation: 'payment.get', mode: 'status', status: 503, times: null });
    await visit;
    expect((await shown(waiting)).paymentStatus).toBe('unknown');
    const cancelled = await waiting.customer.post(`/orders/${waiting.orderId}/cancel`);
    expect(cancelled.body).toMatchObject({ refundStatus: 'pending' });
    await world.paypal.clearFaults();
    await world.paypal.webhooks('resume');
    await eventually(async () => {
      await hurry(world);
      return (await shown(waiting)).paymentStatus === 'refunded';
    });
    expect(await taken(waiting)).toHaveLength(1);
  });

  it('is refunded in part and in full, cancelled before approval without any money moving', async () => {
    const waiting = await waitingOrder();
    await approve(waiting);
    await comeBack(waiting);
    const refund = (amount: number) =>
      admin.post(
        `/orders/${waiting.orderId}/refunds`,
        { amount, reason: 'Damaged' },
        { key: crypto.randomUUID() },
      );
    expect((await refund(10)).body.paymentStatus).toBe('partially_refunded');
    expect((await refund(64.78)).body.paymentStatus).toBe('refunded');

    const early = await waitingOrder();
    expect((await early.customer.post(`/orders/${early.orderId}/cancel`)).body).toMatchObject({
      refundId: null,
    });
    await approve(early);
    await comeBack(early);
    expect(await taken(early)).toEqual([]);
  });

  it('that hangs never starves cards', async () => {
    await world.paypal.fault({ operation: '*', mode: 'hang_before', times: null });
    const stuck = Promise.all(
      (await world.guests(20)).map(async (guest) => {
        await fillCart(guest, await world.product(2));
        return guest.post('/orders/create', { shippingAddress: ADDRESS, paymentMethod: 'paypal' });
      }),
    );
    const customer = await world.customer();
    await fillCart(customer, await world.product(1));
    const startedAt = performance.now();
    const paid = await customer.post('/orders/create', {
      shippingAddress: ADDRESS,
      paymentMethod: 'credit_card',
      paymentDetails: { token: 'pm_card_visa' },
    });
    expect(paid.body.status).toBe('confirmed');
    expect(performance.now() - startedAt).toBeLessThan(900);
    for (const { status, body } of await stuck)
      expect([status, body.outcome]).toEqual([500, 'not_attempted']);
  });

  it('and everything adds up', async () => {
    await expectInvariants(world);
  });
});
