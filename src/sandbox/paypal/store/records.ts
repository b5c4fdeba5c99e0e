import type { BuyerName } from '../test-buyers.js';

/**
 * What the sandbox PayPal remembers, in PayPal's words; money is in minor units, times are ISO 8601. `present/` makes of
 * it what the API shows. A record is replaced, never changed.
 */
export type StoredRecord =
  | Payment
  | Sale
  | Authorization
  | Capture
  | Refund
  | Dispute
  | PayPalEvent
  | Webhook
  | SigningKey
  | KeptAnswer
  | Later;

interface Dated {
  id: string;
  create_time: string;
  update_time: string;
}

/** The merchant's own references: a payment hands them on to everything that comes of it. */
export interface References {
  custom: string | null;
  invoice_number: string | null;
}

export interface Payment extends Dated, References {
  object: 'payment';
  intent: 'sale' | 'authorize';
  /** Expiry is not in here: `asOfNow` tells it from `expires_at`. */
  state: 'created' | 'approved' | 'failed';
  failure_reason: string | null;
  amount: number;
  currency: string;
  details: Record<string, number> | null;
  description: string | null;
  item_list: object | null;
  return_url: string;
  cancel_url: string;
  /** Who has approved it. */
  buyer: BuyerName | null;
  expires_at: number;
  /** Ids of its sale, authorization, captures and refunds, in the order they came. */
  related: string[];
}

/** Money that was taken, or that is held for review before it is. */
interface TakenMoney extends Dated, References {
  state: 'pending' | 'completed' | 'denied' | 'partially_refunded' | 'refunded' | 'reversed';
  reason_code: string | null;
  amount: number;
  currency: string;
  /** Of the merchant, once the money is taken. */
  fee: number;
  /** What went back, by refunds and by a lost dispute. */
  returned: number;
  payment: string;
}

export interface Sale extends TakenMoney {
  object: 'sale';
}

export interface Capture extends TakenMoney {
  object: 'capture';
  authorization: string;
  is_final_capture: boolean;
}

export type Taking = Sale | Capture;

export interface Authorization extends Dated, References {
  object: 'authorization';
  state: 'authorized' | 'partially_captured' | 'captured' | 'voided';
  amount: number;
  captured: number;
  currency: string;
  payment: string;
  valid_until: string;
}

export interface Refund extends Dated, References {
  object: 'refund';
  state: 'pending' | 'completed' | 'failed';
  amount: number;
  currency: string;
  description: string | null;
  reason: string | null;
  /** What of the sale or capture had gone back when this refund was made, itself included. */
  total_returned: number;
  payment: string;
  taking: string;
}

export interface Dispute extends Dated {
  object: 'dispute';
  reason: string;
  status: 'OPEN' | 'WAITING_FOR_SELLER_RESPONSE' | 'UNDER_REVIEW' | 'RESOLVED';
  outcome: 'RESOLVED_BUYER_FAVOUR' | 'RESOLVED_SELLER_FAVOUR' | null;
  amount: number;
  currency: string;
  /** What the buyer got back by it. */
  returned: number;
  taking: string;
}

/** What the API shows, and events are about. */
export type Resource = Payment | Taking | Authorization | Refund | Dispute;

export interface PayPalEvent {
  object: 'event';
  id: string;
  create_time: string;
  type: string;
  resource_type: string;
  summary: string;
  /** As the API showed it at that moment. */
  resource: object;
  sandbox: { endpoints: string[]; copies: number };
}

export interface Webhook {
  object: 'webhook';
  id: string;
  url: string;
  /** `*` stands for all. */
  event_types: string[];
  deleted?: true;
}

/** What webhooks are signed with. Kept, so that one that waited over a restart still verifies. */
export interface SigningKey {
  object: 'signing_key';
  /** The last part of the certificate's address. */
  id: string;
  private_key: string;
}

/** The answer that a `PayPal-Request-Id` stands for. Its id is the path and that header. */
export interface KeptAnswer {
  object: 'kept_answer';
  id: string;
  status: number;
  body: string;
  payment: string | null;
  keptAt: number;
  deleted?: true;
}

export interface Later {
  object: 'later';
  id: string;
  what: 'review_passes' | 'review_denies' | 'refund_fails' | 'refund_arrives' | 'dispute_opens';
  subject: string;
  dueAt: number;
  deleted?: true;
}
