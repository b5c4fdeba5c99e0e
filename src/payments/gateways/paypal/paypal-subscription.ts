import paypal from 'paypal-rest-sdk';
import { z } from 'zod';
import type { PayPalClient } from './paypal-client.js';

/** developer.paypal.com/api/rest/webhooks/event-names, read 2026-11-23. A refund that fails later is not announced. */
export const PAYPAL_EVENTS = [
  // The customer has approved.
  'PAYMENTS.PAYMENT.CREATED',
  'PAYMENT.SALE.COMPLETED',
  'PAYMENT.SALE.PENDING',
  'PAYMENT.SALE.DENIED',
  'PAYMENT.SALE.REFUNDED',
  'PAYMENT.SALE.REVERSED',
  'PAYMENT.AUTHORIZATION.CREATED',
  'PAYMENT.AUTHORIZATION.VOIDED',
  'PAYMENT.CAPTURE.COMPLETED',
  'PAYMENT.CAPTURE.PENDING',
  'PAYMENT.CAPTURE.DENIED',
  'PAYMENT.CAPTURE.REFUNDED',
  'PAYMENT.CAPTURE.REVERSED',
  'CUSTOMER.DISPUTE.CREATED',
  'CUSTOMER.DISPUTE.UPDATED',
  'CUSTOMER.DISPUTE.RESOLVED',
] as const;

const webhook = z.object({
  id: z.string().min(1),
  url: z.string(),
  event_types: z.array(z.object({ name: z.string() })),
});
const webhooks = z.object({ webhooks: z.array(webhook).default([]) });

const WANTED = PAYPAL_EVENTS.map((name) => ({ name }));

/** The id of the webhook of this address, with all our events; made where there is none. Throws where PayPal refuses. */
export async function subscribePayPalWebhook(client: PayPalClient, url: string): Promise<string> {
  const list = await client.call(client.deadline(), (config, done) =>
    paypal.notification.webhook.list({}, config, done),
  );
  const known = webhooks.parse(list).webhooks.find((candidate) => candidate.url === url);
  if (!known) return create(client, url);
  const names = new Set(known.event_types.map(({ name }) => name));
  const isComplete = names.has('*') || PAYPAL_EVENTS.every((name) => names.has(name));
  if (!isComplete) await complete(client, known.id);
  return known.id;
}

async function create(client: PayPalClient, url: string): Promise<string> {
  const answer = await client.call(client.deadline(), (config, done) =>
    paypal.notification.webhook.create({ url, event_types: WANTED }, config, done),
  );
  return webhook.parse(answer).id;
}

/** In place: a new webhook would have a new id, and what is under way is signed for the old one. */
async function complete(client: PayPalClient, id: string): Promise<void> {
  const change = [{ op: 'replace', path: '/event_types', value: WANTED }];
  await client.call(client.deadline(), (config, done) =>
    paypal.notification.webhook.replace(id, change, config, done),
  );
}
