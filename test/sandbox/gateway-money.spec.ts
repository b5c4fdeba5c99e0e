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
      const greedy = await failure(
        stripe.paymentIntents.capture(held.id, { amount_to_capture: 15_039 }, { idempotencyKey: 'greedy' }),
      );
      expect(greedy).toMatchObject({
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
      const tooMuch = await failure(stripe.refunds.create({ payment_intent: held.id, amount: 1 }));
      expect(tooMuch).toMatchObject({ code: 'charge_already_refunded' });
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
        ...['charge.updated', 'payment_intent.amount_capturable_updated'],
        ...['refund.created', 'charge.refunded'],
        ...['charge.updated', 'payment_intent.amount_capturable_updated'],
        ...['charge.captured', 'payment_intent.amount_capturable_updated', 'payment_intent.succeeded'],
      ]);
    });

    it('a card that cannot be captured more than once says so', async () => {
      const held = await hold(MULTICAPTURE, 'pm_card_credit_disableEnterpriseCardFeatures');
      const charge = held.latest_charge as Stripe.Charge;
      expect(charge.payment_method_details?.card?.multicapture).toEqual({ status: 'unavailable' });
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
