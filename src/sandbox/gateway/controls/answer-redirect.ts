import type { Wish } from '../api/call.js';
import { answerChallenge, CHALLENGE_RESULTS } from '../payments/challenge.js';
import { findIntent } from '../payments/find-intent.js';
import { isAwayAt, returnUrlOf } from '../payments/redirect.js';
import { present } from '../store/present.js';
import type { PaymentIntent } from '../store/intent-records.js';
import { answerWallet, WALLET_RESULTS } from '../wallet/answer-wallet.js';
import { missing, type StripeError, unexpectedState } from '../wire/stripe-error.js';

/** `POST /sandbox/intents/:id/challenge {result}`: what the page of the bank does, for a test. */
export function controlChallenge(wish: Wish): object {
  const before = findIntent(wish);
  const result = wish.params.choice('result', CHALLENGE_RESULTS);
  if (!result) throw missing('result');
  if (!isAwayAt(before, 'challenge')) throw notAway(before);
  return outcome(answerChallenge(wish, before, result));
}

/** `POST /sandbox/intents/:id/crypto {result}`: what the page of the wallet does, for a test. */
export function controlCrypto(wish: Wish): object {
  const before = findIntent(wish);
  const result = wish.params.choice('result', WALLET_RESULTS);
  if (!result) throw missing('result');
  if (!isAwayAt(before, 'crypto')) throw notAway(before);
  return outcome(answerWallet(wish, before, result));
}

/** The payment, and where the customer's browser would be sent. */
function outcome(intent: PaymentIntent): object {
  return { intent: present(intent), return_url: returnUrlOf(intent) };
}

function notAway(intent: PaymentIntent): StripeError {
  return unexpectedState(
    `This payment does not wait there: its status is ${intent.status}.`,
    present(intent),
  );
}
