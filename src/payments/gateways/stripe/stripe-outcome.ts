import { Stripe } from 'stripe';
import type {
  BankAccount,
  CardSummary,
  Failed,
  FailureReason,
  Fee,
  Finding,
  NextAction,
  Outcome,
  RefundOutcome,
} from '../../outcome.js';
import type { AttemptRef } from '../gateway.port.js';

/**
 * Stripe's decline codes in our words (docs.stripe.com/declines/codes, read 2026-11-23). A decline without a row is a
 * declined card.
 */
const REASONS = new Map<string, FailureReason>([
  ['insufficient_funds', 'insufficient_funds'],
  ['expired_card', 'expired_card'],
  ['invalid_expiry_month', 'invalid_card_details'],
  ['invalid_expiry_year', 'invalid_card_details'],
  ['incorrect_cvc', 'invalid_card_details'],
  ['invalid_cvc', 'invalid_card_details'],
  ['incorrect_number', 'invalid_payment_method'],
  ['invalid_number', 'invalid_payment_method'],
  ['fraudulent', 'payment_blocked'],
  ['highest_risk_level', 'payment_blocked'],
  ['authentication_required', 'authentication_failed'],
  ['payment_intent_authentication_failure', 'authentication_failed'],
]);

interface Decline {
  readonly code?: string | null;
  readonly decline_code?: string | null;
}

export function failureOf(decline: Decline, intentId: string | null): Failed {
  const code = decline.decline_code ?? decline.code ?? 'declined';
  const reason = REASONS.get(code) ?? REASONS.get(decline.code ?? '') ?? 'card_declined';
  return { kind: 'failed', reason, code, intentId };
}

/**
 * What an intent says about its attempt. The SDK resolves odd answers as success, so shape, id, amount and currency
 * are checked; whatever does not fit is `unknown`.
 */
export function findingOf(intent: Stripe.PaymentIntent, attempt: AttemptRef): Finding {
  const intentId = readIntentId(intent);
  if (!intentId || intent.metadata?.['attempt_id'] !== attempt.attemptId) return unknown('odd_answer', null);
  switch (intent.status) {
    case 'succeeded':
      return succeeded(intent, intentId);
    case 'requires_capture':
      return authorized(intent, intentId);
    case 'requires_action': {
      const nextAction = nextActionOf(intent);
      return nextAction ? { kind: 'requires_action', intentId, nextAction } : unknown('odd_answer', intentId);
    }
    case 'processing':
      return { kind: 'processing', intentId };
    case 'canceled':
      return { kind: 'failed', reason: 'abandoned', code: 'canceled', intentId };
    case 'requires_payment_method':
      return intent.last_payment_error
        ? failureOf(intent.last_payment_error, intentId)
        : { kind: 'not_confirmed', intentId };
    case 'requires_confirmation':
      return { kind: 'not_confirmed', intentId };
    default:
      return unknown('odd_answer', intentId);
  }
}

function succeeded(intent: Stripe.PaymentIntent, intentId: string): Outcome {
  const transactionId = transactionOf(intent);
  if (!transactionId || !Number.isSafeInteger(intent.amount_received)) return unknown('odd_answer', intentId);
  return {
    kind: 'succeeded',
    intentId,
    transactionId,
    amountMinor: intent.amount_received,
    currency: intent.currency.toUpperCase(),
    card: cardOf(chargeOf(intent)?.payment_method_details?.card),
    fee: feeOf(intent),
  };
}

function authorized(intent: Stripe.PaymentIntent, intentId: string): Outcome {
  const charge = chargeOf(intent);
  if (!charge?.id?.startsWith('ch_') || !Number.isSafeInteger(intent.amount))
    return unknown('odd_answer', intentId);
  return {
    kind: 'authorized',
    intentId,
    transactionId: charge.id,
    amountMinor: intent.amount,
    currency: intent.currency.toUpperCase(),
    card: cardOf(charge.payment_method_details?.card),
  };
}

const chargeOf = (intent: Stripe.PaymentIntent): Stripe.Charge | null =>
  typeof intent.latest_charge === 'object' ? intent.latest_charge : null;

/** The balance transaction of the latest charge: what the contract calls `transactionId`. */
export function transactionOf(intent: Stripe.PaymentIntent): string | undefined {
  const transaction = chargeOf(intent)?.balance_transaction;
  const id = typeof transaction === 'string' ? transaction : transaction?.id;
  return id?.startsWith('txn_') ? id : undefined;
}

export function feeOf(intent: Stripe.PaymentIntent): Fee | null {
  const transaction = chargeOf(intent)?.balance_transaction;
  if (!transaction || typeof transaction === 'string' || !Number.isSafeInteger(transaction.fee)) return null;
  return { amountMinor: transaction.fee, currency: transaction.currency.toUpperCase() };
}

function nextActionOf({ next_action: action, currency }: Stripe.PaymentIntent): NextAction | undefined {
  const url = action?.redirect_to_url?.url;
  if (url) return { type: 'redirect', url };
  const transfer = action?.display_bank_transfer_instructions;
  if (!transfer?.reference || !Number.isSafeInteger(transfer.amount_remaining)) return undefined;
  return {
    type: 'bank_transfer',
    reference: transfer.reference,
    remainingMinor: transfer.amount_remaining!,
    currency: currency.toUpperCase(),
    accounts: (transfer.financial_addresses ?? []).flatMap(bankAccountOf),
  };
}

type FinancialAddress = Stripe.PaymentIntent.NextAction.DisplayBankTransferInstructions.FinancialAddress;

/** Kinds of accounts that have no form of ours are left out: one that can be read is enough to pay. */
function bankAccountOf({ aba, iban }: FinancialAddress): BankAccount[] {
  if (aba) {
    const { account_number: accountNumber, routing_number: routingNumber, bank_name: bankName } = aba;
    return [{ type: 'aba', accountNumber, routingNumber, bankName }];
  }
  return iban
    ? [{ type: 'iban', iban: iban.iban, bic: iban.bic, accountHolder: iban.account_holder_name }]
    : [];
}

interface StripeCard {
  readonly brand: string | null;
  readonly last4: string | null;
  readonly exp_month: number;
  readonly exp_year: number;
}

export function cardOf(card: StripeCard | null | undefined): CardSummary | null {
  if (!card?.brand || !card.last4) return null;
  const expiry = `${String(card.exp_month).padStart(2, '0')}/${String(card.exp_year).slice(-2)}`;
  return { brand: card.brand, last4: card.last4, expiry };
}

export function readIntentId(intent: Stripe.PaymentIntent): string | null {
  return intent?.object === 'payment_intent' && intent.id?.startsWith('pi_') ? intent.id : null;
}

export const unknown = (cause: string, intentId: string | null): Extract<Outcome, { kind: 'unknown' }> => ({
  kind: 'unknown',
  cause,
  intentId,
});

/** Refunds of cards, and of transfers and stablecoins, whose ids have another prefix. */
export const isRefundId = (id: unknown): boolean => typeof id === 'string' && /^pyr_|^re_/.test(id);

export function refundOutcomeOf(refund: Stripe.Refund): RefundOutcome {
  if (refund?.object !== 'refund' || !isRefundId(refund.id)) return { kind: 'unknown', cause: 'odd_answer' };
  switch (refund.status) {
    case 'succeeded':
      return { kind: 'succeeded', gatewayRefundId: refund.id };
    case 'pending':
    case 'requires_action':
      return { kind: 'pending', gatewayRefundId: refund.id };
    case 'failed':
    case 'canceled':
      return { kind: 'failed', code: refund.failure_reason ?? refund.status, gatewayRefundId: refund.id };
    default:
      return { kind: 'unknown', cause: 'odd_answer' };
  }
}
