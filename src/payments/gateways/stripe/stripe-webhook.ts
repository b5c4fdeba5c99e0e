import { Stripe } from 'stripe';
import type { VerifiedWebhook } from '../gateway.port.js';

/** Older deliveries are refused: a captured one cannot be played again later. */
const TOLERANCE_SECONDS = 300;

/** What an endpoint at Stripe has to be subscribed to; anything else that comes is stored and ignored. */
export const STRIPE_EVENTS = [
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.canceled',
  'payment_intent.processing',
  'payment_intent.requires_action',
  'payment_intent.partially_funded',
  'payment_intent.amount_capturable_updated',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.funds_reinstated',
  'charge.dispute.closed',
  'cash_balance.funds_available',
  'customer_cash_balance_transaction.created',
] as const;

const OURS: ReadonlySet<string> = new Set(STRIPE_EVENTS);

interface AnyObject {
  readonly object?: unknown;
  readonly id?: unknown;
  readonly customer?: unknown;
}

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
    if (typeof event.id !== 'string' || typeof event.type !== 'string') return undefined;
    const object = event.data?.object as AnyObject | undefined;
    const isAboutUs = object && OURS.has(event.type);
    return { eventId: event.id, type: event.type, objectId: isAboutUs ? subjectIdOf(object) : null };
  } catch {
    return undefined;
  }
}

/** News about an account's money is about its customer: a balance has no id, and its movements are found only there. */
function subjectIdOf({ object, id, customer }: AnyObject): string | null {
  const subject = object === 'cash_balance' || object === 'customer_cash_balance_transaction' ? customer : id;
  return typeof subject === 'string' ? subject : null;
}
