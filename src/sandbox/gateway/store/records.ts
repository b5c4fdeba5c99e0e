import type { BehaviourName } from '../behaviours.js';
import type { StripeErrorBody } from '../wire/stripe-error.js';

/**
 * What the gateway remembers, in Stripe's own field names. `sandbox` is ours and never answered; fields that are always
 * the same are added by `present`. A record is replaced, never changed: events keep the ones they saw.
 */
export type StoredRecord =
  | PaymentMethod
  | PaymentIntent
  | Charge
  | BalanceTransaction
  | Refund
  | Dispute
  | GatewayEvent
  | WebhookEndpoint
  | KeptAnswer
  | Later;

export type Metadata = Record<string, string>;

export interface PaymentMethod {
  object: 'payment_method';
  id: string;
  created: number;
  card: {
    brand: string;
    funding: string;
    last4: string;
    exp_month: number;
    exp_year: number;
    fingerprint: string;
    wallet?: { type: 'apple_pay'; dynamic_last4: string; apple_pay: object };
  };
  billing_details: object;
  metadata: Metadata;
  sandbox: { behaviour: BehaviourName };
}

type IntentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'processing'
  | 'requires_capture'
  | 'succeeded'
  | 'canceled';

export interface PaymentIntent {
  object: 'payment_intent';
  id: string;
  created: number;
  amount: number;
  amount_capturable: number;
  amount_received: number;
  automatic_payment_methods: { enabled: boolean; allow_redirects: string } | null;
  canceled_at: number | null;
  cancellation_reason: string | null;
  capture_method: string;
  client_secret: string;
  confirmation_method: string;
  currency: string;
  description: string | null;
  last_payment_error: StripeErrorBody | null;
  latest_charge: string | null;
  metadata: Metadata;
  next_action: {
    type: 'redirect_to_url';
    redirect_to_url: { url: string; return_url: string | null };
  } | null;
  payment_method: string | null;
  payment_method_options?: MethodOptions;
  payment_method_types: string[];
  receipt_email: string | null;
  status: IntentStatus;
  sandbox: { createdMs: number };
}

/** How the caller wants a kind of method to be used; only what was said. */
export interface MethodOptions {
  card?: { request_multicapture: 'if_available' | 'never' };
}

export interface Charge {
  object: 'charge';
  id: string;
  created: number;
  amount: number;
  amount_captured: number;
  amount_refunded: number;
  balance_transaction: string | null;
  billing_details: object;
  captured: boolean;
  currency: string;
  description: string | null;
  disputed: boolean;
  failure_code: string | null;
  failure_message: string | null;
  metadata: Metadata;
  outcome: object;
  paid: boolean;
  payment_intent: string;
  payment_method: string;
  payment_method_details: ChargedMethod;
  refunded: boolean;
  status: 'succeeded' | 'failed';
  /** `released` is the part of `amount_refunded` that was never taken. */
  sandbox?: { captures: number; released: number };
}

/** The method as it was when it was charged. */
export interface ChargedMethod {
  type: 'card';
  card: PaymentMethod['card'] & {
    amount_authorized: number;
    capture_before?: number;
    multicapture: { status: 'available' | 'unavailable' };
  };
}

export interface BalanceTransaction {
  object: 'balance_transaction';
  id: string;
  created: number;
  amount: number;
  currency: string;
  fee: number;
  net: number;
  source: string;
  type: 'charge' | 'refund' | 'refund_failure' | 'adjustment';
}

export interface Refund {
  object: 'refund';
  id: string;
  created: number;
  amount: number;
  balance_transaction: string | null;
  charge: string;
  currency: string;
  failure_balance_transaction?: string;
  failure_reason?: string;
  metadata: Metadata;
  payment_intent: string;
  reason: string | null;
  status: 'pending' | 'succeeded' | 'failed';
}

export interface Dispute {
  object: 'dispute';
  id: string;
  created: number;
  amount: number;
  charge: string;
  currency: string;
  payment_intent: string;
  /** As they were; Stripe shows them whole. */
  balance_transactions: BalanceTransaction[];
  evidence: Record<string, string>;
  evidence_details: {
    due_by: number;
    enhanced_eligibility: object;
    has_evidence: boolean;
    past_due: boolean;
    submission_count: number;
    submission_method: 'manual' | 'not_submitted';
  };
  metadata: Metadata;
  network_reason_code: string;
  payment_method_details: object;
  reason: string;
  status: 'needs_response' | 'under_review' | 'won' | 'lost';
}

export interface GatewayEvent {
  object: 'event';
  id: string;
  created: number;
  type: string;
  /** As it was at that moment. */
  data: { object: StoredRecord };
  request: { id: string | null; idempotency_key: string | null };
  /** Who is owed this event, and how many times each is told. */
  sandbox: { endpoints: string[]; copies: number };
}

export interface WebhookEndpoint {
  object: 'webhook_endpoint';
  id: string;
  created: number;
  description: string | null;
  enabled_events: string[];
  metadata: Metadata;
  url: string;
  deleted?: true;
  sandbox: { secret: string };
}

/** The answer that an idempotency key stands for. Its id is the key. */
export interface KeptAnswer {
  object: 'kept_answer';
  id: string;
  path: string;
  fingerprint: string;
  status: number;
  body: string;
  requestId: string;
  intent: string | null;
  neverAnswered: boolean;
  keptAt: number;
}

/** Something that happens after a while, and that a restart must not forget. */
export interface Later {
  object: 'later';
  id: string;
  what: 'refund_fails' | 'refund_arrives' | 'dispute_opens' | 'authorization_expires';
  subject: string;
  dueAt: number;
  deleted?: true;
}
