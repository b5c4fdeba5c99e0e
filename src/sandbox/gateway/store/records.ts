import type { BehaviourName } from '../behaviours.js';
import type { StripeErrorBody } from '../wire/stripe-error.js';

/**
 * What the gateway remembers, in Stripe's own field names. `sandbox` is ours and never answered; fields that are always
 * the same are added by `present`. A record is replaced, never changed: events keep the ones they saw.
 */
export type StoredRecord =
  | Customer
  | CashBalance
  | CashTransaction
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

export interface Customer {
  object: 'customer';
  id: string;
  created: number;
  description: string | null;
  email: string | null;
  metadata: Metadata;
  name: string | null;
  phone: string | null;
}

/** Money that a customer has sent and that no payment has taken yet, by currency. Its id is ours: Stripe's has none. */
export interface CashBalance {
  object: 'cash_balance';
  id: string;
  available: Record<string, number>;
  customer: string;
}

/** A movement of a cash balance; what caused it stands under the name of its type. */
export interface CashTransaction {
  object: 'customer_cash_balance_transaction';
  id: string;
  created: number;
  currency: string;
  customer: string;
  ending_balance: number;
  net_amount: number;
  type: CashMovement['type'];
}

export type CashMovement =
  | { type: 'funded'; funded: object }
  | { type: 'applied_to_payment'; applied_to_payment: { payment_intent: string } }
  | { type: 'unapplied_from_payment'; unapplied_from_payment: { payment_intent: string } }
  | { type: 'return_initiated' }
  | { type: 'return_canceled' };

export const METHOD_TYPES = ['card', 'crypto', 'customer_balance'] as const;

export type MethodType = (typeof METHOD_TYPES)[number];

export interface PaymentMethod {
  object: 'payment_method';
  id: string;
  created: number;
  type: MethodType;
  card?: Card;
  billing_details: object;
  metadata: Metadata;
  sandbox: { behaviour: BehaviourName };
}

export interface Card {
  brand: string;
  funding: string;
  last4: string;
  exp_month: number;
  exp_year: number;
  fingerprint: string;
  wallet?: { type: 'apple_pay'; dynamic_last4: string; apple_pay: object };
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
  allowed_payment_method_types?: MethodType[];
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
  customer: string | null;
  description: string | null;
  last_payment_error: StripeErrorBody | null;
  latest_charge: string | null;
  metadata: Metadata;
  next_action: NextAction | null;
  payment_method: string | null;
  payment_method_options?: MethodOptions;
  payment_method_types: MethodType[];
  receipt_email: string | null;
  status: IntentStatus;
  /** `funded` is what a bank transfer has brought so far, under `reference`. */
  sandbox: { createdMs: number; funded?: number; reference?: string; returnUrl?: string };
}

export type NextAction =
  | { type: 'redirect_to_url'; redirect_to_url: { url: string; return_url: string | null } }
  | {
      type: 'display_bank_transfer_instructions';
      display_bank_transfer_instructions: TransferInstructions;
    };

export interface TransferInstructions {
  amount_remaining: number;
  currency: string;
  financial_addresses: FinancialAddress[];
  hosted_instructions_url: string;
  reference: string;
  type: TransferType;
}

/** An account that money can be sent to: its details stand under the name of its type. */
export interface FinancialAddress {
  type: 'aba' | 'iban' | 'sort_code' | 'swift' | 'zengin';
  supported_networks: string[];
  [details: string]: unknown;
}

export const TRANSFER_TYPES = [
  'us_bank_transfer',
  'eu_bank_transfer',
  'gb_bank_transfer',
  'jp_bank_transfer',
] as const;

export type TransferType = (typeof TRANSFER_TYPES)[number];

/** How the caller wants a kind of method to be used; only what was said. */
export interface MethodOptions {
  card?: { request_multicapture: 'if_available' | 'never' };
  customer_balance?: {
    funding_type: 'bank_transfer';
    bank_transfer: { type: TransferType; eu_bank_transfer?: { country: string } };
  };
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
  customer: string | null;
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
export type ChargedMethod =
  | { type: 'card'; card: ChargedCard }
  | { type: 'crypto'; crypto: object }
  | { type: 'customer_balance'; customer_balance: object };

export interface ChargedCard extends Card {
  amount_authorized: number;
  capture_before?: number;
  multicapture: { status: 'available' | 'unavailable' };
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
  type: 'charge' | 'payment' | 'refund' | 'payment_refund' | 'refund_failure' | 'adjustment';
}

export interface Refund {
  object: 'refund';
  id: string;
  created: number;
  amount: number;
  balance_transaction: string | null;
  /** Null where cash goes back that was never applied to a payment. */
  charge: string | null;
  currency: string;
  customer: string | null;
  destination_details: object;
  failure_balance_transaction?: string;
  failure_reason?: string;
  instructions_email?: string;
  metadata: Metadata;
  payment_intent: string | null;
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
  what:
    | 'refund_fails'
    | 'refund_arrives'
    | 'dispute_opens'
    | 'authorization_expires'
    | 'wallet_pays'
    | 'wallet_fails';
  subject: string;
  dueAt: number;
  deleted?: true;
}
