import type { Metadata } from '../wire/params.js';
import type { CashBalance, CashTransaction, Customer } from './cash-records.js';
import type { BalanceTransaction, Charge, Dispute, Refund } from './charge-records.js';
import type { PaymentIntent, PaymentMethod } from './intent-records.js';

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
