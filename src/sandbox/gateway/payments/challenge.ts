import type { Change } from '../api/call.js';
import type { PaymentIntent } from '../store/intent-records.js';
import { chargeIntent } from './charge.js';
import { rejectIntent } from './decline.js';
import { isAwayAt } from './redirect.js';

export const CHALLENGE_RESULTS = ['succeeded', 'failed', 'abandoned'] as const;

export type ChallengeResult = (typeof CHALLENGE_RESULTS)[number];

const NOT_AUTHENTICATED = {
  type: 'invalid_request_error',
  code: 'payment_intent_authentication_failure',
  message: 'The provided PaymentMethod has failed authentication.',
} as const;

/** What the customer did at the bank. A second answer changes nothing, nor does going away without one. */
export function answerChallenge(
  change: Change,
  intent: PaymentIntent,
  result: ChallengeResult,
): PaymentIntent {
  const method = change.store.payment_methods.get(intent.payment_method ?? '');
  if (!isAwayAt(intent, 'challenge') || !method || result === 'abandoned') return intent;
  if (result === 'succeeded') return chargeIntent(change, { ...intent, next_action: null }, method);
  return rejectIntent(change, intent, NOT_AUTHENTICATED);
}
