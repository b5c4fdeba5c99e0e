/**
 * Every card and token that the sandbox treats specially. Stripe's published test cards, four of our own that break
 * the network, and what each does at confirm and afterwards. A number that is not here succeeds.
 */

export type DeclineReason =
  | 'generic_decline'
  | 'insufficient_funds'
  | 'expired_card'
  | 'incorrect_cvc'
  | 'processing_error'
  | 'fraudulent';

/** What happens when an intent is confirmed with the card, before and after the money moves. */
export type CardBehaviour =
  | {
      confirm: 'charge';
      answer?: 'never' | 'after_webhooks';
      capture?: 'once';
      refund?: 'fails' | 'pending';
      disputed?: true;
    }
  | { confirm: 'decline'; reason: DeclineReason }
  | { confirm: 'authenticate' }
  /** The connection is reset before anything is processed, this many times for one intent. */
  | { confirm: 'reset'; times: number };

export const BEHAVIOURS = {
  succeeds: { confirm: 'charge' },
  insufficient_funds: { confirm: 'decline', reason: 'insufficient_funds' },
  generic_decline: { confirm: 'decline', reason: 'generic_decline' },
  expired_card: { confirm: 'decline', reason: 'expired_card' },
  incorrect_cvc: { confirm: 'decline', reason: 'incorrect_cvc' },
  processing_error: { confirm: 'decline', reason: 'processing_error' },
  blocked: { confirm: 'decline', reason: 'fraudulent' },
  authentication: { confirm: 'authenticate' },
  refund_fails: { confirm: 'charge', refund: 'fails' },
  refund_pending: { confirm: 'charge', refund: 'pending' },
  disputed: { confirm: 'charge', disputed: true },
  captured_once: { confirm: 'charge', capture: 'once' },
  drop_at_confirm: { confirm: 'reset', times: Number.POSITIVE_INFINITY },
  answer_lost: { confirm: 'charge', answer: 'never' },
  two_resets: { confirm: 'reset', times: 2 },
  webhook_first: { confirm: 'charge', answer: 'after_webhooks' },
} as const satisfies Record<string, CardBehaviour>;

export type BehaviourName = keyof typeof BEHAVIOURS;

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

export const CARD_BY_NUMBER = new Map(TEST_CARDS.map((entry) => [entry.number, entry]));
export const CARD_BY_TOKEN = new Map(
  TEST_CARDS.flatMap((entry) => entry.tokens.map((token) => [token, entry] as const)),
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
