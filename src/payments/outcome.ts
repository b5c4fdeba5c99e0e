/** Why a payment definitely did not happen, in our words. The customer reads the text, programs the code. */
export const FAILURE_REASONS = {
  insufficient_funds: 'Insufficient funds',
  card_declined: 'Card declined',
  expired_card: 'Expired card',
  invalid_card_details: 'Invalid card details',
  payment_blocked: 'Payment blocked',
  invalid_payment_method: 'Invalid payment method',
  authentication_failed: 'Authentication failed',
  /** The gateway could not be reached, and nothing that could charge was sent or can still be processed. */
  not_attempted: 'Payment service unavailable',
  /** Ended at the gateway before it was paid. */
  abandoned: 'Payment abandoned',
} as const;
export type FailureReason = keyof typeof FAILURE_REASONS;

/** What the customer must do for the payment to go on. */
export interface NextAction {
  readonly type: 'redirect';
  readonly url: string;
}

export interface CardSummary {
  readonly brand: string;
  readonly last4: string;
  readonly expiry: string;
}

/**
 * What is known of an attempt. `unknown` is the default: a time-out, a 5xx, a cut connection or an answer of odd
 * shape says nothing about the money.
 */
export type Outcome =
  | {
      readonly kind: 'succeeded';
      readonly intentId: string;
      readonly transactionId: string;
      readonly amountMinor: number;
      readonly currency: string;
      readonly card: CardSummary | null;
    }
  | {
      readonly kind: 'failed';
      readonly reason: FailureReason;
      /** The gateway's own word, for people who look into it. */
      readonly code: string;
      readonly intentId: string | null;
    }
  | { readonly kind: 'requires_action'; readonly intentId: string; readonly nextAction: NextAction }
  | { readonly kind: 'processing'; readonly intentId: string }
  | { readonly kind: 'unknown'; readonly cause: string; readonly intentId: string | null };

/** What asking can find beside an outcome: the gateway was never told to take the money. */
export type Finding = Outcome | { readonly kind: 'not_confirmed'; readonly intentId: string | null };

export type RefundOutcome =
  | { readonly kind: 'succeeded'; readonly gatewayRefundId: string }
  | { readonly kind: 'pending'; readonly gatewayRefundId: string }
  | { readonly kind: 'failed'; readonly code: string; readonly gatewayRefundId: string | null }
  | { readonly kind: 'unknown'; readonly cause: string };
