export type DeclineReason =
  | 'generic_decline'
  | 'insufficient_funds'
  | 'expired_card'
  | 'incorrect_cvc'
  | 'processing_error'
  | 'fraudulent';

/** What becomes of a refund that was asked for; without a word it is done at once. */
export type RefundFate = 'fails' | 'pending' | 'pending_fails';

/** What happens when an intent is confirmed with a method, before and after the money moves. */
export type Behaviour =
  | {
      confirm: 'charge';
      answer?: 'never' | 'after_webhooks';
      capture?: 'once';
      refund?: RefundFate;
      disputed?: true;
    }
  | { confirm: 'decline'; reason: DeclineReason }
  | { confirm: 'authenticate' }
  | { confirm: 'await_transfer'; refund: RefundFate }
  | { confirm: 'redirect'; refund: RefundFate }
  /** The connection is reset before anything is processed, this many times for one intent. */
  | { confirm: 'reset'; times: number };

const BEHAVIOURS = {
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
  refund_pending_fails: { confirm: 'charge', refund: 'pending_fails' },
  disputed: { confirm: 'charge', disputed: true },
  captured_once: { confirm: 'charge', capture: 'once' },
  drop_at_confirm: { confirm: 'reset', times: Number.POSITIVE_INFINITY },
  answer_lost: { confirm: 'charge', answer: 'never' },
  two_resets: { confirm: 'reset', times: 2 },
  stablecoin: { confirm: 'redirect', refund: 'pending' },
  bank_transfer: { confirm: 'await_transfer', refund: 'pending' },
  webhook_first: { confirm: 'charge', answer: 'after_webhooks' },
} as const satisfies Record<string, Behaviour>;

export type BehaviourName = keyof typeof BEHAVIOURS;

export function behaviourNamed(name: BehaviourName): Behaviour {
  return BEHAVIOURS[name];
}
