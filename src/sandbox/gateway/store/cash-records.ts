import type { Metadata } from '../wire/params.js';

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
