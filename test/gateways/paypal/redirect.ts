import { anAttempt, type Provider } from '../provider.js';

const SEAL = {
  'paypal-auth-algo': 'SHA256withRSA',
  'paypal-cert-url': 'https://api.sandbox.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-a5cafa77',
  'paypal-transmission-id': 'd938e770-8046-11e6-8103-6b62a8a99ac4',
  'paypal-transmission-sig': 'bm90IGEgc2lnbmF0dXJl',
};

/** What needs no customer; holds at PayPal's own sandbox too. */
export function sendsCustomersToPayPal(open: () => Promise<Provider>): void {
  let provider: Provider;
  beforeAll(async () => {
    provider = await open();
  });
  afterAll(() => provider?.stop());

  it.each([false, true])(
    'sends a customer to PayPal to approve (capturesLater: %s)',
    async (capturesLater) => {
      const attempt = anAttempt('paypal', { capturesLater });
      const outcome = await provider.charge(attempt);
      expect(outcome).toEqual({
        kind: 'requires_action',
        intentId: expect.stringMatching(/^PAY(ID)?-/),
        nextAction: { type: 'redirect', url: expect.stringMatching(/^https?:.+token=EC-/) },
      });
      await expect(provider.charge(attempt)).resolves.toEqual(outcome);
      await expect(provider.gateway.ask({ ...attempt, intentId: outcome.intentId })).resolves.toEqual(
        outcome,
      );
    },
  );

  it('does not take what nobody has approved', async () => {
    const attempt = anAttempt('paypal');
    const outcome = await provider.charge(attempt);
    const asked = { ...attempt, intentId: outcome.intentId, completing: true };
    await expect(provider.gateway.complete(asked, 'QYR5Z8XDVJNXQ')).resolves.toEqual(outcome);
  });

  it('is not the method for an amount that PayPal does not take, and hears nothing of it', async () => {
    const attempt = anAttempt('paypal', { amount: { amountMinor: 1_000, currency: 'XXX' } });
    await expect(provider.charge(attempt)).resolves.toEqual({
      kind: 'failed',
      reason: 'invalid_payment_method',
      code: 'amount_not_supported',
      intentId: null,
    });
  });

  it('refuses a webhook that PayPal did not sign', async () => {
    const raw = Buffer.from(
      '{"id":"WH-1","event_type":"PAYMENT.SALE.COMPLETED","resource_type":"sale","resource":{}}',
    );
    const headers = { ...SEAL, 'paypal-transmission-time': new Date().toISOString() };
    await expect(provider.gateway.verifyWebhook(raw, headers)).resolves.toBeUndefined();
  });
}
