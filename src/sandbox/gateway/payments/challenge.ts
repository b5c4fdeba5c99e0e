import type { Change } from '../api/call.js';
import type { PaymentIntent } from '../store/records.js';
import { chargeIntent } from './charge.js';
import { failIntent } from './decline.js';

type ChallengeResult = 'complete' | 'fail';

const NOT_AUTHENTICATED = {
  type: 'invalid_request_error',
  code: 'payment_intent_authentication_failure',
  message: 'The provided PaymentMethod has failed authentication.',
} as const;

/** What the customer did on the challenge page. A second answer changes nothing. */
export function answerChallenge(
  change: Change,
  intent: PaymentIntent,
  result: ChallengeResult,
): PaymentIntent {
  const { commit, store } = change;
  const method = store.payment_methods.get(intent.payment_method ?? '');
  if (intent.status !== 'requires_action' || !method) return intent;
  if (result === 'complete') return chargeIntent(change, { ...intent, next_action: null }, method);
  const failed = failIntent(commit, intent, NOT_AUTHENTICATED);
  commit.journal('decline', {
    intent: failed.id,
    charge: null,
    code: NOT_AUTHENTICATED.code,
    declineCode: null,
  });
  commit.emit('payment_intent.payment_failed', failed);
  return failed;
}
