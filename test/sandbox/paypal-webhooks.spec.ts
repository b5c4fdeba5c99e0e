import { verify } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { eventually } from '../support/eventually.js';
import { type PayPalClient, refusal, type Resource } from './paypal-client.js';
import { PayPalShop, related, WEBHOOK_ID } from './paypal-shop.js';
import { type Received, WebhookReceiver } from './webhook-receiver.js';

describe('the webhooks of the sandbox PayPal', () => {
  let shop: PayPalShop;
  let paypal: PayPalClient;
  let receiver: WebhookReceiver;

  beforeAll(async () => {
    shop = await PayPalShop.start();
    ({ paypal, receiver } = shop);
  });

  afterAll(() => shop.stop());

  it('are verified by the SDK, and offline by the key at PAYPAL-CERT-URL', async () => {
    const { headers, body } = await approvedEvent();
    const answer = await paypal.sdk('notification.webhookEvent.verify', [{ ...headers }, body, WEBHOOK_ID]);
    expect(answer).toMatchObject({ verification_status: 'SUCCESS' });
    const key = await (await fetch(String(headers['paypal-cert-url']))).text();
    const { 'paypal-transmission-id': id, 'paypal-transmission-time': time } = headers;
    const signed = Buffer.from(`${String(id)}|${String(time)}|${WEBHOOK_ID}|${crc32(body)}`);
    const signature = Buffer.from(String(headers['paypal-transmission-sig']), 'base64');
    expect(verify('sha256', signed, key, signature)).toBe(true);
  });

  it('fail verification with any bit of the body flipped', async () => {
    const received = await approvedEvent();
    const outcomes = new Set<string>();
    for (let index = 0; index < received.body.length; index += 7) {
      const flipped = Buffer.from(received.body);
      flipped[index]! ^= 1 << (index % 8);
      outcomes.add(await verdictOn(received, { event: flipped }));
    }
    // What is no JSON any more is not even looked at.
    expect(outcomes).toEqual(new Set(['FAILURE', 'MALFORMED_REQUEST']));
    expect(await verdictOn(received, {})).toBe('SUCCESS');
  });

  it.each([
    'auth_algo',
    'cert_url',
    'transmission_id',
    'transmission_time',
    'transmission_sig',
    'webhook_id',
  ])('fail verification with another %s', async (field) => {
    expect(await verdictOn(await approvedEvent(), { fields: { [field]: 'something-else' } })).toBe('FAILURE');
  });

  it('are sent again until they are acknowledged, under a signature of their own', async () => {
    const { id } = await shop.create();
    receiver.refuseOnce(id);
    await paypal.approve(id);
    const received = await receiver.about(id, 'PAYMENTS.PAYMENT.CREATED');
    expect(await verdictOn(received, {})).toBe('SUCCESS');
    const tries = async () =>
      (await paypal.journal('webhook')).filter((entry) => entry['event'] === received.event.id);
    await eventually(async () => (await tries()).length === 2);
    expect((await tries()).map((entry) => entry['status'])).toEqual([500, 200]);
  });

  it('are held back while paused, and one can be asked for again', async () => {
    await paypal.control('POST', 'webhooks/pause');
    const { id } = await shop.create();
    await paypal.approve(id);
    await sleep(50);
    expect(receiver.typesAbout(id)).toEqual([]);
    await paypal.control('POST', 'webhooks/resume');
    const { event } = await receiver.about(id, 'PAYMENTS.PAYMENT.CREATED');
    expect(await paypal.sdk('notification.webhookEvent.get', [event.id])).toMatchObject(event);
    expect((await paypal.control('POST', 'webhooks/redeliver', { event: event.id })).status).toBe(202);
    await eventually(() => receiver.typesAbout(id).length === 2);
  });

  it('go to those made through the API, only for their events, until they are deleted', async () => {
    const other = await WebhookReceiver.start();
    const wish = { url: other.url, event_types: [{ name: 'PAYMENT.SALE.COMPLETED' }] };
    const webhook = await paypal.sdk('notification.webhook.create', [wish]);
    expect(await paypal.sdk('notification.webhook.get', [webhook.id])).toMatchObject(wish);
    const twice = await refusal(paypal.sdk('notification.webhook.create', [wish]));
    expect(twice.response.name).toBe('WEBHOOK_URL_ALREADY_EXISTS');
    const unknown = { url: `${other.url}/2`, event_types: [{ name: 'PAYMENT.SALE.IMAGINED' }] };
    expect((await refusal(paypal.sdk('notification.webhook.create', [unknown]))).response.name).toBe(
      'VALIDATION_ERROR',
    );

    const sale = related(await shop.pay(), 'sale');
    const received = await other.about(sale.id, 'PAYMENT.SALE.COMPLETED');
    expect(await verdictOn(received, { fields: { webhook_id: webhook.id } })).toBe('SUCCESS');
    expect(await verdictOn(received, { fields: { webhook_id: WEBHOOK_ID } })).toBe('FAILURE');
    expect(other.typesAbout('PAYID')).toEqual(['PAYMENT.SALE.COMPLETED']);
    await paypal.sdk('notification.webhook.del', [webhook.id]);
    expect(await verdictOn(received, { fields: { webhook_id: webhook.id } })).toBe('FAILURE');
    const { webhooks } = await paypal.sdk<{ webhooks: Resource[] }>('notification.webhook.list', []);
    expect(webhooks.map(({ id }) => id)).toEqual([WEBHOOK_ID]);
    await other.stop();
  });

  async function approvedEvent(): Promise<Received> {
    const { id } = await shop.create();
    await paypal.approve(id);
    return receiver.about(id, 'PAYMENTS.PAYMENT.CREATED');
  }

  /** What PayPal says of the webhook, with the body as raw bytes in place of the event. */
  async function verdictOn(
    { headers, body }: Received,
    { event = Buffer.from(body), fields = {} }: { event?: Buffer; fields?: Record<string, string> },
  ): Promise<string> {
    const facts = {
      auth_algo: headers['paypal-auth-algo'],
      cert_url: headers['paypal-cert-url'],
      transmission_id: headers['paypal-transmission-id'],
      transmission_sig: headers['paypal-transmission-sig'],
      transmission_time: headers['paypal-transmission-time'],
      webhook_id: WEBHOOK_ID,
      ...fields,
    };
    const wrapped = Buffer.concat([
      Buffer.from(`${JSON.stringify(facts).slice(0, -1)},"webhook_event":`),
      event,
      Buffer.from('}'),
    ]);
    const answer = await paypal.http('POST', '/v1/notifications/verify-webhook-signature', { body: wrapped });
    const { verification_status: status, name } = (await answer.json()) as Record<string, string>;
    return status ?? name ?? '';
  }
});
