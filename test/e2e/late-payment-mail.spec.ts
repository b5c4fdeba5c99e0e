import { eventually } from '../support/eventually.js';
import { expectInvariants, hurry, keyOfATest, rest } from '../support/invariants.js';
import { GATEWAY_KEY } from '../support/processes.js';
import { ADDRESS, fillCart, paidBy, World } from '../support/world.js';

describe('money that comes when its order cannot take it any more', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ settings: { ATTEMPT_DEADLINE_SECONDS: '2', GATEWAY_CALL_SECONDS: '0.5' } });
  });
  afterAll(() => world.stop());

  async function customerWith(units = 1) {
    const customer = await world.customer();
    const productId = await world.product(units);
    await fillCart(customer, productId);
    const shown = async (orderId: string) => (await customer.get(`/orders/${orderId}`)).body;
    return { customer, productId, shown };
  }

  const subjectsFor = (orderId: string): string[] =>
    world.mail.mails
      .flatMap(({ subject }) => (subject?.includes(orderId) ? [subject] : []))
      // Of a card that is declined, and then another one paid: the second may be faster than the mail.
      .filter((subject) => !subject.includes('did not go through'))
      .sort();

  const subjects = (
    orderId: string,
    ...kinds: ('confirmed' | 'cancelled' | 'returned' | 'refunded')[]
  ): string[] =>
    kinds
      .map((kind) => {
        if (kind === 'returned') return `We are returning your payment for order ${orderId}`;
        if (kind === 'refunded') return `We have refunded $74.78 for your order ${orderId}`;
        return `Your order ${orderId} is ${kind}`;
      })
      .sort();

  /** A refund that is made has its own mail. */
  const refunded = (orderId: string) => world.mail.mailFor(orderId, 'have refunded');

  /** The gateway lets a declined payment be confirmed again: the customer may have its page open still. */
  async function payAfterAll(orderId: string): Promise<void> {
    const [declined] = await world.attemptsOf(orderId);
    const paid = await fetch(`${world.gateway.url}/v1/payment_intents/${declined!.intent_id}/confirm`, {
      method: 'POST',
      headers: { authorization: `Bearer ${GATEWAY_KEY}`, 'idempotency-key': keyOfATest() },
      body: new URLSearchParams({ payment_method: 'pm_card_visa' }),
    });
    expect(paid.status).toBe(200);
  }

  /** Charged, and nobody can tell us so. */
  async function loseTheAnswer(): Promise<void> {
    await world.gateway.webhooks('pause');
    await world.gateway.fault({ operation: 'payment_intents.confirm', mode: 'hang_after' });
    for (const operation of ['payment_intents.retrieve', 'payment_intents.cancel', 'payment_intents.list'])
      await world.gateway.fault({ operation, mode: 'status', status: 503, times: null });
  }

  it('after a cancellation while it was undecided: the first mail leaves it open, the second tells that it goes back', async () => {
    const { customer, shown } = await customerWith();
    const created = await customer.post('/orders/create', { shippingAddress: ADDRESS });
    const { orderId } = created.body;
    await loseTheAnswer();
    await customer.post('/payment/process', { orderId, paymentDetails: { token: 'pm_card_visa' } });
    const cancelled = await customer.post(`/orders/${orderId}/cancel`);
    expect(cancelled.body.refundStatus).toBe('pending');
    const first = await world.mail.mailFor(orderId, 'cancelled');
    expect(first.text).toContain('Your payment of $74.78 is still undecided.');
    expect(first.text).not.toContain('on its way');

    await world.gateway.clearFaults();
    await world.gateway.webhooks('resume');
    const mail = await eventually(async () => {
      await hurry(world);
      return world.mail.mails.find(({ subject }) => subject?.startsWith('We are returning'));
    });
    for (const part of [mail.text ?? '', mail.html || '']) {
      expect(part.replace(/\s+/g, ' ')).toContain('Your payment reached us after this order had ended');
      expect(part).toMatch(/\$74\.78/);
      expect(part).toContain(cancelled.body.refundId);
      expect(part).toContain('(Credit card)');
    }
    await rest(world);
    expect((await shown(orderId)).paymentStatus).toBe('refunded');
    await refunded(orderId);
    expect(subjectsFor(orderId)).toEqual(subjects(orderId, 'cancelled', 'returned', 'refunded'));
  });

  it('for an order that another payment has paid: the customer keeps the order and is told of the second', async () => {
    const { customer, shown } = await customerWith();
    const declined = await customer.post('/orders/create', paidBy('pm_card_chargeDeclined'));
    const { orderId } = declined.body;
    await customer.post('/orders/create', paidBy('pm_card_visa'));
    await payAfterAll(orderId);
    const mail = await world.mail.mailFor(orderId, 'returning');
    expect(mail.text).toContain('Your order was paid already');
    await rest(world);
    const order = await shown(orderId);
    expect(order).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
    expect(mail.text).toContain(`Reference: ${order.refunds[0].refundId}`);
    await refunded(orderId);
    expect(subjectsFor(orderId)).toEqual(subjects(orderId, 'confirmed', 'returned', 'refunded'));
  });

  it('for an order that another one replaced: the customer hears of the money, and of nothing else', async () => {
    const { customer } = await customerWith();
    const declined = await customer.post('/orders/create', paidBy('pm_card_chargeDeclined'));
    const elsewhere = { shippingAddress: { ...ADDRESS, zipCode: '10002' } };
    const placed = await customer.post('/orders/create', paidBy('pm_card_visa', elsewhere));
    expect(placed.body.orderId).not.toBe(declined.body.orderId);
    await payAfterAll(declined.body.orderId);
    await world.mail.mailFor(declined.body.orderId, 'returning');
    await rest(world);
    await refunded(declined.body.orderId);
    expect(subjectsFor(declined.body.orderId)).toEqual(
      subjects(declined.body.orderId, 'returned', 'refunded'),
    );
  });

  it('for goods that are sold out: the mail of the cancellation announces the refund, and the next one tells that it is made', async () => {
    const { customer, productId, shown } = await customerWith();
    const { orderId } = (await customer.post('/orders/create', paidBy('pm_card_chargeDeclined'))).body;
    const other = await world.customer();
    await fillCart(other, productId);
    await other.post('/orders/create', paidBy('pm_card_visa'));
    await payAfterAll(orderId);
    const mail = await world.mail.mailFor(orderId, 'cancelled');
    await rest(world);
    const { refunds, cancelReason } = await shown(orderId);
    expect(cancelReason).toBe('out_of_stock');
    expect(mail.text).toContain('sold out');
    expect(mail.text).toContain('$74.78');
    expect(mail.text).toContain(`Reference: ${refunds[0].refundId}`);
    await refunded(orderId);
    expect(subjectsFor(orderId)).toEqual(subjects(orderId, 'cancelled', 'refunded'));
  });

  it('a refund that somebody asked for is nothing that this mail tells of', async () => {
    const { customer } = await customerWith();
    const { orderId } = (await customer.post('/orders/create', paidBy('pm_card_visa'))).body;
    const admin = await world.admin();
    const wish = { amount: 1, reason: 'cancelled' };
    await admin.post(`/orders/${orderId}/refunds`, wish, { key: crypto.randomUUID() });
    // What the worker hears after it is told of before it: had there been a mail, it would be here.
    await customer.post(`/orders/${orderId}/cancel`);
    await world.mail.mailFor(orderId, 'cancelled');
    // It waits for its invoice.
    await world.mail.mailFor(orderId, 'confirmed');
    await world.mail.mailFor(orderId, 'have refunded $73.78');
    expect(subjectsFor(orderId).filter((subject) => !subject.includes('refunded'))).toEqual(
      subjects(orderId, 'cancelled', 'confirmed'),
    );
  });

  it('and everything adds up', () => expectInvariants(world));
});
