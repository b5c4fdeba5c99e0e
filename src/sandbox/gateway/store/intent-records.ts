import type { BehaviourName } from '../behaviours.js';
import type { StripeErrorBody } from '../wire/stripe-error.js';
import type { TransferInstructions, TransferType } from './cash-records.js';
import type { Metadata } from '../wire/params.js';

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
  sandbox: { createdMs: number; funded?: number; reference?: string; returnUrl?: string | null };
}

export type NextAction =
  | { type: 'redirect_to_url'; redirect_to_url: { url: string; return_url: string | null } }
  | {
      type: 'display_bank_transfer_instructions';
      display_bank_transfer_instructions: TransferInstructions;
    };

/** How the caller wants a kind of method to be used; only what was said. */
export interface MethodOptions {
  card?: { request_multicapture: 'if_available' | 'never' };
  customer_balance?: {
    funding_type: 'bank_transfer';
    bank_transfer: { type: TransferType; eu_bank_transfer?: { country: string } };
  };
}
