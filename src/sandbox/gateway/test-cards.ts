import type { BehaviourName } from './behaviours.js';

/**
 * Every card and token that the sandbox treats specially. Stripe's published test cards, a few of our own that break
 * the network, and what each does at confirm and afterwards. A number that is not here succeeds.
 */

export interface TestCard {
  number: string;
  brand: string;
  funding: 'credit' | 'debit';
  behaviour: BehaviourName;
  /** The sentence on the sandbox's own page. */
  effect: string;
  /** Payment methods that stand for this card without its number. */
  tokens: readonly string[];
}

export const TEST_CARDS: readonly TestCard[] = [
  card('4242424242424242', 'visa', 'succeeds', 'succeeds', ['pm_card_visa']),
  card('5555555555554444', 'mastercard', 'succeeds', 'succeeds', ['pm_card_mastercard']),
  {
    ...card('4000056655665556', 'visa', 'succeeds', 'succeeds (debit)', ['pm_card_visa_debit']),
    funding: 'debit',
  },
  card('4000000000009995', 'visa', 'insufficient_funds', 'declined: insufficient funds', [
    'pm_card_visa_chargeDeclinedInsufficientFunds',
    'pm_card_chargeDeclinedInsufficientFunds',
  ]),
  card('4000000000000002', 'visa', 'generic_decline', 'declined', [
    'pm_card_visa_chargeDeclined',
    'pm_card_chargeDeclined',
  ]),
  card('4000000000000069', 'visa', 'expired_card', 'declined: expired card', [
    'pm_card_chargeDeclinedExpiredCard',
    'pm_card_visa_chargeDeclinedExpiredCard',
  ]),
  card('4000000000000127', 'visa', 'incorrect_cvc', 'declined: wrong cvc', [
    'pm_card_chargeDeclinedIncorrectCvc',
    'pm_card_visa_chargeDeclinedIncorrectCvc',
  ]),
  card('4000000000000119', 'visa', 'processing_error', 'declined: processing error', [
    'pm_card_chargeDeclinedProcessingError',
    'pm_card_visa_chargeDeclinedProcessingError',
  ]),
  card('4000002500003155', 'visa', 'authentication', 'asks for authentication', [
    'pm_card_authenticationRequiredOnSetup',
    'pm_card_authenticationRequired',
    'pm_card_threeDSecure2Required',
  ]),
  card('4100000000000019', 'visa', 'blocked', 'blocked as fraud', [
    'pm_card_radarBlock',
    'pm_card_visa_chargeDeclinedFraudulent',
    'pm_card_chargeDeclinedFraudulent',
  ]),
  card('4000000000005126', 'visa', 'refund_fails', 'succeeds; its refund fails later', [
    'pm_card_refundFail',
  ]),
  card('4000000000007726', 'visa', 'refund_pending', 'succeeds; its refund is pending first', [
    'pm_card_pendingRefund',
  ]),
  card('4000000000000259', 'visa', 'disputed', 'succeeds; disputed later', ['pm_card_createDispute']),
  card('4000000000007155', 'visa', 'refund_pending_fails', 'succeeds; its refund is pending, then fails', [
    'pm_sandbox_refund_pending_fails',
  ]),
  card('4000008400000076', 'visa', 'captured_once', 'succeeds; an authorisation is captured only once', [
    'pm_card_credit_disableEnterpriseCardFeatures',
  ]),
  card(
    '4000000000007114',
    'visa',
    'drop_at_confirm',
    'connection drops at every confirm, nothing is charged',
    ['pm_sandbox_drop_at_confirm'],
  ),
  card('4000000000007122', 'visa', 'answer_lost', 'charged, and the answer to confirm never comes', [
    'pm_sandbox_answer_lost',
  ]),
  card('4000000000007130', 'visa', 'two_resets', 'the first two confirms are reset, the third succeeds', [
    'pm_sandbox_two_resets',
  ]),
  card(
    '4000000000007148',
    'visa',
    'webhook_first',
    'charged; the webhook comes twice, and before the answer',
    ['pm_sandbox_webhook_first'],
  ),
];

/** A phone stands between the shop and a card; what the card does, it does through the phone too. */
interface TestWallet {
  type: 'apple_pay';
  number: string;
  effect: string;
  token: string;
}

export const TEST_WALLETS: readonly TestWallet[] = [
  {
    type: 'apple_pay',
    number: '4242424242424242',
    effect: 'Apple Pay: succeeds',
    token: 'pm_sandbox_apple_pay',
  },
  {
    type: 'apple_pay',
    number: '4000000000000002',
    effect: 'Apple Pay: declined',
    token: 'pm_sandbox_apple_pay_declined',
  },
];

export const CARD_BY_NUMBER = new Map(TEST_CARDS.map((entry) => [entry.number, entry]));

/** The card that a token stands for. */
export interface StandIn {
  number: string;
  wallet?: TestWallet['type'];
}

/** Payment methods that may be named without being made first. */
export const METHOD_TOKENS = new Map<string, StandIn>([
  ...TEST_CARDS.flatMap(({ number, tokens }) => tokens.map((token) => [token, { number }] as const)),
  ...TEST_WALLETS.map(({ number, token, type }) => [token, { number, wallet: type }] as const),
]);

/** Stripe's older tokens, of which a payment method is made: `tok_visa` is the card of `pm_card_visa`. */
export const CARD_TOKENS = new Map(
  [...METHOD_TOKENS].map(([token, standIn]) => [token.replace(/^pm_(card_)?/, 'tok_'), standIn]),
);

function card(
  number: string,
  brand: string,
  behaviour: BehaviourName,
  effect: string,
  tokens: readonly string[],
): TestCard {
  return { number, brand, funding: 'credit', behaviour, effect, tokens };
}
