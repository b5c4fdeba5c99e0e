import type { CaptureOutcome } from '../../payments/index.js';
import type { Actor } from '../../shared/actor.js';
import { publicId } from '../../shared/ids.js';
import type { NewRefund, OrderPlan, Transfer } from '../order-plan.js';
import {
  type AttemptRow,
  type CaptureRow,
  type OrderRow,
  type PaymentStatus,
  uncaptured,
} from '../order-row.js';
import { feeTransfers, transfer } from './ledger.js';
import { type Told, tracesOf } from './traces.js';

type Succeeded = Extract<CaptureOutcome, { kind: 'succeeded' }>;

export interface CaptureContext {
  readonly actor: Actor;
  /** For money that came after its order was cancelled. */
  readonly refundId: string;
  readonly deadlineSeconds: number;
}

/** What a gateway's word about a capture does; `undefined` where it is old news or none. */
export function planCaptureOutcome(
  capture: CaptureRow,
  attempt: AttemptRow,
  order: OrderRow,
  outcome: CaptureOutcome,
  context: CaptureContext,
): OrderPlan | undefined {
  if (capture.status !== 'pending') return undefined;
  switch (outcome.kind) {
    case 'succeeded':
      return captured(capture, attempt, order, outcome, context);
    case 'failed':
      return {
        capture: { id: capture.id, status: 'failed', failureCode: outcome.code },
        ...(capture.amount_minor > 0 &&
          attempt.captured_minor === 0 && { order: { payment_status: 'failed' } }),
        traces: tracesOf(
          order,
          attempt,
          context.actor,
        )('capture.failed', [
          'capture.failed',
          { captureId: capture.id, amountMinor: capture.amount_minor, currency: capture.currency },
        ]),
      };
    case 'unknown':
      return undefined;
  }
}

function captured(
  capture: CaptureRow,
  attempt: AttemptRow,
  order: OrderRow,
  outcome: Succeeded,
  context: CaptureContext,
): OrderPlan {
  const takenMinor = capture.amount_minor;
  const releasedMinor = capture.is_last ? uncaptured(attempt) - takenMinor : 0;
  const after: AttemptRow = {
    ...attempt,
    captured_minor: attempt.captured_minor + takenMinor,
    released_minor: attempt.released_minor + releasedMinor,
  };
  // Goods that were called back are not paid for, however late the money comes.
  const refund =
    order.status === 'cancelled' && takenMinor > 0 ? refundOf(capture, order, context) : undefined;
  const { currency } = capture;
  const told: Told[] = [];
  if (takenMinor > 0)
    told.push(['payment.captured', { amountMinor: takenMinor, currency, captureId: capture.id }]);
  if (releasedMinor > 0) told.push(['payment.released', { amountMinor: releasedMinor, currency }]);
  if (refund) {
    const refundId = publicId('ref', refund.id);
    told.push(['refund.requested', { amountMinor: takenMinor, currency, refundId, reason: refund.reason }]);
  }
  return {
    capture: { id: capture.id, status: 'succeeded', gatewayCaptureId: outcome.gatewayCaptureId },
    attempt: {
      captured_minor: after.captured_minor,
      released_minor: after.released_minor,
      ...(refund && { refunded_minor: attempt.refunded_minor + takenMinor }),
    },
    ...(order.paid_attempt_id === attempt.id && { order: { payment_status: paymentStatusOf(after) } }),
    ...(refund && { newRefund: refund }),
    transfers: booked(capture, attempt, releasedMinor, outcome),
    traces: tracesOf(order, attempt, context.actor)('capture.succeeded', ...told),
  };
}

function booked(
  capture: CaptureRow,
  attempt: AttemptRow,
  releasedMinor: number,
  { fee }: Succeeded,
): Transfer[] {
  const { id, amount_minor: takenMinor } = capture;
  return [
    ...(takenMinor > 0
      ? [
          transfer('captured', attempt, takenMinor, id),
          transfer('authorization_used', attempt, takenMinor, id),
        ]
      : []),
    ...(releasedMinor > 0 ? [transfer('released', attempt, releasedMinor, id)] : []),
    ...feeTransfers(attempt, fee, id),
  ];
}

/** As long as something is promised the order is not paid yet; what was let go untouched was never paid. */
export function paymentStatusOf(attempt: AttemptRow): PaymentStatus {
  if (uncaptured(attempt) > 0) return 'authorized';
  if (attempt.captured_minor === 0) return 'unpaid';
  if (attempt.refunded_minor === 0) return 'paid';
  return attempt.refunded_minor < attempt.captured_minor ? 'partially_refunded' : 'refunded';
}

function refundOf(
  capture: CaptureRow,
  order: OrderRow,
  { refundId, deadlineSeconds }: CaptureContext,
): NewRefund {
  return {
    id: refundId,
    attemptId: capture.attempt_id,
    amountMinor: capture.amount_minor,
    reason: order.cancel_reason ?? 'cancelled',
    lines: null,
    send: 'now',
    deadlineSeconds,
  };
}
