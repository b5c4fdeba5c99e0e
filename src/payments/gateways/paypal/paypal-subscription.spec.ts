import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Config } from '../../../config.js';
import { PayPalClient } from './paypal-client.js';
import { PAYPAL_EVENTS, subscribePayPalWebhook } from './paypal-subscription.js';

const URL_OF_OURS = 'https://shop.example/payment/webhooks/paypal';
const TOKEN = { token_type: 'Bearer', access_token: 'token', expires_in: 600 };

/** A PayPal that has one webhook, and remembers what was sent to it. */
describe('subscribing to webhooks at PayPal', () => {
  let server: Server;
  let client: PayPalClient;
  let subscribed: string[];
  let sent: { request: string; body: unknown }[];

  beforeAll(async () => {
    server = createServer();
    const serve = async (request: IncomingMessage, response: ServerResponse) => {
      const body = await text(request);
      const isToken = request.url === '/v1/oauth2/token';
      if (!isToken && body)
        sent.push({ request: `${request.method} ${request.url}`, body: JSON.parse(body) });
      const webhook = { id: 'WEBHOOK1', url: URL_OF_OURS, event_types: subscribed.map((name) => ({ name })) };
      const answer = request.method === 'GET' ? { webhooks: [webhook] } : { ...webhook, id: 'WEBHOOK2' };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(isToken ? TOKEN : answer));
    };
    server.on('request', (request, response) => void serve(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    client = new PayPalClient({
      GATEWAY_CALL_SECONDS: 5,
      PAYPAL_MODE: 'sandbox',
      PAYPAL_API_URL: `http://127.0.0.1:${port}`,
      PAYPAL_CLIENT_ID: 'subscriber',
      PAYPAL_CLIENT_SECRET: 'secret',
    } as Config);
  });

  beforeEach(() => {
    sent = [];
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it.each([[['*']], [[...PAYPAL_EVENTS, 'INVOICING.INVOICE.PAID']]])(
    'changes nothing that has all of ours',
    async (events) => {
      subscribed = events;
      await expect(subscribePayPalWebhook(client, URL_OF_OURS)).resolves.toBe('WEBHOOK1');
      expect(sent).toEqual([]);
    },
  );

  it('completes a webhook in place: what is under way is signed for its id', async () => {
    subscribed = ['PAYMENT.SALE.COMPLETED'];
    await expect(subscribePayPalWebhook(client, URL_OF_OURS)).resolves.toBe('WEBHOOK1');
    const value = PAYPAL_EVENTS.map((name) => ({ name }));
    expect(sent).toEqual([
      {
        request: 'PATCH /v1/notifications/webhooks/WEBHOOK1',
        body: [{ op: 'replace', path: '/event_types', value }],
      },
    ]);
  });

  it('makes one for an address that has none', async () => {
    subscribed = ['*'];
    await expect(subscribePayPalWebhook(client, `${URL_OF_OURS}/new`)).resolves.toBe('WEBHOOK2');
    expect(sent).toMatchObject([
      { request: 'POST /v1/notifications/webhooks/', body: { url: `${URL_OF_OURS}/new` } },
    ]);
  });
});
