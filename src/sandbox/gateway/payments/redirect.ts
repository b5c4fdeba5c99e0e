import type { Wish } from '../api/call.js';
import type { PaymentIntent } from '../store/intent-records.js';

/** The pages of the sandbox that stand for somebody else's: the bank of a card, the wallet of a stablecoin. */
type Place = 'challenge' | 'crypto';

/** Sends the customer away, to come back to `returnUrl`. */
export function redirect(
  { baseUrl, commit }: Wish,
  intent: PaymentIntent,
  place: Place,
  returnUrl: string | null,
): PaymentIntent {
  const url = `${baseUrl}${pathOf(intent, place)}`;
  const waiting = commit.put<PaymentIntent>({
    ...intent,
    status: 'requires_action',
    next_action: { type: 'redirect_to_url', redirect_to_url: { url, return_url: returnUrl } },
    sandbox: { ...intent.sandbox, returnUrl },
  });
  commit.emit('payment_intent.requires_action', waiting);
  return waiting;
}

/** Whether the customer is away at that place; a payment may have gone on another way since. */
export function isAwayAt(intent: PaymentIntent, place: Place): boolean {
  const action = intent.next_action;
  return action?.type === 'redirect_to_url' && action.redirect_to_url.url.endsWith(pathOf(intent, place));
}

/** Where the customer comes back to, with what Stripe adds for a shop that only looks at its address. */
export function returnUrlOf(intent: PaymentIntent): string | null {
  if (!intent.sandbox.returnUrl) return null;
  const url = new URL(intent.sandbox.returnUrl);
  url.searchParams.set('payment_intent', intent.id);
  url.searchParams.set('payment_intent_client_secret', intent.client_secret);
  url.searchParams.set('redirect_status', redirectStatus(intent));
  return url.href;
}

function redirectStatus({ status }: PaymentIntent): 'succeeded' | 'pending' | 'failed' {
  if (status === 'succeeded' || status === 'requires_capture') return 'succeeded';
  return status === 'processing' ? 'pending' : 'failed';
}

function pathOf({ id }: PaymentIntent, place: Place): string {
  return `/sandbox/${place}/${id}`;
}
