import type { Change } from '../api/call.js';
import { chargeIntent } from '../payments/charge.js';
import { rejectIntent } from '../payments/decline.js';
import { isAwayAt } from '../payments/redirect.js';
import type { PaymentIntent } from '../store/intent-records.js';

export const WALLET_RESULTS = ['succeeded', 'processing', 'failed', 'canceled'] as const;

/** `processing` succeeds later, `failed` fails later; `canceled` comes back without having paid. */
type WalletResult = (typeof WALLET_RESULTS)[number];

const NOT_PAID = {
  type: 'invalid_request_error',
  code: 'payment_intent_payment_attempt_failed',
  message: 'The payment failed: the transaction was not confirmed by the network.',
} as const;

/**
 * What the customer did in the wallet. From then on the payment is under way, until the chain has decided
 * (docs.stripe.com/changelog/clover/2025-09-30/stablecoin-payments-processing-status, read 2026-11-23).
 */
export function answerWallet(change: Change, intent: PaymentIntent, result: WalletResult): PaymentIntent {
  if (!isAwayAt(intent, 'crypto') || result === 'canceled') return intent;
  const { commit, settings } = change;
  const processing = commit.put<PaymentIntent>({ ...intent, status: 'processing', next_action: null });
  commit.emit('payment_intent.processing', processing);
  if (result === 'succeeded') return pay(change, processing);
  commit.later(result === 'failed' ? 'wallet_fails' : 'wallet_pays', intent.id, settings.cryptoMs);
  return processing;
}

/** The chain has confirmed the transaction. */
export function confirmTransaction(change: Change, id: string): void {
  const intent = change.store.payment_intents.get(id);
  if (intent?.status === 'processing') pay(change, intent);
}

/** The chain has dropped the transaction. */
export function dropTransaction(change: Change, id: string): void {
  const intent = change.store.payment_intents.get(id);
  if (intent?.status === 'processing') rejectIntent(change, intent, NOT_PAID);
}

function pay(change: Change, intent: PaymentIntent): PaymentIntent {
  const method = change.store.payment_methods.get(intent.payment_method ?? '');
  return method ? chargeIntent(change, intent, method) : intent;
}
