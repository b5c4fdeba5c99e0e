import paypalApi from 'paypal-rest-sdk/lib/api.js';
import { z } from 'zod';
import type { VerifiedWebhook } from '../gateway.port.js';
import type { PayPalClient } from './paypal-client.js';
import { refusalOf } from './paypal-error.js';
import { PAYPAL_EVENTS } from './paypal-subscription.js';

const OURS: ReadonlySet<string> = new Set(PAYPAL_EVENTS);

/**
 * PayPal delivers again for three days (developer.paypal.com/api/rest/webhooks, read 2026-11-23), under the time of the
 * first transmission. An older one was recorded by somebody and is played again. A little more, as clocks differ.
 */
const OLDEST_MS = 3 * 24 * 3600_000;
const CLOCK_SKEW_MS = 300_000;

const seal = z.object({
  'paypal-auth-algo': z.string(),
  'paypal-cert-url': z.string(),
  'paypal-transmission-id': z.string(),
  'paypal-transmission-sig': z.string(),
  'paypal-transmission-time': z.iso.datetime({ offset: true }),
});
type Seal = z.output<typeof seal>;

/** It becomes a part of an address; what could not is about nothing of ours. */
const resourceId = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,60}$/)
  .optional()
  .catch(undefined);

const event = z.object({
  id: z.string().min(1),
  event_type: z.string().min(1),
  resource_type: z.string().optional(),
  resource: z.object({ id: resourceId, dispute_id: resourceId }).optional(),
});

/** Asks PayPal whether a webhook is its own: it keeps the keys, and says which are still good. */
export async function verifyPayPalWebhook(
  client: PayPalClient,
  webhookId: string,
  raw: Buffer,
  headers: Readonly<Record<string, unknown>>,
): Promise<VerifiedWebhook | 'unreachable' | undefined> {
  const read = { seal: seal.safeParse(headers), event: event.safeParse(parse(raw)) };
  if (!read.seal.success || !read.event.success || !isFresh(read.seal.data)) return undefined;
  const question = questionOf(raw, read.seal.data, webhookId);
  try {
    const answer = await client.call(client.deadline(), (config, done) =>
      paypalApi.executeHttp('POST', '/v1/notifications/verify-webhook-signature', question, config, done),
    );
    const { verification_status } = answer as { verification_status?: unknown };
    return verification_status === 'SUCCESS' ? webhookOf(read.event.data) : undefined;
  } catch (error) {
    return refusalOf(error) ? undefined : 'unreachable';
  }
}

function parse(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    return undefined;
  }
}

function isFresh(seal: Seal): boolean {
  const ageMs = Date.now() - Date.parse(seal['paypal-transmission-time']);
  return ageMs < OLDEST_MS + CLOCK_SKEW_MS && ageMs > -CLOCK_SKEW_MS;
}

/**
 * The event goes back as it arrived: the signature covers its bytes. The SDK's own `webhookEvent.verify` parses it and
 * writes it anew, so that `1.0` becomes `1` and a good signature bad; it also takes no account per call.
 */
export function questionOf(raw: Buffer, seal: Seal, webhookId: string): string {
  const known = JSON.stringify({
    auth_algo: seal['paypal-auth-algo'],
    cert_url: seal['paypal-cert-url'],
    transmission_id: seal['paypal-transmission-id'],
    transmission_sig: seal['paypal-transmission-sig'],
    transmission_time: seal['paypal-transmission-time'],
    webhook_id: webhookId,
  });
  return `${known.slice(0, -1)},"webhook_event":${raw.toString('utf8')}}`;
}

/** An id of PayPal's says nothing of its kind, and the type of an event not always: `refund/5SA006225W236580K` says both. */
function webhookOf({ id, event_type, resource_type, resource }: z.output<typeof event>): VerifiedWebhook {
  const subject = resource?.dispute_id ?? resource?.id;
  const isAboutUs = resource_type && subject && OURS.has(event_type);
  const objectId = isAboutUs ? `${resource_type}/${subject}` : null;
  return { eventId: id, type: event_type, objectId };
}
