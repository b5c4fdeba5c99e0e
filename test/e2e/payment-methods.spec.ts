import type { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { expectInvariants } from '../support/invariants.js';
import { GATEWAY_KEY } from '../support/processes.js';
import { ADDRESS, fillCart, World } from '../support/world.js';

describe('every other way to pay', () => {
  let world: World;
  beforeAll(async () => (world = await World.start()));
  afterAll(() => world.stop());

  /** One thing at 59.99: 74.78 with tax and shipping. */
  async function orderBy(paymentMethod: string, more: object = {}) {
    const customer = await world.customer();
    const productId = await world.product(9);
    await fillCart(customer, productId);
    const placed = await customer.post('/orders/create', {
      shippingAddress: ADDRESS,
      paymentMethod,
      ...more,
    });
    const orderId: string = placed.body.orderId;
    const [attempt] = orderId ? await world.attemptsOf(orderId) : [];
    const shown = async () => (await customer.get(`/orders/${orderId}`)).body;
    return { customer, productId, placed, orderId, attempt: attempt!, shown };
  }

  const kindsOf = async (orderId: string): Promise<{ kind: string; facts: Record<string, unknown> }[]> =>
    (
      await world.db.query(
        `select kind, facts from interventions i join orders o on o.id = i.order_id where o.number = $1`,
        [orderId],
      )
    ).rows;

  describe('Apple Pay', () => {
    it.each(['pm_sandbox_apple_pay', 'tok_sandbox_apple_pay'])('is paid at once by %s', async (token) => {
      const { placed } = await orderBy('apple_pay', { paymentDetails: { token } });
      expect(placed.status).toBe(201);
      expect(placed.body).toMatchObject({
        status: 'confirmed',
        paymentMethod: 'apple_pay',
        paymentStatus: 'paid',
      });
    });

    it('tells a decline', async () => {
      const { placed } = await orderBy('apple_pay', {
        paymentDetails: { token: 'tok_sandbox_apple_pay_declined' },
      });
      expect(placed.status).toBe(400);
      expect(placed.body).toMatchObject({ error: 'Payment failed', reason: 'Card declined' });
    });

    it('without its token is an order that waits', async () => {
      const { placed } = await orderBy('apple_pay');
      expect(placed.body).toMatchObject({
        message: 'Order created',
        status: 'pending',
        paymentStatus: 'unpaid',
      });
    });

    it('takes no encrypted card', async () => {
      const { placed } = await orderBy('apple_pay', {
        paymentDetails: { encryptedPaymentData: 'e30..AA.AA.AA' },
      });
      expect([placed.status, placed.body.code]).toEqual([400, 'validation_failed']);
    });
  });

  describe('a bank transfer', () => {
    const send = (transfer: object) => world.gateway.act('bank-transfers', { currency: 'usd', ...transfer });
    const accountOf = async (intentId: string | null): Promise<string> => {
      const response = await fetch(`${world.gateway.url}/v1/payment_intents/${intentId}`, {
        headers: { authorization: `Bearer ${GATEWAY_KEY}` },
      });
      return ((await response.json()) as { customer: string }).customer;
    };

    it('answers with accounts and a reference, and waits a week', async () => {
      const { placed, productId } = await orderBy('bank_transfer');
      expect(placed.status).toBe(201);
      expect(placed.body).toMatchObject({
        status: 'pending',
        paymentStatus: 'pending',
        nextAction: { type: 'bank_transfer', amount: 74.78, currency: 'USD', accounts: [{ type: 'aba' }] },
      });
      expect(placed.body.nextAction.reference).toMatch(/^\S{6,}$/);
      expect(Date.parse(placed.body.expiresAt) - Date.parse(placed.body.createdAt)).toBe(7 * 24 * 3600_000);
      expect(await world.stockOf(productId)).toEqual({ onHand: 9, held: 1 });
    });

    it('confirms the order when the money arrives', async () => {
      const { placed, shown } = await orderBy('bank_transfer');
      await send({ reference: placed.body.nextAction.reference, amount: 7478 });
      await eventually(async () => (await shown()).status === 'confirmed');
      expect((await shown()).paymentStatus).toBe('paid');
    });

    it('that comes in part tells what is missing, and confirms with the rest', async () => {
      const { placed, shown } = await orderBy('bank_transfer');
      const { reference } = placed.body.nextAction;
      await send({ reference, amount: 3000 });
      await eventually(async () => (await shown()).payments[0].nextAction.amount === 44.78);
      expect((await shown()).status).toBe('pending');
      await send({ reference, amount: 4478 });
      await eventually(async () => (await shown()).status === 'confirmed');
    });

    it('that is too much confirms the order, and the surplus is a person’s', async () => {
      const { placed, orderId, shown } = await orderBy('bank_transfer');
      await send({ reference: placed.body.nextAction.reference, amount: 8000 });
      await eventually(async () => (await shown()).status === 'confirmed');
      await eventually(async () => (await kindsOf(orderId)).length === 1);
      expect(await kindsOf(orderId)).toMatchObject([
        { kind: 'money_unmatched', facts: { availableMinor: 522, currency: 'USD' } },
      ]);
    });

    it('without a reference is matched by its account', async () => {
      const { orderId, attempt, shown } = await orderBy('bank_transfer');
      await send({ customer: await accountOf(attempt.intent_id), amount: 7478 });
      await eventually(async () => (await shown()).status === 'confirmed');
      expect(await kindsOf(orderId)).toEqual([]);
    });

    it('that comes after the order was cancelled is a person’s', async () => {
      const { customer, orderId, attempt } = await orderBy('bank_transfer');
      expect((await customer.post(`/orders/${orderId}/cancel`)).status).toBe(200);
      await send({ customer: await accountOf(attempt.intent_id), amount: 7478 });
      await eventually(async () => (await kindsOf(orderId)).length === 1);
      expect(await kindsOf(orderId)).toMatchObject([
        { kind: 'money_unmatched', facts: { availableMinor: 7478 } },
      ]);
    });
  });

  describe('crypto', () => {
    const act = (intentId: string | null, result: string) =>
      world.gateway.act(`intents/${intentId}/crypto`, { result });

    it('answers with the gateway’s page, and is confirmed when the customer has paid there', async () => {
      const { placed, attempt, shown } = await orderBy('crypto');
      expect(placed.body.nextAction.type).toBe('redirect');
      expect((await fetch(placed.body.nextAction.url)).status).toBe(200);
      await act(attempt.intent_id, 'succeeded');
      await eventually(async () => (await shown()).status === 'confirmed');
    });

    it('waits while the chain is slow, and is confirmed after', async () => {
      const { attempt, shown } = await orderBy('crypto');
      await act(attempt.intent_id, 'processing');
      await eventually(async () => (await shown()).payments[0].status === 'processing');
      await eventually(async () => (await shown()).status === 'confirmed');
      expect((await shown()).paymentStatus).toBe('paid');
    });

    it('that fails releases the stock, and another way pays the order', async () => {
      const { customer, orderId, productId, attempt, shown } = await orderBy('crypto');
      await act(attempt.intent_id, 'failed');
      await eventually(async () => (await shown()).payments[0].status === 'failed');
      expect(await world.stockOf(productId)).toEqual({ onHand: 9, held: 0 });
      const paid = await customer.post('/payment/process', {
        orderId,
        paymentDetails: { token: 'pm_card_visa' },
      });
      expect(paid.body.status).toBe('confirmed');
    });
  });

  it('a second create answers with the order that waits', async () => {
    const { customer, orderId } = await orderBy('bank_transfer');
    const again = await customer.post('/orders/create', {
      shippingAddress: ADDRESS,
      paymentMethod: 'bank_transfer',
    });
    expect([again.status, again.body.orderId]).toEqual([201, orderId]);
  });

  it('payment details are refused where a method has none', async () => {
    const { placed } = await orderBy('crypto', { paymentDetails: { token: 'pm_card_visa' } });
    expect([placed.status, placed.body.code]).toEqual([400, 'validation_failed']);
  });

  it('every method is listed with what it needs', async () => {
    const stranger: Client = world.stranger;
    const { methods } = (await stranger.get('/payment/methods')).body;
    expect(
      methods.map(({ method, needs, continues }: Record<string, unknown>) => [method, needs, continues]),
    ).toEqual([
      ['credit_card', 'card', null],
      ['debit_card', 'card', null],
      ['apple_pay', 'wallet', null],
      ['bank_transfer', 'nothing', 'bank_transfer'],
      ['crypto', 'nothing', 'redirect'],
    ]);
  });

  it('and everything adds up', () => expectInvariants(world));
});
