import type { Answer, Call } from '../api/call.js';
import { present } from '../store/present.js';
import type { Charge, PaymentIntent } from '../store/records.js';
import { unexpectedState } from '../wire/stripe-error.js';
import { seconds } from '../wire/time.js';
import { moneyFacts } from './charge.js';
import { findIntent } from './find-intent.js';

const CANCELABLE: readonly string[] = [
  'requires_payment_method',
  'requires_capture',
  'requires_confirmation',
  'requires_action',
  'processing',
];
const REASONS = ['duplicate', 'fraudulent', 'requested_by_customer', 'abandoned'] as const;

/** `POST /v1/payment_intents/:id/cancel`: ends an intent that has taken no money, and lets go of what it held. */
export function cancelIntent(call: Call): Answer {
  const { commit, params } = call;
  const before = findIntent(call);
  const reason = params.choice('cancellation_reason', REASONS) ?? null;
  if (!CANCELABLE.includes(before.status)) {
    throw unexpectedState(
      `You cannot cancel this PaymentIntent because it has a status of ${before.status}. Only a PaymentIntent with ` +
        `one of the following statuses may be canceled: ${CANCELABLE.join(', ')}.`,
      present(before),
    );
  }
  const held = call.store.charges.get(before.latest_charge ?? '');
  if (before.status === 'requires_capture' && held) release(call, before, held);
  const intent = commit.put<PaymentIntent>({
    ...before,
    status: 'canceled',
    amount_capturable: 0,
    canceled_at: seconds(),
    cancellation_reason: reason,
    next_action: null,
  });
  commit.emit('payment_intent.canceled', intent);
  return { body: present(intent), intent: intent.id };
}

function release({ commit }: Call, intent: PaymentIntent, held: Charge): void {
  const released = commit.put({ ...held, refunded: true, amount_refunded: held.amount });
  commit.journal('void', moneyFacts(intent, released));
  commit.emit('charge.refunded', released);
}
