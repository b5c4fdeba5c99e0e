import { FAILURE_REASONS } from '../payments/index.js';
import { publicId } from '../shared/ids.js';
import { toMajor } from '../shared/money.js';
import type { OrderWithHistoryDto, TrackingDto } from './order.dto.js';
import type { AttemptRow, DisputeRow, OrderRow, RefundRow } from './order-row.js';
import type { ReturnRow } from './return-row.js';
import { returnView } from './return.view.js';
import { isoTime, nextActionOf, orderView } from './order-view.js';

/** Everything that `GET /orders/{orderId}` shows, as one statement reads it. */
export interface OrderHistoryRow {
  readonly order: OrderRow;
  readonly attempts: readonly AttemptRow[];
  readonly refunds: readonly RefundRow[];
  readonly disputes: readonly DisputeRow[];
  readonly returns: readonly ReturnRow[];
  readonly events: readonly {
    readonly type: string;
    readonly actor: string;
    readonly occurred_at: string;
    readonly data: { readonly from?: string | null; readonly to?: string | null };
  }[];
  readonly parcels: readonly {
    readonly id: string;
    readonly carrier: string;
    readonly tracking_number: string;
    readonly tracking_url: string | null;
    readonly shipped_at: string;
    readonly delivered_at: string | null;
    readonly items: { readonly productId: string; readonly quantity: number }[] | null;
  }[];
}

export function historyView({
  order,
  attempts,
  refunds,
  disputes,
  returns,
  events,
  parcels,
}: OrderHistoryRow): OrderWithHistoryDto {
  const details = orderView(order);
  return {
    ...details,
    orderDetails: details,
    tracking: trackingOf(parcels),
    timeline: events.map((event) => ({
      at: isoTime(event.occurred_at),
      event: event.type,
      from: event.data.from ?? null,
      to: event.data.to ?? null,
      actor: event.actor,
    })),
    payments: attempts.map((attempt) => ({
      method: attempt.method,
      status: attempt.status,
      reason: attempt.failure_reason && FAILURE_REASONS[attempt.failure_reason],
      amount: toMajor(attempt.amount_minor, attempt.currency),
      intentId: attempt.intent_id,
      transactionId: attempt.transaction_id,
      card: attempt.card,
      nextAction: nextActionOf(attempt),
      createdAt: isoTime(attempt.created_at),
    })),
    refunds: refunds.map((refund) => ({
      refundId: publicId('ref', refund.id),
      status: refund.status,
      amount: toMajor(refund.amount_minor, refund.currency),
      reason: refund.reason,
      createdAt: isoTime(refund.created_at),
    })),
    returns: returns.map(returnView),
    disputes: disputes.map((dispute) => ({
      disputeId: dispute.gateway_dispute_id,
      status: dispute.status,
      reason: dispute.reason,
      amount: toMajor(dispute.amount_minor, dispute.currency),
      evidenceDueBy: dispute.evidence_due_by && isoTime(dispute.evidence_due_by),
      openedAt: isoTime(dispute.opened_at),
      closedAt: dispute.closed_at && isoTime(dispute.closed_at),
    })),
  };
}

export function trackingOf(parcels: OrderHistoryRow['parcels']): TrackingDto[] {
  return parcels.map((parcel) => ({
    parcelId: publicId('par', parcel.id),
    carrier: parcel.carrier,
    trackingNumber: parcel.tracking_number,
    trackingUrl: parcel.tracking_url,
    status: parcel.delivered_at ? 'delivered' : 'shipped',
    shippedAt: isoTime(parcel.shipped_at),
    deliveredAt: parcel.delivered_at ? isoTime(parcel.delivered_at) : null,
    items: [...(parcel.items ?? [])],
  }));
}
