import type { Change } from '../api/call.js';
import type { DeclineReason } from '../behaviours.js';
import type { Commit } from '../store/commit.js';
import type { PaymentIntent, PaymentMethod } from '../store/intent-records.js';
import { present } from '../store/present.js';
import { StripeError, type StripeErrorBody } from '../wire/stripe-error.js';
import { newCharge } from './new-charge.js';

/** Stripe's words for each refusal, docs.stripe.com/declines/codes. */
const REFUSALS: Record<DeclineReason, { code: string; message: string; param?: string }> = {
  generic_decline: { code: 'card_declined', message: 'Your card was declined.' },
  insufficient_funds: { code: 'card_declined', message: 'Your card has insufficient funds.' },
  fraudulent: { code: 'card_declined', message: 'Your card was declined.' },
  expired_card: { code: 'expired_card', message: 'Your card has expired.', param: 'exp_month' },
  incorrect_cvc: { code: 'incorrect_cvc', message: "Your card's security code is incorrect.", param: 'cvc' },
  processing_error: {
    code: 'processing_error',
    message: 'An error occurred while processing your card. Try again in a little bit.',
  },
};

const BLOCKED = {
  network_status: 'not_sent_to_network',
  reason: 'highest_risk_level',
  risk_level: 'highest',
  seller_message: 'Stripe blocked this payment as too risky.',
  type: 'blocked',
};

/** Records the refused charge, puts the intent back to asking for a method, and returns the 402 to throw. */
export function declineIntent(
  commit: Commit,
  intent: PaymentIntent,
  method: PaymentMethod,
  reason: DeclineReason,
): StripeError {
  const refusal = REFUSALS[reason];
  const charge = commit.put(
    newCharge(intent, method, {
      status: 'failed',
      paid: false,
      failure_code: refusal.code,
      failure_message: refusal.message,
      outcome: reason === 'fraudulent' ? BLOCKED : declinedByBank(reason),
    }),
  );
  const error: StripeErrorBody = {
    type: 'card_error',
    charge: charge.id,
    decline_code: reason,
    ...refusal,
    payment_method: present(method),
  };
  const failed = failIntent(commit, { ...intent, latest_charge: charge.id }, error);
  commit.journal('decline', {
    intent: intent.id,
    charge: charge.id,
    code: refusal.code,
    declineCode: reason,
  });
  commit.emit('charge.failed', charge);
  commit.emit('payment_intent.payment_failed', failed);
  return new StripeError(402, { ...error, payment_intent: present(failed) });
}

/** The same where no card was asked: what the customer was to do did not work out. */
export function rejectIntent(
  { commit, store }: Change,
  intent: PaymentIntent,
  error: StripeErrorBody,
): PaymentIntent {
  const method = store.payment_methods.get(intent.payment_method ?? '');
  const failed = failIntent(commit, intent, { ...error, ...(method && { payment_method: present(method) }) });
  const code = error.code ?? null;
  commit.journal('decline', { intent: failed.id, charge: null, code, declineCode: null });
  commit.emit('payment_intent.payment_failed', failed);
  return failed;
}

/** The intent without its method, and why; it may be confirmed again with another. */
function failIntent(commit: Commit, intent: PaymentIntent, error: StripeErrorBody): PaymentIntent {
  return commit.put<PaymentIntent>({
    ...intent,
    status: 'requires_payment_method',
    payment_method: null,
    next_action: null,
    last_payment_error: error,
  });
}

function declinedByBank(reason: DeclineReason): object {
  return {
    network_status: 'declined_by_network',
    reason,
    risk_level: 'normal',
    risk_score: 12,
    seller_message: 'The bank did not return any further details with this decline.',
    type: 'issuer_declined',
  };
}
