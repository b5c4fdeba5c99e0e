import { eventually } from '../support/eventually.js';
import { type PayPalClient, refusal } from './paypal-client.js';
import { CANCEL_URL, PayPalShop, related, request, RETURN_URL, usd } from './paypal-shop.js';
import type { WebhookReceiver } from './webhook-receiver.js';

describe('the sandbox PayPal', () => {
  let shop: PayPalShop;
  let paypal: PayPalClient;
  let receiver: WebhookReceiver;

  beforeAll(async () => {
    shop = await PayPalShop.start();
    ({ paypal, receiver } = shop);
  });

  afterAll(() => shop.stop());

  describe('a sale', () => {
    it('is created, approved by the buyer, executed once, and told of', async () => {
      const created = await shop.create({ custom: 'att_1', invoice_number: 'ORD-1' });
      expect(created).toMatchObject({
        state: 'created',
        intent: 'sale',
        payer: { payment_method: 'paypal' },
      });
      expect(created.links.map(({ rel }) => rel)).toEqual(['self', 'approval_url', 'execute']);
      expect(created.transactions[0]).toMatchObject({
        amount: {
          total: '150.38',
          currency: 'USD',
          details: { subtotal: '129.99', tax: '10.40', shipping: '9.99' },
        },
        custom: 'att_1',
        invoice_number: 'ORD-1',
        related_resources: [],
      });

      const { payerId } = await paypal.approve(created.id);
      const approved = await paypal.sdk('payment.get', [created.id]);
      expect(approved).toMatchObject({
        state: 'created',
        payer: { status: 'VERIFIED', payer_info: { payer_id: payerId } },
      });

      const paid = await paypal.sdk('payment.execute', [created.id, { payer_id: payerId }]);
      expect(paid.state).toBe('approved');
      const sale = related(paid, 'sale');
      expect(sale).toMatchObject({
        state: 'completed',
        amount: { total: '150.38', currency: 'USD' },
        transaction_fee: { value: '5.74', currency: 'USD' },
        parent_payment: created.id,
        custom: 'att_1',
      });
      expect(await paypal.sdk('sale.get', [sale.id])).toMatchObject({ id: sale.id, state: 'completed' });
      expect(await shop.entriesOf(created.id, 'charge')).toEqual([
        expect.objectContaining({
          sale: sale.id,
          amount: 15_038,
          currency: 'USD',
          fee: 574,
          custom: 'att_1',
          invoice_number: 'ORD-1',
        }),
      ]);
      await receiver.about(created.id, 'PAYMENT.SALE.COMPLETED');
      await receiver.about(created.id, 'PAYMENTS.PAYMENT.CREATED');
      expect(receiver.typesAbout(created.id)).toHaveLength(2);
    });

    it('in yen has no decimals', async () => {
      const paid = await shop.pay('pays', { amount: { total: '1200', currency: 'JPY' } });
      expect(related(paid, 'sale')).toMatchObject({
        amount: { total: '1200', currency: 'JPY' },
        transaction_fee: { value: '91', currency: 'JPY' },
      });
      expect(await shop.entriesOf(paid.id, 'charge')).toEqual([
        expect.objectContaining({ amount: 1200, fee: 91 }),
      ]);
    });

    it.each([
      ['decimals in yen', { amount: { total: '12.50', currency: 'JPY' } }, 'VALIDATION_ERROR'],
      ['three decimals', { amount: { total: '1.005', currency: 'USD' } }, 'VALIDATION_ERROR'],
      ['nothing to pay', { amount: { total: '0.00', currency: 'USD' } }, 'VALIDATION_ERROR'],
      ['no total', { amount: { currency: 'USD' } }, 'VALIDATION_ERROR'],
      [
        'a currency that PayPal does not have',
        { amount: { total: '1.000', currency: 'KWD' } },
        'CURRENCY_NOT_ALLOWED',
      ],
      [
        'parts that do not add up',
        { amount: { total: '10.00', currency: 'USD', details: { subtotal: '9.00', tax: '0.99' } } },
        'VALIDATION_ERROR',
      ],
      [
        'items that do not add up',
        {
          amount: { total: '10.00', currency: 'USD' },
          item_list: { items: [{ name: 'Mug', price: '3.00', quantity: 3, currency: 'USD' }] },
        },
        'VALIDATION_ERROR',
      ],
      ['a reference that is too long', { custom: 'x'.repeat(128) }, 'VALIDATION_ERROR'],
      ['a reference with control characters', { custom: 'a\u0000b' }, 'VALIDATION_ERROR'],
    ])('with %s is refused', async (_, transaction, name) => {
      const error = await refusal(shop.create(transaction));
      expect(error).toMatchObject({ httpStatusCode: 400, response: { name } });
    });

    it.each([
      ['intent', { intent: 'order' }],
      ['payer.payment_method', { payer: { payment_method: 'credit_card' } }],
      ['redirect_urls.return_url', { redirect_urls: { cancel_url: CANCEL_URL } }],
      [
        'redirect_urls.cancel_url',
        { redirect_urls: { return_url: RETURN_URL, cancel_url: 'javascript:alert(1)' } },
      ],
      ['transactions', { transactions: [] }],
    ])('with a malformed %s is refused, and the field is named', async (field, change) => {
      const error = await refusal(paypal.sdk('payment.create', [{ ...request(), ...change }]));
      expect(error.response).toMatchObject({
        name: 'VALIDATION_ERROR',
        information_link: expect.stringContaining('#error-VALIDATION_ERROR'),
        debug_id: expect.stringMatching(/^\w{13}$/),
        details: [{ field, issue: expect.any(String) }],
      });
    });

    it('is not executed before it is approved, nor for anybody but its buyer, nor twice', async () => {
      const { id } = await shop.create();
      expect(await shop.executeRefused(id, 'BUYERPAYS2345')).toBe('400 PAYMENT_NOT_APPROVED_FOR_EXECUTION');
      const { payerId } = await paypal.approve(id);
      expect(await shop.executeRefused(id, 'SOMEBODYELSE1')).toBe('400 INVALID_PAYER_ID');
      expect(await shop.executeRefused(id, '')).toBe('400 VALIDATION_ERROR');
      await paypal.sdk('payment.execute', [id, { payer_id: payerId }], 'first');
      expect(await shop.executeRefused(id, payerId, 'second')).toBe('400 PAYMENT_ALREADY_DONE');
      expect(await shop.entriesOf(id, 'charge')).toHaveLength(1);
      const absent = await refusal(paypal.sdk('payment.get', ['PAYID-NOBODY']));
      expect(absent).toMatchObject({ httpStatusCode: 404, response: { name: 'INVALID_RESOURCE_ID' } });
    });

    it('whose instrument is declined has failed for good', async () => {
      const { id } = await shop.create();
      const { payerId } = await paypal.approve(id, 'declined');
      expect(await shop.executeRefused(id, payerId)).toBe('400 INSTRUMENT_DECLINED');
      expect(await paypal.sdk('payment.get', [id])).toMatchObject({ state: 'failed' });
      expect(await shop.executeRefused(id, payerId)).toBe('400 PAYMENT_STATE_INVALID');
      expect(await shop.entriesOf(id, 'charge', 'decline')).toEqual([
        expect.objectContaining({ kind: 'decline', reason: 'INSTRUMENT_DECLINED', amount: 15_038 }),
      ]);
    });

    it.each([
      ['pending', 'completed', 'PAYMENT.SALE.COMPLETED', 'charge'],
      ['denied', 'denied', 'PAYMENT.SALE.DENIED', 'decline'],
    ])('of the buyer "%s" is held for review, then %s', async (buyer, state, event, kind) => {
      const sale = related(await shop.pay(buyer), 'sale');
      expect(sale).toMatchObject({ state: 'pending', reason_code: 'PAYMENT_REVIEW' });
      expect(sale).not.toHaveProperty('transaction_fee');
      const early = await refusal(paypal.sdk('sale.refund', [sale.id, {}]));
      expect(early.response.name).toBe('TRANSACTION_REFUSED');
      await receiver.about(sale.id, 'PAYMENT.SALE.PENDING');
      await receiver.about(sale.id, event);
      expect(await paypal.sdk('sale.get', [sale.id])).toMatchObject({ state });
      const money = await paypal.journal('charge', 'decline');
      expect(money.filter((entry) => entry['sale'] === sale.id).map((entry) => entry.kind)).toEqual([kind]);
    });
  });

  describe('an authorization', () => {
    it('is captured in parts until it is used up', async () => {
      const paid = await shop.pay('pays', {}, 'authorize');
      const { id, ...held } = related(paid, 'authorization');
      expect(held).toMatchObject({ state: 'authorized', valid_until: expect.any(String) });
      expect(await shop.entriesOf(paid.id, 'charge', 'capture')).toEqual([]);

      const first = await shop.capture(id, '100.00');
      expect(first).toMatchObject({
        state: 'completed',
        transaction_fee: { value: '3.98' },
        is_final_capture: false,
      });
      expect(await paypal.sdk('authorization.get', [id])).toMatchObject({ state: 'partially_captured' });
      expect((await refusal(shop.capture(id, '50.39'))).response.name).toBe('CAPTURE_AMOUNT_LIMIT_EXCEEDED');
      const second = await shop.capture(id, '50.38');
      expect(await paypal.sdk('authorization.get', [id])).toMatchObject({ state: 'captured' });
      expect((await refusal(shop.capture(id, '0.01'))).response.name).toBe('AUTHORIZATION_ALREADY_COMPLETED');
      expect((await refusal(paypal.sdk('authorization.void', [id]))).response.name).toBe(
        'AUTHORIZATION_CANNOT_BE_VOIDED',
      );

      const refund = await paypal.sdk('capture.refund', [second.id, { amount: usd('10.00') }]);
      expect(refund).toMatchObject({ state: 'completed', capture_id: second.id });
      expect(await paypal.sdk('capture.get', [second.id])).toMatchObject({ state: 'partially_refunded' });
      const resources = (await paypal.sdk('payment.get', [paid.id])).transactions[0]!.related_resources;
      expect(resources.map((entry) => Object.keys(entry)[0])).toEqual([
        'authorization',
        'capture',
        'capture',
        'refund',
      ]);
      const money = await shop.entriesOf(paid.id, 'authorization', 'capture', 'refund');
      expect(money.map(({ kind, amount }) => [kind, amount])).toEqual([
        ['authorization', 15_038],
        ['capture', 10_000],
        ['capture', 5038],
        ['refund', 1000],
      ]);
      expect(money[1]).toMatchObject({ authorization: id, capture: first.id, fee: 398, currency: 'USD' });
      await receiver.about(second.id, 'PAYMENT.CAPTURE.REFUNDED');
      expect(receiver.typesAbout(id)).toContain('PAYMENT.AUTHORIZATION.CREATED');
    });

    it('lets go of the rest at its final capture', async () => {
      const { id } = related(await shop.pay('pays', {}, 'authorize'), 'authorization');
      await shop.capture(id, '100.00', { is_final_capture: true });
      expect(await paypal.sdk('authorization.get', [id])).toMatchObject({ state: 'captured' });
    });

    it('lets go of everything when it is voided, once', async () => {
      const paid = await shop.pay('pays', {}, 'authorize');
      const { id } = related(paid, 'authorization');
      expect(await paypal.sdk('authorization.void', [id])).toMatchObject({ state: 'voided' });
      expect((await refusal(paypal.sdk('authorization.void', [id]))).response.name).toBe(
        'AUTHORIZATION_VOIDED',
      );
      expect((await refusal(shop.capture(id, '1.00'))).response.name).toBe('AUTHORIZATION_VOIDED');
      expect(await shop.entriesOf(paid.id, 'void')).toEqual([expect.objectContaining({ amount: 15_038 })]);
      await receiver.about(id, 'PAYMENT.AUTHORIZATION.VOIDED');
    });

    it('of a buyer under review has captures that are denied', async () => {
      const { id } = related(await shop.pay('denied', {}, 'authorize'), 'authorization');
      const pending = await shop.capture(id, '150.38');
      expect(pending.state).toBe('pending');
      await receiver.about(pending.id, 'PAYMENT.CAPTURE.DENIED');
      expect(await paypal.sdk('capture.get', [pending.id])).toMatchObject({ state: 'denied' });
    });

    it('takes only its own currency', async () => {
      const { id } = related(await shop.pay('pays', {}, 'authorize'), 'authorization');
      const error = await refusal(
        paypal.sdk('authorization.capture', [id, { amount: { total: '1.00', currency: 'EUR' } }]),
      );
      expect(error.response.name).toBe('CURRENCY_MISMATCH');
      expect(await paypal.sdk('authorization.get', [id])).toMatchObject({ state: 'authorized' });
    });
  });

  describe('a refund', () => {
    it('gives back a sale in parts, never beyond it, and is found by our reference', async () => {
      const paid = await shop.pay('pays', { custom: 'att_r', invoice_number: 'ORD-R' });
      const sale = related(paid, 'sale');
      const first = await paypal.sdk('sale.refund', [
        sale.id,
        { amount: usd('50.38'), custom: 'ref_1', invoice_number: 'ref_1', description: 'half' },
      ]);
      expect(first).toMatchObject({
        state: 'completed',
        amount: usd('50.38'),
        custom: 'ref_1',
        invoice_number: 'ref_1',
        sale_id: sale.id,
        parent_payment: paid.id,
        total_refunded_amount: { value: '50.38', currency: 'USD' },
      });
      expect(await paypal.sdk('sale.get', [sale.id])).toMatchObject({ state: 'partially_refunded' });
      const greedy = await refusal(paypal.sdk('sale.refund', [sale.id, { amount: usd('100.01') }]));
      expect(greedy.response.name).toBe('REFUND_EXCEEDED_TRANSACTION_AMOUNT');
      const whole = await refusal(paypal.sdk('sale.refund', [sale.id, {}]));
      expect(whole.response.name).toBe('FULL_REFUND_NOT_ALLOWED_AFTER_PARTIAL_REFUND');
      const second = await paypal.sdk('sale.refund', [sale.id, { amount: usd('100.00') }]);
      expect(second).toMatchObject({ custom: 'att_r', invoice_number: 'ORD-R' });
      expect(await paypal.sdk('sale.get', [sale.id])).toMatchObject({ state: 'refunded' });
      const empty = await refusal(paypal.sdk('sale.refund', [sale.id, { amount: usd('0.01') }]));
      expect(empty.response.name).toBe('TRANSACTION_ALREADY_REFUNDED');

      expect(await paypal.sdk('refund.get', [first.id])).toMatchObject({ id: first.id, state: 'completed' });
      const resources = (await paypal.sdk('payment.get', [paid.id])).transactions[0]!.related_resources;
      expect(resources.map((entry) => Object.keys(entry)[0])).toEqual(['sale', 'refund', 'refund']);
      expect(await shop.entriesOf(paid.id, 'refund')).toEqual([
        expect.objectContaining({
          refund: first.id,
          sale: sale.id,
          amount: 5038,
          custom: 'ref_1',
          currency: 'USD',
        }),
        expect.objectContaining({ refund: second.id, amount: 10_000, custom: 'att_r' }),
      ]);
      const { event } = await receiver.about(first.id, 'PAYMENT.SALE.REFUNDED');
      expect(event).toMatchObject({
        resource_type: 'refund',
        resource: { sale_id: sale.id, amount: usd('50.38') },
      });
    });

    it('with a field that is too long changes nothing', async () => {
      const sale = related(await shop.pay(), 'sale');
      const error = await refusal(paypal.sdk('sale.refund', [sale.id, { description: 'x'.repeat(256) }]));
      expect(error.response.details).toEqual([expect.objectContaining({ field: 'description' })]);
      expect(await paypal.sdk('sale.get', [sale.id])).toMatchObject({ state: 'completed' });
    });

    it('fails a while later where the buyer is chosen for it, and PayPal tells nobody', async () => {
      const paid = await shop.pay('refund_fails');
      const sale = related(paid, 'sale');
      const refund = await paypal.sdk('sale.refund', [sale.id, {}]);
      expect(refund.state).toBe('completed');
      await eventually(async () => (await paypal.sdk('refund.get', [refund.id])).state === 'failed');
      expect(await paypal.sdk('sale.get', [sale.id])).toMatchObject({ state: 'completed' });
      expect(await shop.entriesOf(paid.id, 'refund_failed')).toEqual([
        expect.objectContaining({ refund: refund.id, amount: 15_038 }),
      ]);
      expect(receiver.typesAbout(refund.id)).toEqual(['PAYMENT.SALE.REFUNDED']);
      expect(await paypal.sdk('sale.refund', [sale.id, {}])).toMatchObject({ state: 'completed' });
    });

    it('is pending first where the buyer is chosen for it', async () => {
      const paid = await shop.pay('refund_pending');
      const refund = await paypal.sdk('sale.refund', [related(paid, 'sale').id, {}]);
      expect(refund.state).toBe('pending');
      await eventually(async () => (await paypal.sdk('refund.get', [refund.id])).state === 'completed');
      expect(await shop.entriesOf(paid.id, 'refund_arrived')).toHaveLength(1);
    });
  });

  describe('the list of payments', () => {
    it('pages newest first from where the last page ended, and finds one by our reference', async () => {
      const from = new Date(Math.floor(Date.now() / 1000) * 1000).toISOString();
      const made: string[] = [];
      for (let index = 0; index < 5; index++)
        made.push((await shop.create({ custom: `att_list_${index}` })).id);
      const first = await shop.list({
        count: 2,
        start_time: from,
        sort_by: 'create_time',
        sort_order: 'desc',
      });
      expect(first.payments.map(({ id }) => id)).toEqual([made[4], made[3]]);
      expect(first).toMatchObject({ count: 2, next_id: made[2] });
      const rest = await shop.list({ count: 20, start_id: first.next_id, start_time: from });
      expect(rest.payments.map(({ id }) => id).slice(0, 3)).toEqual([made[2], made[1], made[0]]);
      expect(rest.payments.find(({ transactions }) => transactions[0]?.custom === 'att_list_1')?.id).toBe(
        made[1],
      );
      const upwards = await shop.list({ count: 20, start_id: made[3]!, sort_order: 'asc' });
      expect(upwards.payments.map(({ id }) => id)).toEqual([made[3], made[4]]);
      expect((await shop.list({ end_time: '2020-01-01T00:00:00Z' })).payments).toEqual([]);
      expect((await shop.list({ start_time: '2100-01-01T00:00:00Z' })).payments).toEqual([]);
    });

    it.each([
      { count: 21 },
      { count: 0 },
      { start_time: 'yesterday' },
      { sort_order: 'up' },
      { sort_by: 'amount' },
    ])('refuses %j', async (query) => {
      expect((await refusal(shop.list(query))).response.name).toBe('VALIDATION_ERROR');
    });
  });

  describe('a dispute', () => {
    it('is opened by the buyer who is chosen for it, and found by the sale', async () => {
      const paid = await shop.pay('disputes', { custom: 'att_dispute' });
      const sale = related(paid, 'sale');
      const { event } = await receiver.about(sale.id, 'CUSTOMER.DISPUTE.CREATED');
      const [dispute, ...others] = await disputesOf(sale.id);
      expect(others).toEqual([]);
      expect(dispute).toMatchObject({
        dispute_id: event.resource['dispute_id'],
        status: 'OPEN',
        reason: 'UNAUTHORISED',
        dispute_amount: { currency_code: 'USD', value: '150.38' },
        disputed_transactions: [{ seller_transaction_id: sale.id, custom: 'att_dispute' }],
      });
      expect(await shop.entriesOf(paid.id, 'dispute')).toEqual([
        expect.objectContaining({ sale: sale.id, dispute: dispute!['dispute_id'], amount: 15_038 }),
      ]);
      const part = await refusal(paypal.sdk('sale.refund', [sale.id, { amount: usd('1.00') }]));
      expect(part.response.name).toBe('TRANSACTION_REFUSED');
    });

    it.each([
      ['RESOLVED_BUYER_FAVOUR', 'reversed', 15_038, ['PAYMENT.SALE.REVERSED', 'CUSTOMER.DISPUTE.RESOLVED']],
      ['RESOLVED_SELLER_FAVOUR', 'completed', 0, ['CUSTOMER.DISPUTE.RESOLVED']],
    ])('%s leaves the sale %s', async (outcome, state, amount, events) => {
      const paid = await shop.pay();
      const sale = related(paid, 'sale');
      const id = await disputeOf(sale.id);
      expect(
        await controlled(`disputes/${id}/status`, { status: 'WAITING_FOR_SELLER_RESPONSE' }),
      ).toMatchObject({
        status: 'WAITING_FOR_SELLER_RESPONSE',
      });
      expect(await controlled(`disputes/${id}/resolve`, { outcome })).toMatchObject({
        status: 'RESOLVED',
        dispute_outcome: { outcome_code: outcome },
      });
      expect((await paypal.control('POST', `disputes/${id}/resolve`, { outcome })).status).toBe(400);
      expect(await paypal.sdk('sale.get', [sale.id])).toMatchObject({ state });
      expect(await shop.entriesOf(paid.id, 'dispute_closed')).toEqual([
        expect.objectContaining({ outcome, amount }),
      ]);
      for (const event of events) await receiver.about(sale.id, event);
      expect(receiver.typesAbout(sale.id).includes('PAYMENT.SALE.REVERSED')).toBe(amount > 0);
    });

    it('does not take money back that a refund has brought back', async () => {
      const paid = await shop.pay();
      const sale = related(paid, 'sale');
      const id = await disputeOf(sale.id);
      await paypal.sdk('sale.refund', [sale.id, {}]);
      await controlled(`disputes/${id}/resolve`, { outcome: 'RESOLVED_BUYER_FAVOUR' });
      expect(await shop.entriesOf(paid.id, 'dispute_closed')).toEqual([
        expect.objectContaining({ amount: 0 }),
      ]);
      expect(await paypal.sdk('sale.get', [sale.id])).toMatchObject({ state: 'refunded' });
      const again = await shop.post('/v1/customer/disputes', disputeWish(sale.id));
      expect(again.status).toBe(422);
    });
  });

  async function disputesOf(saleId: string): Promise<Record<string, unknown>[]> {
    const answer = await paypal.http('GET', `/v1/customer/disputes?disputed_transaction_id=${saleId}`);
    return ((await answer.json()) as { items: Record<string, unknown>[] }).items;
  }

  /** Opens one, and answers with its id. */
  async function disputeOf(saleId: string): Promise<string> {
    const answer = await shop.post('/v1/customer/disputes', disputeWish(saleId));
    expect(answer.status).toBe(201);
    const { dispute_id: id } = (await answer.json()) as { dispute_id: string };
    const shown = await paypal.http('GET', `/v1/customer/disputes/${id}`);
    expect(await shown.json()).toMatchObject({ status: 'OPEN', dispute_amount: { value: '150.38' } });
    return id;
  }

  async function controlled(path: string, wish: object): Promise<unknown> {
    return (await paypal.control('POST', path, wish)).json();
  }
});

function disputeWish(saleId: string): object {
  return {
    disputed_transactions: [{ seller_transaction_id: saleId }],
    reason: 'MERCHANDISE_OR_SERVICE_NOT_RECEIVED',
  };
}
