import type { Answer, Call, Change } from '../api/call.js';
import { present } from '../store/present.js';
import type { PaymentIntent } from '../store/intent-records.js';
import { returnCash } from '../transfers/apply-cash.js';
import { StripeError } from '../wire/stripe-error.js';
import { seconds } from '../wire/time.js';
import { letGo } from './authorization.js';
import { findIntent } from './find-intent.js';

const CANCELABLE: readonly string[] = [
  'requires_payment_method',
  'requires_capture',
  'requires_confirmation',
  'requires_action',
];
const REASONS = ['duplicate', 'fraudulent', 'requested_by_customer', 'abandoned'] as const;

/** `POST /v1/payment_intents/:id/cancel`: ends an intent that has taken no money, and lets go of what it held. */
export function cancelIntent(call: Call): Answer {
  const before = findIntent(call);
  const reason = call.params.choice('cancellation_reason', REASONS) ?? null;
  if (!CANCELABLE.includes(before.status)) throw notCancelable(before);
  const after = cancel(call, before, reason);
  return { body: present(after), intent: after.id };
}

function cancel(change: Change, before: PaymentIntent, reason: string | null): PaymentIntent {
  const { commit, store } = change;
  const held = store.charges.get(before.latest_charge ?? '');
  if (before.status === 'requires_capture' && held) {
    return letGo(commit, before, held, { reason, event: 'charge.refunded' });
  }
  const canceled = commit.put<PaymentIntent>({
    ...returnCash(change, before),
    status: 'canceled',
    canceled_at: seconds(),
    cancellation_reason: reason,
    next_action: null,
  });
  commit.emit('payment_intent.canceled', canceled);
  return canceled;
}

/** Stripe has a code of its own for what is under way (its changelog of 2025-09-30 on stablecoins, read 2026-11-23). */
function notCancelable(intent: PaymentIntent): StripeError {
  const isUnderWay = intent.status === 'processing';
  return new StripeError(400, {
    type: 'invalid_request_error',
    code: isUnderWay ? 'payment_intent_invalid_cancellation_state' : 'payment_intent_unexpected_state',
    message:
      `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with ` +
      `one of the following statuses may be canceled: ${CANCELABLE.join(', ')}.`,
    payment_intent: present(intent),
  });
}
