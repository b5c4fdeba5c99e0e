import type { ReturnStatus } from './domain/return-states.js';

/** A return as the database gives it in JSON. */
export interface ReturnRow {
  readonly id: string;
  readonly order_id: string;
  readonly status: ReturnStatus;
  /** False where the money went back by other means: the cancellation of a shipped order. */
  readonly carries_refund: boolean;
  readonly reason: string;
  readonly decided_note: string | null;
  readonly requested_by: string;
  readonly refund_id: string | null;
  readonly requested_at: string;
  readonly decided_at: string | null;
  readonly received_at: string | null;
  readonly lines: readonly ReturnLineRow[];
}

export interface ReturnLineRow {
  readonly line_no: number;
  readonly product_id: string;
  /** Units that were announced. */
  readonly quantity: number;
  /** Units that came back and are sold again. */
  readonly restocked: number;
  /** Units that came back and are not fit for sale. */
  readonly written_off: number;
}
