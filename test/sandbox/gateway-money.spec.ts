import type { Stripe } from 'stripe';
import { failure, GatewayWorld } from './gateway-world.js';

describe('the money of the sandbox gateway', () => {
  let world: GatewayWorld;
  let stripe: Stripe;

  beforeAll(async () => {
    world = await GatewayWorld.start();
    ({ stripe } = world);
  });

  afterAll(() => world.stop());

  describe('fees', () => {
    it('are read from the transaction of the charge, with whatever call brings the charge', async () => {
      const paid = await pay();
      const charge = paid.latest_charge as Stripe.Charge;
      const transaction = charge.balance_transaction as Stripe.BalanceTransaction;
      // 2.9 % of 150.38 and 30 cents.
      expect(transaction).toMatchObject({
        amount: 15_038,
        fee: 466,
        net: 14_572,
        type: 'charge',
        source: charge.id,
        fee_details: [{ amount: 466, type: 'stripe_fee' }],
      });

      const read = await stripe.paymentIntents.retrieve(paid.id, { expand: EXPAND });
      expect(read.latest_charge).toEqual(charge);
      const listed = await stripe.paymentIntents.list({ limit: 1, expand: [`data.${EXPAND[0]}`] });
      expect(listed.data[0]?.latest_charge).toEqual(charge);
      const [entry] = await world.entriesOf(paid.id, 'charge');
      expect(entry).toMatchObject({ transaction: transaction.id, fee: 466 });
    });

    it('every movement is listed with what caused it, and pages lead both ways', async () => {
      const from = Math.floor(Date.now() / 1000);
      const paid = await pay({ metadata: { attempt_id: 'att_fees' } });
      const charge = paid.latest_charge as Stripe.Charge;
      const refund = await stripe.refunds.create({
        payment_intent: paid.id,
        amount: 100,
        metadata: { refund_id: 'ref_fees' },
      });

      const list = await stripe.balanceTransactions.list({
        created: { gte: from },
        limit: 2,
        expand: ['data.source'],
      });

      expect(list.data.map(({ type, amount, source }) => ({ type, amount, source }))).toEqual([
        {
          type: 'refund',
          amount: -100,
          source: expect.objectContaining({
            id: refund.id,
            payment_intent: paid.id,
            metadata: { refund_id: 'ref_fees' },
          }),
        },
        {
          type: 'charge',
          amount: 15_038,
          source: expect.objectContaining({
            id: charge.id,
            payment_intent: paid.id,
            metadata: { attempt_id: 'att_fees' },
          }),
        },
      ]);
      const [newer, older] = list.data.map(({ id }) => id);
      const next = await stripe.balanceTransactions.list({ starting_after: newer!, limit: 1 });
      expect(next.data.map(({ id }) => id)).toEqual([older]);
      const previous = await stripe.balanceTransactions.list({ ending_before: older!, limit: 1 });
      expect(previous.data.map(({ id }) => id)).toEqual([newer]);
      const own = await stripe.balanceTransactions.list({ source: charge.id, type: 'charge' });
      expect(own.data).toHaveLength(1);
      const later = await stripe.balanceTransactions.list({ created: { gte: from + 60 } });
      expect(later.data).toEqual([]);
    });

    it('a filter that the sandbox does not have is refused rather than ignored', async () => {
      const error = await failure(stripe.balanceTransactions.list({ payout: 'po_1' }));
      expect(error).toMatchObject({ statusCode: 400, code: 'parameter_unknown', param: 'payout' });
    });
  });

  describe('capturing later', () => {
    it('a part is captured once: the rest goes back, and the part can be refunded', async () => {
      const held = await hold();
      const charge = held.latest_charge as Stripe.Charge;
      expect(charge).toMatchObject({
        captured: false,
        payment_method_details: {
          card: { multicapture: { status: 'unavailable' }, capture_before: charge.created + 7 * 86_400 },
        },
      });
      const tooMuch = { amount_to_capture: 15_039 };
      const key = { idempotencyKey: 'greedy' };
      await failure(stripe.paymentIntents.capture(held.id, tooMuch, key));
      const greedy = await failure(stripe.paymentIntents.capture(held.id, tooMuch, key));
      expect(greedy).toMatchObject({
        headers: { 'idempotent-replayed': 'true' },
        statusCode: 400,
        code: 'amount_too_large',
        payment_intent: { id: held.id, status: 'requires_capture' },
      });
      const more = await failure(stripe.paymentIntents.capture(held.id, { final_capture: false }));
      expect(more).toMatchObject({ statusCode: 400, param: 'final_capture' });

      const taken = await stripe.paymentIntents.capture(held.id, {
        amount_to_capture: 10_000,
        metadata: { shipment: 'shp_1' },
        expand: EXPAND,
      });

      expect(taken).toMatchObject({
        status: 'succeeded',
        amount_received: 10_000,
        amount_capturable: 0,
        metadata: { shipment: 'shp_1' },
        latest_charge: {
          captured: true,
          amount_captured: 10_000,
          amount_refunded: 5038,
          refunded: false,
          balance_transaction: { amount: 10_000, fee: 320 },
        },
      });
      expect(await world.entriesOf(held.id, 'capture')).toMatchObject([
        { amount: 10_000, total: 10_000, fee: 320, captureMetadata: { shipment: 'shp_1' } },
      ]);
      expect(await world.entriesOf(held.id, 'void')).toMatchObject([{ amount: 5038 }]);
      await stripe.refunds.create({ payment_intent: held.id });
      const late = await failure(stripe.refunds.create({ payment_intent: held.id, amount: 1 }));
      expect(late).toMatchObject({ code: 'charge_already_refunded' });
    });

    it('several parts are captured one by one, each with its own transaction, until the rest is let go', async () => {
      const held = await hold(MULTICAPTURE);
      const charge = held.latest_charge as Stripe.Charge;
      expect(charge.payment_method_details?.card?.multicapture).toEqual({ status: 'available' });

      const first = await capture(held.id, 7000, { final_capture: false, metadata: { shipment: 'shp_1' } });
      expect(first).toMatchObject({
        status: 'requires_capture',
        amount_capturable: 8038,
        amount_received: 7000,
        latest_charge: { captured: false, amount_captured: 7000, amount_refunded: 0 },
      });
      await stripe.refunds.create({ payment_intent: held.id, amount: 1000 });
      const greedy = await failure(stripe.refunds.create({ payment_intent: held.id, amount: 6001 }));
      expect(greedy.message).toContain('greater than unrefunded amount');
      const tooMuch = await failure(capture(held.id, 8039, { final_capture: false }));
      expect(tooMuch).toMatchObject({ code: 'amount_too_large' });

      const second = await capture(held.id, 2000, { final_capture: false, metadata: { shipment: 'shp_2' } });
      const last = await capture(held.id, 0, { final_capture: true });

      expect(second).toMatchObject({ status: 'requires_capture', amount_capturable: 6038 });
      expect(last).toMatchObject({
        status: 'succeeded',
        amount_capturable: 0,
        amount_received: 9000,
        latest_charge: { captured: true, amount_captured: 9000, amount_refunded: 1000 },
      });
      expect(transactionOf(second).id).not.toBe(transactionOf(first).id);
      const booked = await stripe.balanceTransactions.list({ source: charge.id });
      expect(booked.data.map(({ amount }) => amount)).toEqual([2000, 7000]);
      expect(await world.entriesOf(held.id, 'capture')).toMatchObject([
        { amount: 7000, total: 7000, captureMetadata: { shipment: 'shp_1' } },
        { amount: 2000, total: 9000, captureMetadata: { shipment: 'shp_2' } },
      ]);
      expect(await world.entriesOf(held.id, 'void')).toMatchObject([{ amount: 6038 }]);
      expect(await world.emitted(held.id)).toEqual([
        'payment_intent.created',
        'charge.succeeded',
        'payment_intent.amount_capturable_updated',
        'charge.updated',
        'payment_intent.amount_capturable_updated',
        'refund.created',
        'charge.refunded',
        'charge.updated',
        'payment_intent.amount_capturable_updated',
        'charge.captured',
        'payment_intent.amount_capturable_updated',
        'payment_intent.succeeded',
      ]);
    });

    it('a card that cannot be captured more than once says so', async () => {
      const held = await hold(MULTICAPTURE, 'pm_card_credit_disableEnterpriseCardFeatures');
      const charge = held.latest_charge as Stripe.Charge;
      expect(charge.payment_method_details?.card?.multicapture).toEqual({ status: 'unavailable' });
    });

    it('a capture whose answer was lost is there when its key is sent again', async () => {
      const held = await hold(MULTICAPTURE);
      const lost = { operation: 'payment_intents.capture', mode: 'status_after', status: 503, body: '{}' };
      expect((await world.control('POST', 'faults', lost)).status).toBe(201);
      const again = () =>
        stripe.paymentIntents.capture(
          held.id,
          { amount_to_capture: 7000, final_capture: false },
          { idempotencyKey: 'capture:1' },
        );
      expect(Object.keys(await again())).toEqual([]);
      expect(await again()).toMatchObject({ status: 'requires_capture', amount_received: 7000 });
      expect(await world.entriesOf(held.id, 'capture')).toHaveLength(1);
    });

    it('cancelling after a part was captured keeps the part and lets the rest go', async () => {
      const held = await hold(MULTICAPTURE);
      await capture(held.id, 7000, { final_capture: false });

      const ended = await stripe.paymentIntents.cancel(held.id, { expand: EXPAND });

      expect(ended).toMatchObject({
        status: 'succeeded',
        amount_received: 7000,
        amount_capturable: 0,
        latest_charge: { captured: true, balance_transaction: { amount: 7000 } },
      });
      expect(await world.entriesOf(held.id, 'void')).toMatchObject([{ amount: 8038 }]);
    });

    it('a hold that nobody captures expires', async () => {
      const held = await hold();

      const expired = await world.control('POST', `intents/${held.id}/expire`);

      expect(await expired.json()).toMatchObject({ status: 'canceled', cancellation_reason: 'automatic' });
      const late = await failure(stripe.paymentIntents.capture(held.id));
      expect(late).toMatchObject({ code: 'payment_intent_unexpected_state' });
      expect((await world.emitted(held.id)).slice(-2)).toEqual(['charge.expired', 'payment_intent.canceled']);
      expect(await world.entriesOf(held.id, 'void')).toMatchObject([{ amount: 15_038 }]);
      expect((await world.control('POST', 'intents/pi_nobody/expire')).status).toBe(404);
      expect((await world.control('POST', `intents/${held.id}/expire`, { soon: true })).status).toBe(400);
    });

    it('and so it does by itself, when its days are over', async () => {
      const hasty = await GatewayWorld.start('--authorisation-days', '0');
      const options = { confirm: true, payment_method: 'pm_card_visa', capture_method: 'manual' } as const;
      const held = await hasty.stripe.paymentIntents.create({ ...ORDER, ...options });
      const event = await hasty.receiver.eventAbout(held.id, 'payment_intent.canceled');
      expect(event.data.object).toMatchObject({ id: held.id, cancellation_reason: 'automatic' });
      await hasty.stop();
    });
  });

  describe('disputes', () => {
    it('take the money and a fee at once; what the shop wins comes back', async () => {
      const paid = await pay({ metadata: { order: 'ORD-1' } });
      const charge = paid.latest_charge as Stripe.Charge;
      const opened = await world.control('POST', `charges/${charge.id}/dispute`, {
        amount: 10_000,
        reason: 'product_not_received',
      });
      const { id } = (await opened.json()) as { id: string };

      const dispute = await stripe.disputes.retrieve(id);

      expect(dispute).toMatchObject({
        object: 'dispute',
        amount: 10_000,
        charge: charge.id,
        payment_intent: paid.id,
        reason: 'product_not_received',
        status: 'needs_response',
        is_charge_refundable: false,
        metadata: {},
        evidence: { uncategorized_text: null },
        evidence_details: { has_evidence: false, submission_count: 0 },
        payment_method_details: { type: 'card', card: { network_reason_code: '13.1' } },
      });
      expect(dispute.evidence_details.due_by).toBeGreaterThan(Date.now() / 1000 + 86_400);
      const [withdrawal] = dispute.balance_transactions;
      expect(withdrawal).toMatchObject({ amount: -10_000, fee: 1500, net: -11_500, type: 'adjustment' });
      expect(await stripe.charges.retrieve(charge.id)).toMatchObject({ disputed: true });
      const refused = await failure(stripe.refunds.create({ payment_intent: paid.id }));
      expect(refused).toMatchObject({ code: 'charge_disputed' });

      const evidence = { uncategorized_text: 'It was delivered.' };
      const staged = await stripe.disputes.update(id, { evidence, submit: false, metadata: { case: '7' } });
      expect(staged).toMatchObject({ status: 'needs_response', metadata: { case: '7' } });
      const answered = await stripe.disputes.update(id, { submit: true });
      expect(answered).toMatchObject({ status: 'under_review', evidence });
      expect(answered.evidence_details).toMatchObject({ has_evidence: true, submission_count: 1 });
      expect(await failure(stripe.disputes.update(id, { evidence }))).toMatchObject({ statusCode: 400 });

      expect((await world.control('POST', `disputes/${id}/close`, { status: 'drawn' })).status).toBe(400);
      const closed = await world.control('POST', `disputes/${id}/close`, { status: 'won' });

      expect(await closed.json()).toMatchObject({ status: 'won' });
      const { data } = await stripe.disputes.list({ payment_intent: paid.id, expand: ['data.charge'] });
      expect(data).toMatchObject([
        {
          id,
          status: 'won',
          charge: { id: charge.id },
          balance_transactions: [{}, { amount: 10_000, fee: 0 }],
        },
      ]);
      expect((await world.emitted(id)).filter((type) => type.startsWith('charge.dispute'))).toEqual([
        'charge.dispute.created',
        'charge.dispute.funds_withdrawn',
        'charge.dispute.updated',
        'charge.dispute.updated',
        'charge.dispute.funds_reinstated',
        'charge.dispute.closed',
      ]);
      const facts = { dispute: id, amount: 10_000, currency: 'usd', metadata: { order: 'ORD-1' } };
      expect(await world.entriesOf(paid.id, 'dispute')).toMatchObject([{ ...facts, fee: 1500 }]);
      expect(await world.entriesOf(paid.id, 'dispute_closed')).toMatchObject([{ ...facts, status: 'won' }]);
      const late = await stripe.refunds.create({ payment_intent: paid.id });
      expect(late).toMatchObject({ status: 'succeeded', amount: 15_038 });
    });

    it('are lost when the shop gives in, and then nothing is left to dispute or to refund', async () => {
      const paid = await pay();
      const opened = await world.control('POST', `intents/${paid.id}/dispute`);
      const { id } = (await opened.json()) as { id: string };

      const lost = await stripe.disputes.close(id);

      expect(lost).toMatchObject({ status: 'lost', amount: 15_038, reason: 'fraudulent' });
      expect(await failure(stripe.disputes.close(id))).toMatchObject({ statusCode: 400 });
      expect((await world.control('POST', `disputes/${id}/close`, { status: 'won' })).status).toBe(400);
      expect((await world.control('POST', `intents/${paid.id}/dispute`)).status).toBe(400);
      expect(await failure(stripe.refunds.create({ payment_intent: paid.id }))).toMatchObject({
        code: 'charge_disputed',
      });
      expect(await world.emitted(id)).not.toContain('charge.dispute.funds_reinstated');
    });

    it.each([
      ['a dispute nobody knows', 'disputes/dp_nobody/close', { status: 'won' }, 404],
      ['a payment nobody knows', 'intents/pi_nobody/dispute', {}, 404],
      ['more than was paid', 'dispute', { amount: 15_039 }, 400],
      ['a reason nobody has', 'dispute', { reason: 'boredom' }, 400],
    ])('%s is refused', async (_, path, body, status) => {
      const paid = await pay();
      const address = path === 'dispute' ? `intents/${paid.id}/dispute` : path;
      expect((await world.control('POST', address, body)).status).toBe(status);
      expect(await world.entriesOf(paid.id, 'dispute')).toEqual([]);
    });
  });

  it.each([
    ['customers.create', () => stripe.customers.create({ email: 'buyer@example.com' })],
    ['disputes.close', () => stripe.disputes.close('dp_nobody')],
    ['payment_intents.apply_customer_balance', () => stripe.paymentIntents.applyCustomerBalance('pi_nobody')],
  ])('a fault strikes %s', async (operation, call) => {
    const teapot = { operation, mode: 'status', status: 418 };
    expect((await world.control('POST', 'faults', teapot)).status).toBe(201);
    expect(await failure(call())).toMatchObject({ statusCode: 418 });
  });

  describe('refunds', () => {
    it('that are pending arrive', async () => {
      const paid = await pay({}, 'pm_card_pendingRefund');
      const refund = await stripe.refunds.create({ payment_intent: paid.id });
      expect(refund.status).toBe('pending');
      await world.receiver.eventAbout(refund.id, 'refund.updated');
      expect(await stripe.refunds.retrieve(refund.id)).toMatchObject({ status: 'succeeded' });
      expect(await world.emitted(refund.id)).toEqual([
        'refund.created',
        'refund.updated',
        'charge.refund.updated',
      ]);
      expect(await world.entriesOf(paid.id, 'refund_arrived')).toMatchObject([
        { refund: refund.id, amount: 15_038 },
      ]);
      const charge = await stripe.charges.retrieve((paid.latest_charge as Stripe.Charge).id);
      expect(charge).toMatchObject({ refunded: true, amount_refunded: 15_038 });
    });

    it('that are pending may fail, and then the money is to be refunded again', async () => {
      const paid = await pay({}, 'pm_sandbox_refund_pending_fails');
      const refund = await stripe.refunds.create({ payment_intent: paid.id, amount: 15_000 });
      expect(refund.status).toBe('pending');

      await world.receiver.eventAbout(refund.id, 'refund.failed');

      const failed = await stripe.refunds.retrieve(refund.id, { expand: ['failure_balance_transaction'] });
      expect(failed).toMatchObject({
        status: 'failed',
        failure_reason: 'expired_or_canceled_card',
        failure_balance_transaction: { type: 'refund_failure', amount: 15_000 },
      });
      expect(await world.entriesOf(paid.id, 'refund_failed')).toHaveLength(1);
      const again = await stripe.refunds.create({ payment_intent: paid.id });
      expect(again.amount).toBe(15_038);
    });

    it('that were done long ago may still come back', async () => {
      const paid = await pay();
      const refund = await stripe.refunds.create({ payment_intent: paid.id });
      expect(refund.status).toBe('succeeded');

      const failed = await world.control('POST', `refunds/${refund.id}/fail`);

      expect(await failed.json()).toMatchObject({ id: refund.id, status: 'failed' });
      expect((await world.emitted(refund.id)).slice(-3)).toEqual([
        'refund.updated',
        'charge.refund.updated',
        'refund.failed',
      ]);
      expect((await world.control('POST', `refunds/${refund.id}/fail`)).status).toBe(400);
      expect((await world.control('POST', 'refunds/re_nobody/fail')).status).toBe(404);
      expect(await world.entriesOf(paid.id, 'refund_failed')).toHaveLength(1);
    });

    it('of cash that come back are the customer’s cash again', async () => {
      const { id } = await stripe.customers.create();
      await stripe.testHelpers.customers.fundCashBalance(id, { amount: 900, currency: 'usd' });
      const surplus = { origin: 'customer_balance', customer: id, amount: 900, currency: 'usd' } as const;
      const refund = await stripe.refunds.create(surplus);
      await world.control('POST', `refunds/${refund.id}/fail`);
      expect(await stripe.customers.retrieveCashBalance(id)).toMatchObject({ available: { usd: 900 } });
    });
  });

  function hold(change: Partial<Stripe.PaymentIntentCreateParams> = {}, method?: string) {
    return pay({ capture_method: 'manual', ...change }, method);
  }

  function capture(id: string, amount: number, change: Stripe.PaymentIntentCaptureParams) {
    return stripe.paymentIntents.capture(id, { amount_to_capture: amount, ...change, expand: EXPAND });
  }

  async function pay(change: Partial<Stripe.PaymentIntentCreateParams> = {}, method = 'pm_card_visa') {
    const intent = await stripe.paymentIntents.create({
      ...ORDER,
      ...change,
    });
    return stripe.paymentIntents.confirm(intent.id, { payment_method: method, expand: EXPAND });
  }
});

const EXPAND = ['latest_charge.balance_transaction'];

const ORDER = { amount: 15_038, currency: 'usd', allowed_payment_method_types: ['card' as const] };

const MULTICAPTURE: Partial<Stripe.PaymentIntentCreateParams> = {
  payment_method_options: { card: { request_multicapture: 'if_available' } },
};

function transactionOf(intent: Stripe.PaymentIntent): Stripe.BalanceTransaction {
  return (intent.latest_charge as Stripe.Charge).balance_transaction as Stripe.BalanceTransaction;
}
