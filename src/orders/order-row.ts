import type {
  CardSummary,
  DisputeStatus,
  FailureReason,
  NextAction,
  PaymentMethodName,
} from '../payments/index.js';
import type { Address } from '../shared/addresses/address.js';
import type { Locale } from '../shared/locale.js';
import type { OrderStatus } from './domain/order-states.js';
import type { TaxOfClass } from './domain/totals.js';

/** Rows as the database gives them in JSON: snake_case, minor units, ISO times. Shared by SQL, decisions and views. */
export interface OrderRow {
  readonly id: string;
  readonly number: string;
  readonly customer_id: string;
  readonly cart_version: number | null;
  readonly cart_cleared: boolean;
  readonly status: OrderStatus;
  readonly payment_status: PaymentStatus;
  readonly hold: 'held' | 'released' | 'sold' | 'returned';
  readonly payment_method: PaymentMethodName | null;
  readonly currency: string;
  readonly total_minor: number;
  readonly shipping_minor: number;
  readonly tax_minor: number;
  /** The tax by product class, at the rates that the order was made with. */
  readonly taxes: readonly TaxOfClass[];
  readonly shipping_tax_class: string | null;
  readonly grand_total_minor: number;
  readonly destination_key: string;
  /** What was wanted and not to be had, where the customer took what there was; else null. */
  readonly unavailable_items: readonly UnavailableItem[] | null;
  readonly personal: OrderPersonal;
  /** The language of its mails. */
  readonly locale: Locale;
  readonly email_status: 'queued' | 'sent' | 'failed' | null;
  readonly cancel_reason: CancelReason | null;
  readonly paid_attempt_id: string | null;
  readonly transaction_id: string | null;
  readonly expires_at: string | null;
  readonly expiry_extended: boolean;
  readonly created_at: string;
  readonly lines: readonly OrderLineRow[];
  readonly adjustments: readonly AdjustmentRow[];
}

export type PaymentStatus =
  | 'unpaid'
  | 'pending'
  | 'authorized'
  | 'paid'
  | 'partially_refunded'
  | 'refunded'
  | 'failed'
  | 'unknown';

export type CancelReason = 'customer_request' | 'admin' | 'payment_expired' | 'superseded' | 'out_of_stock';

/** A product that there is too little of, as the contract tells it. */
export interface UnavailableItem {
  readonly productId: string;
  readonly productName: string;
  readonly requested: number;
  readonly available: number;
}

export interface OrderLineRow {
  readonly line_no: number;
  readonly product_id: string;
  readonly product_name: string;
  readonly product_class: string;
  readonly quantity: number;
  readonly price_minor: number;
  readonly subtotal_minor: number;
  /** Units that were not there when they were ordered and are owed; never held or sold before they are. */
  readonly backordered: number;
  /** Units that were cancelled before they were shipped. */
  readonly cancelled: number;
}

export interface AdjustmentRow {
  readonly kind: 'fee' | 'discount';
  readonly label: string;
  readonly amount_minor: number;
}

export interface OrderPersonal {
  readonly email: string;
  readonly name: string | null;
  readonly shippingAddress: Address;
  readonly billingAddress: Address;
}

export type AttemptStatus = 'started' | 'requires_action' | 'processing' | 'unknown' | 'succeeded' | 'failed';

export interface AttemptRow {
  readonly id: string;
  readonly order_id: string;
  readonly customer_id: string;
  readonly gateway: string;
  readonly method: PaymentMethodName;
  readonly amount_minor: number;
  readonly currency: string;
  readonly status: AttemptStatus;
  readonly failure_reason: FailureReason | null;
  readonly failure_code: string | null;
  readonly intent_id: string | null;
  readonly transaction_id: string | null;
  readonly card: CardSummary | null;
  readonly next_action: NextAction | null;
  readonly return_url: string | null;
  /** Whether the money is promised with the order and taken parcel by parcel. */
  readonly captures_later: boolean;
  readonly authorized_minor: number;
  readonly captured_minor: number;
  /** What was promised and let go. */
  readonly released_minor: number;
  readonly refunded_minor: number;
  /** What banks have taken back and not returned. */
  readonly disputed_minor: number;
  /** Since when approved money is being asked for; nobody closes the attempt meanwhile. */
  readonly completing_since: string | null;
  /** Since when the attempt is being ended; nobody completes it any more. */
  readonly closing_since: string | null;
  readonly deadline_at: string;
  readonly created_at: string;
}

/** A part of an authorisation that is to be taken; with amount 0, the end of it. */
export interface CaptureRow {
  readonly id: string;
  readonly order_id: string;
  readonly attempt_id: string;
  readonly parcel_id: string | null;
  readonly amount_minor: number;
  readonly currency: string;
  readonly is_last: boolean;
  readonly captured_before_minor: number | null;
  readonly status: 'pending' | 'succeeded' | 'failed';
  readonly created_at: string;
}

export interface DisputeRow {
  readonly id: string;
  readonly gateway_dispute_id: string;
  readonly status: DisputeStatus;
  readonly reason: string;
  readonly amount_minor: number;
  readonly withdrawn_minor: number;
  readonly currency: string;
  readonly evidence_due_by: string | null;
  readonly opened_at: string;
  readonly closed_at: string | null;
}

export interface RefundRow {
  readonly id: string;
  readonly order_id: string;
  readonly customer_id: string;
  readonly attempt_id: string;
  readonly amount_minor: number;
  readonly currency: string;
  readonly status: 'pending' | 'succeeded' | 'failed' | 'not_required';
  readonly reason: string;
  readonly lines: readonly { readonly productId: string; readonly quantity: number }[] | null;
  readonly gateway_refund_id: string | null;
  readonly checks: number;
  readonly created_at: string;
}
