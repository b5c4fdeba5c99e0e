import { randomUUID } from 'node:crypto';
import type { Letter } from '../../provider/webhooks/post-event.js';
import { presentEvent } from '../present/event.js';
import type { PayPalEvent, SigningKey, Webhook } from '../store/records.js';
import type { Store } from '../store/store.js';
import { now } from '../wire/time.js';
import { AUTH_ALGO, certUrlOf, signatureOf } from './signature.js';

/**
 * An event as PayPal posts it; every attempt is a transmission of its own. The body is what `JSON.stringify` makes of the
 * event, because that is what the SDK makes of it again before it asks us to verify the signature.
 */
export function letterFor(store: Store, key: SigningKey, event: PayPalEvent, webhook: Webhook): Letter {
  const body = JSON.stringify(presentEvent(store, event));
  const transmission = { id: randomUUID(), time: now(), webhookId: webhook.id, body };
  return {
    body,
    headers: {
      'user-agent': 'PayPal/AUHD-214.0',
      'paypal-transmission-id': transmission.id,
      'paypal-transmission-time': transmission.time,
      'paypal-transmission-sig': signatureOf(transmission, key),
      'paypal-cert-url': certUrlOf(store.publicUrl, key),
      'paypal-auth-algo': AUTH_ALGO,
    },
  };
}
