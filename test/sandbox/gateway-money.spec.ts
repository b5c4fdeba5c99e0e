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

  async function pay(change: Partial<Stripe.PaymentIntentCreateParams> = {}, method = 'pm_card_visa') {
    const intent = await stripe.paymentIntents.create({
      amount: 15_038,
      currency: 'usd',
      allowed_payment_method_types: ['card'],
      ...change,
    });
    return stripe.paymentIntents.confirm(intent.id, { payment_method: method, expand: EXPAND });
  }
});

const EXPAND = ['latest_charge.balance_transaction'];
