import type { AuditEntry } from '../audit/index.js';
import type { Actor } from '../shared/actor.js';
import type { StockMove } from '../catalogue/index.js';
import type { Units } from '../shared/database/units.js';
import type { DomainEvent } from '../shared/events/event.js';
import type { Adjustment } from './domain/totals.js';
import type { UnitsOfLine } from './domain/line-units.js';
import type { ReturnStatus } from './domain/return-states.js';
import type { AttemptRow, AttemptStatus, CaptureRow, OrderRow, RefundRow } from './order-row.js';
import type { ReturnLineRow } from './return-row.js';

/** What a change leaves behind: the events of the timeline and the row of the audit. */
export interface Traces {
  readonly events: readonly DomainEvent[];
  readonly audit: AuditEntry;
}

/** Columns of an order that a plan may set. */
export type OrderChange = Partial<
  Pick<
    OrderRow,
    | 'status'
    | 'payment_status'
    | 'hold'
    | 'payment_method'
    | 'cart_cleared'
    | 'paid_attempt_id'
    | 'email_status'
    | 'cancel_reason'
    | 'expires_at'
    | 'total_minor'
    | 'tax_minor'
    | 'taxes'
    | 'grand_total_minor'
  > & { cancel_note: string | null }
>;

/** Columns of an attempt that a plan may set; amount and currency are not among them. */
export type AttemptChange = Partial<
  Pick<
    AttemptRow,
    | 'failure_reason'
    | 'failure_code'
    | 'intent_id'
    | 'transaction_id'
    | 'card'
    | 'next_action'
    | 'authorized_minor'
    | 'captured_minor'
    | 'released_minor'
    | 'refunded_minor'
    | 'disputed_minor'
    | 'completing_since'
  > & { status: AttemptStatus }
>;

export type Movement =
  | 'authorized'
  | 'authorization_used'
  | 'released'
  | 'captured'
  | 'refunded'
  | 'refund_failed'
  | 'disputed'
  | 'dispute_won'
  | 'dispute_lost'
  | 'fee';

/** A movement of money in double entry: one row, two sides, so that an order's ledger cannot but sum to zero. */
export interface Transfer {
  readonly movement: Movement;
  readonly debit: string;
  readonly credit: string;
  readonly amountMinor: number;
  readonly currency: string;
  /** The attempt, capture, refund or dispute that moved it; each movement of each is booked once. */
  readonly reference: string;
}

/** A refund as it is allocated, before any gateway hears of it. */
export interface NewRefund {
  readonly id: string;
  readonly attemptId: string;
  readonly amountMinor: number;
  readonly reason: string;
  readonly lines: object | null;
  /** The failed refund that this one tries again. */
  readonly retryOf?: string;
  /** `now`: the worker sends it; `later`: the caller sends it, the worker after the deadline; `waits`: not before its payment is decided. */
  readonly send: 'now' | 'later' | 'waits';
  readonly deadlineSeconds: number;
}

/** A capture as it is allocated, before any gateway hears of it. */
export interface NewCapture {
  readonly id: string;
  readonly attemptId: string;
  /** 0 with `isLast`: what is left of the authorisation is let go. */
  readonly amountMinor: number;
  readonly isLast: boolean;
  readonly parcelId: string | null;
  /** `later`: the caller sends it, the worker after so many seconds. */
  readonly send: 'now' | { readonly afterSeconds: number };
}

/** What happens to a capture that exists. */
export interface CaptureChange {
  readonly id: string;
  readonly status: CaptureRow['status'];
  readonly gatewayCaptureId?: string;
  readonly failureCode?: string;
}

/** A return as it is opened. */
export interface NewReturn {
  readonly id: string;
  readonly status: 'requested' | 'approved';
  /** False where the money went back by other means. */
  readonly carriesRefund: boolean;
  readonly reason: string;
  readonly requestedBy: Actor['kind'];
  readonly lines: readonly UnitsOfLine[];
}

/** What happens to a return that exists. */
export interface ReturnChange {
  readonly id: string;
  readonly status: ReturnStatus;
  readonly note?: string | null;
  readonly refundId?: string;
  /** What came back of each line. */
  readonly lines?: readonly ReturnLineRow[];
}

/** What happens to a line: the counts beside its quantity, which never changes. */
export interface LineChange {
  readonly lineNo: number;
  readonly backordered?: number;
  readonly cancelled?: number;
}

/** What happens to a refund that exists. */
export interface RefundChange {
  readonly id: string;
  readonly status?: RefundRow['status'];
  readonly gatewayRefundId?: string | null;
  readonly failureCode?: string | null;
  readonly send?: 'now' | 'never';
}

/** Everything one commit does to an order, as data: decided by pure code, written by one statement. */
export interface OrderPlan {
  readonly order?: OrderChange;
  readonly attempt?: AttemptChange;
  /** When the reconciler looks at the attempt next. */
  readonly nextCheck?: 'at_deadline' | 'never';
  /** Units that move; where they are not all there, nothing of the plan is written. */
  readonly stock?: { readonly move: StockMove; readonly units: readonly Units[] };
  /** Lines whose counts change. */
  readonly lines?: readonly LineChange[];
  /** `take`: the units of the order; `clear`: whatever is in it. */
  readonly cart?: 'take' | 'clear';
  readonly transfers?: readonly Transfer[];
  readonly newAdjustment?: Adjustment;
  readonly newRefund?: NewRefund;
  readonly refund?: RefundChange;
  readonly newCapture?: NewCapture;
  readonly capture?: CaptureChange;
  readonly newReturn?: NewReturn;
  readonly return?: ReturnChange;
  readonly traces: Traces;
}
