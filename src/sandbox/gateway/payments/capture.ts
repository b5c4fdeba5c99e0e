import type { Answer, Call } from '../api/call.js';
import { present } from '../store/present.js';
import type { PaymentIntent } from '../store/records.js';
import { invalid, unexpectedState } from '../wire/stripe-error.js';
import { moneyFacts, takeMoney } from './charge.js';
import { findIntent } from './find-intent.js';

/** `POST /v1/payment_intents/:id/capture`: takes what was promised, or less; the rest goes back. */
export function captureIntent(call: Call): Answer {
  const { commit, params } = call;
  const before = findIntent(call);
  const held = call.store.charges.get(before.latest_charge ?? '');
  if (before.status !== 'requires_capture' || !held) {
    throw unexpectedState(
      `This PaymentIntent could not be captured because it has a status of ${before.status}. Only a PaymentIntent ` +
        'with one of the following statuses may be captured: requires_capture.',
      present(before),
    );
  }
  const amount = params.integer('amount_to_capture') ?? held.amount;
  if (amount < 1 || amount > held.amount) {
    throw invalid(
      'amount_to_capture',
      'Amount to capture must be at least 1 and at most the amount capturable.',
    );
  }
  const { charge, facts } = takeMoney(commit, { ...held, amount_refunded: held.amount - amount }, amount);
  const intent = commit.put<PaymentIntent>({
    ...before,
    status: 'succeeded',
    amount_capturable: 0,
    amount_received: amount,
  });
  commit.journal('capture', { ...moneyFacts(intent, charge), ...facts, amount });
  commit.emit('charge.captured', charge);
  commit.emit('payment_intent.succeeded', intent);
  return { body: present(intent), intent: intent.id };
}
