import type { Card } from './intent-records.js';
import type { Metadata } from '../wire/params.js';

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
