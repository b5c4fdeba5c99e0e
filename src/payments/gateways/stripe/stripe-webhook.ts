import { Stripe } from 'stripe';
import type { VerifiedWebhook } from '../gateway.port.js';

/** Older deliveries are refused: a captured one cannot be played again later. */
const TOLERANCE_SECONDS = 300;

/** Checks `Stripe-Signature` over the raw bytes (docs.stripe.com/webhooks#verify-manually, read 2026-11-23). */
export function verifyStripeWebhook(
  stripe: Stripe,
  raw: Buffer,
  signature: unknown,
  secret: string,
): VerifiedWebhook | undefined {
  if (typeof signature !== 'string') return undefined;
  try {
    const event = stripe.webhooks.constructEvent(raw, signature, secret, TOLERANCE_SECONDS);
    const object = event.data?.object as { id?: unknown } | undefined;
    if (typeof event.id !== 'string' || typeof event.type !== 'string') return undefined;
    return {
      eventId: event.id,
      type: event.type,
      objectId: typeof object?.id === 'string' ? object.id : null,
    };
  } catch {
    return undefined;
  }
}
