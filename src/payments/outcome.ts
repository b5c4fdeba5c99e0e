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

/** An account that a transfer may go to, in the words of its country. */
export type BankAccount =
  | {
      readonly type: 'aba';
      readonly accountNumber: string;
      readonly routingNumber: string;
      readonly bankName: string;
    }
  | { readonly type: 'iban'; readonly iban: string; readonly bic: string; readonly accountHolder: string };

/** What the customer must do for the payment to go on. */
export type NextAction =
  | { readonly type: 'redirect'; readonly url: string }
  | {
      readonly type: 'bank_transfer';
      readonly reference: string;
      /** What has not arrived yet, in minor units. */
      readonly remainingMinor: number;
      readonly currency: string;
      readonly accounts: readonly BankAccount[];
    };

export interface CardSummary {
  readonly brand: string;
  readonly last4: string;
  readonly expiry: string;
}

/** Money that a gateway has taken or promised, as it says itself. */
interface Money {
  readonly intentId: string;
  /** The gateway's id of what was taken: a transaction, sale or authorisation. */
  readonly transactionId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly card: CardSummary | null;
}

/** What the gateway keeps for itself; `null` where it does not say (yet). */
export interface Fee {
  readonly amountMinor: number;
  readonly currency: string;
}

/**
 * What is known of an attempt. `unknown` is the default: a time-out, a 5xx, a cut connection or an answer of odd
 * shape says nothing about the money.
 */
export type Outcome =
  | (Money & { readonly kind: 'succeeded'; readonly fee: Fee | null })
  /** Promised, not taken: it is captured when the goods leave, or released. */
  | (Money & { readonly kind: 'authorized' })
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

/** The cause of an `unknown` that is no outage: the gateway answered, and cannot say itself what will become of it. */
export const UNDECIDED = 'undecided';

export type Failed = Extract<Outcome, { kind: 'failed' }>;

/** What asking can find beside an outcome. Neither has taken money, and neither will unless we ask for it. */
export type Finding =
  | Outcome
  /** The gateway was never told to take the money. */
  | { readonly kind: 'not_confirmed'; readonly intentId: string | null }
  /** The customer has done their part; the money is taken when the attempt is completed. */
  | { readonly kind: 'approved'; readonly intentId: string; readonly approval: string };

export type RefundOutcome =
  | { readonly kind: 'succeeded'; readonly gatewayRefundId: string }
  | { readonly kind: 'pending'; readonly gatewayRefundId: string }
  | { readonly kind: 'failed'; readonly code: string; readonly gatewayRefundId: string | null }
  | { readonly kind: 'unknown'; readonly cause: string };

/** What became of taking a part of an authorisation, or of letting the rest of it go. */
export type CaptureOutcome =
  | { readonly kind: 'succeeded'; readonly gatewayCaptureId: string; readonly fee: Fee | null }
  | { readonly kind: 'failed'; readonly code: string }
  | { readonly kind: 'unknown'; readonly cause: string };

/** `open`: the bank has taken the money back for now; `won`: it came back; `lost`: it stays away. */
export type DisputeStatus = 'open' | 'under_review' | 'won' | 'lost';

/** A customer's complaint at their bank, as the gateway has it now. */
export interface DisputeFacts {
  readonly gatewayDisputeId: string;
  readonly status: DisputeStatus;
  readonly reason: string;
  /** What the customer contests. */
  readonly amountMinor: number;
  /** What the bank took away for it so far: an inquiry takes nothing. */
  readonly withdrawnMinor: number;
  readonly currency: string;
  readonly fee: Fee | null;
  /** Until when evidence may be sent; `null` where it is too late or not asked for. */
  readonly evidenceDueBy: Date | null;
}
