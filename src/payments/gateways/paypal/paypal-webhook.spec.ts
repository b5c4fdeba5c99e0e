import type { PayPalClient } from './paypal-client.js';
import { questionOf, verifyPayPalWebhook } from './paypal-webhook.js';

const HOUR_MS = 3600_000;
const raw = Buffer.from(
  '{ "id":"WH-1", "event_type":"PAYMENT.SALE.COMPLETED", "resource_type":"sale", "resource":{"id":"5SA006225W","rate":1.0,"name":"Ren\\u00e9"} }',
);
const sealAt = (ms: number) => ({
  'paypal-auth-algo': 'SHA256withRSA',
  'paypal-cert-url': 'https://api.paypal.com/v1/notifications/certs/CERT-1',
  'paypal-transmission-id': 'b2ea5d30-1',
  'paypal-transmission-sig': 'c2lnbmF0dXJl',
  'paypal-transmission-time': new Date(ms).toISOString(),
});

/** PayPal itself, saying yes to everything it is asked. */
function believer(answer: unknown = { verification_status: 'SUCCESS' }) {
  let asked = 0;
  const call = () => {
    asked++;
    return Promise.resolve(answer);
  };
  return {
    client: { call, deadline: () => new Date(Date.now() + 1000) } as unknown as PayPalClient,
    asked: () => asked,
  };
}

const verify = (headers: object, body = raw, { client } = believer()) =>
  verifyPayPalWebhook(client, 'WEBHOOK1', body, headers as Record<string, unknown>);

describe("a webhook in PayPal's name", () => {
  it('is asked about with the very bytes that arrived', () => {
    const question = questionOf(raw, sealAt(0), 'WEBHOOK1');
    expect(question).toContain(`"webhook_event":${raw.toString()}}`);
    expect(JSON.parse(question)).toMatchObject({
      auth_algo: 'SHA256withRSA',
      cert_url: 'https://api.paypal.com/v1/notifications/certs/CERT-1',
      transmission_id: 'b2ea5d30-1',
      transmission_sig: 'c2lnbmF0dXJl',
      transmission_time: '1970-01-01T00:00:00.000Z',
      webhook_id: 'WEBHOOK1',
      webhook_event: { id: 'WH-1' },
    });
  });

  it.each([0, 71, 72])('is taken %s hours after it was first sent', async (hours) => {
    await expect(verify(sealAt(Date.now() - hours * HOUR_MS))).resolves.toEqual({
      eventId: 'WH-1',
      type: 'PAYMENT.SALE.COMPLETED',
      objectId: 'sale/5SA006225W',
    });
  });

  it.each([
    ['older than PayPal keeps on trying', sealAt(Date.now() - 72.1 * HOUR_MS), raw],
    ['of tomorrow', sealAt(Date.now() + HOUR_MS), raw],
    ['without a signature', { ...sealAt(Date.now()), 'paypal-transmission-sig': undefined }, raw],
    ['with two signatures', { ...sealAt(Date.now()), 'paypal-transmission-sig': ['a', 'b'] }, raw],
    ['that is no JSON', sealAt(Date.now()), Buffer.from('{"id":"WH-1"')],
    ['that is two', sealAt(Date.now()), Buffer.from('{"id":"WH-1"},"webhook_id":{"id":"WH-1"}')],
    ['without an id', sealAt(Date.now()), Buffer.from('{"event_type":"PAYMENT.SALE.COMPLETED"}')],
  ])('%s is refused, and PayPal not asked', async (_, seal, body) => {
    const paypal = believer();
    await expect(verify(seal, body, paypal)).resolves.toBeUndefined();
    expect(paypal.asked()).toBe(0);
  });

  it.each([{ verification_status: 'FAILURE' }, { verification_status: true }, {}])(
    '%j is no yes',
    async (answer) => {
      await expect(verify(sealAt(Date.now()), raw, believer(answer))).resolves.toBeUndefined();
    },
  );

  it('about something that could not be in an address is about nothing', async () => {
    const body = Buffer.from(
      '{"id":"WH-1","event_type":"X","resource_type":"sale","resource":{"id":"../oauth2/token"}}',
    );
    await expect(verify(sealAt(Date.now()), body)).resolves.toEqual({
      eventId: 'WH-1',
      type: 'X',
      objectId: null,
    });
  });
});
