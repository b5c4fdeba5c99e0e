import type { Stripe } from 'stripe';
import { failure, GatewayWorld } from './gateway-world.js';

describe('the methods of the sandbox gateway', () => {
  let world: GatewayWorld;
  let stripe: Stripe;

  beforeAll(async () => {
    world = await GatewayWorld.start();
    ({ stripe } = world);
  });

  afterAll(() => world.stop());

  describe('a wallet', () => {
    it.each([
      ['a payment method', { payment_method: 'pm_sandbox_apple_pay' }],
      ['a token', { payment_method_data: cardToken('tok_sandbox_apple_pay') }],
    ])('pays as %s, and the charge says which', async (_, method) => {
      const intent = await stripe.paymentIntents.create({ ...CARD_ORDER });
      const paid = await stripe.paymentIntents.confirm(intent.id, { ...method, expand: EXPAND });

      expect(paid.status).toBe('succeeded');
      const charge = paid.latest_charge as Stripe.Charge;
      expect(charge.payment_method_details).toMatchObject({
        type: 'card',
        card: { brand: 'visa', last4: '4242', wallet: APPLE_PAY },
      });
      const used = await stripe.paymentMethods.retrieve(paid.payment_method as string);
      expect(used.card?.wallet).toEqual(APPLE_PAY);
    });

    it('pays in the create itself, and becomes a payment method by itself', async () => {
      const paid = await stripe.paymentIntents.create({
        ...CARD_ORDER,
        confirm: true,
        payment_method_data: cardToken('tok_sandbox_apple_pay'),
      });
      expect(paid.status).toBe('succeeded');
      const method = await stripe.paymentMethods.create({
        type: 'card',
        card: { token: 'tok_sandbox_apple_pay' },
      });
      expect(method.card).toMatchObject({ last4: '4242', wallet: APPLE_PAY });
    });

    it('is declined where its card is', async () => {
      const declined = await failure(payWith(cardToken('tok_sandbox_apple_pay_declined')));
      expect(declined).toMatchObject({
        statusCode: 402,
        code: 'card_declined',
        payment_method: { card: { wallet: { type: 'apple_pay' } } },
      });
    });

    it('tokens of plain cards are no wallets, and an unknown token is refused', async () => {
      const method = await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_mastercard' } });
      expect(method.card).toMatchObject({ brand: 'mastercard', wallet: null });
      expect(await failure(payWith(cardToken('tok_chargeDeclinedInsufficientFunds')))).toMatchObject({
        decline_code: 'insufficient_funds',
      });
      expect(await failure(payWith(cardToken('tok_nobody')))).toMatchObject({
        statusCode: 400,
        code: 'resource_missing',
      });
      const misspelt = { ...cardToken('tok_visa'), tokn: 'x' };
      expect(await failure(payWith(misspelt))).toMatchObject({ param: 'payment_method_data[tokn]' });
    });
  });

  function payWith(data: Stripe.PaymentIntentCreateParams.PaymentMethodData) {
    return stripe.paymentIntents.create({ ...CARD_ORDER, confirm: true, payment_method_data: data });
  }
});

const EXPAND = ['latest_charge.balance_transaction'];
const CARD_ORDER = { amount: 4200, currency: 'usd', allowed_payment_method_types: ['card' as const] };
const APPLE_PAY = { type: 'apple_pay', dynamic_last4: '7373', apple_pay: {} };

/** The SDK's types know tokens only where payment methods are made. */
function cardToken(token: string): Stripe.PaymentIntentCreateParams.PaymentMethodData {
  return { type: 'card', card: { token } } as Stripe.PaymentIntentCreateParams.PaymentMethodData;
}
