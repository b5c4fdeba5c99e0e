import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { Answer } from './client.js';
import type { World } from './world.js';

const secret = (letter: string): string => `whsec_${Buffer.from(letter.repeat(32)).toString('base64')}`;

/** The secrets of the carriers that tests speak for; DHL is replacing its own. */
export const SECRETS = { dhl: secret('a'), newDhl: secret('b'), botenFix: secret('c') };
export const CARRIER_WEBHOOK_SECRETS = `dhl=${SECRETS.dhl}, DHL=${SECRETS.newDhl}, boten fix=${SECRETS.botenFix}`;

export interface Delivery {
  readonly carrier?: string;
  readonly id?: string;
  readonly secret?: string;
  readonly at?: Date;
  /** What is sent instead of the bytes that were signed. */
  readonly sent?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Posts an event as a carrier does: signed over its very bytes. */
export function fromCarrier(
  world: World,
  event: unknown,
  {
    carrier = 'dhl',
    id = randomUUID(),
    secret: key = SECRETS.dhl,
    at = new Date(),
    sent,
    headers,
  }: Delivery = {},
): Promise<Answer<Record<string, unknown>>> {
  const payload = typeof event === 'string' ? event : JSON.stringify(event);
  return world.stranger.call('POST', `/carriers/${encodeURIComponent(carrier)}/events`, {
    raw: sent ?? payload,
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(key).sign(id, at, payload),
      ...headers,
    },
  });
}

export const delivered = (trackingNumber: string, deliveredAt = new Date()) => ({
  type: 'parcel.delivered',
  trackingNumber,
  deliveredAt: deliveredAt.toISOString(),
});
