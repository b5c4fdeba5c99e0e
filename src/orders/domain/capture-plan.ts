import type { CaptureOutcome } from '../../payments/index.js';
import type { OrderPlan, Transfer } from '../order-plan.js';
import type { AttemptRow, CaptureRow, OrderRow, PaymentStatus } from '../order-row.js';
import { uncaptured } from './attempt.js';
import { lateMoneyBack, type LateMoneyContext } from './late-money.js';
import { feeTransfers, transfer } from './ledger.js';
import { type Told, tracesOf } from './traces.js';

type Succeeded = Extract<CaptureOutcome, { kind: 'succeeded' }>;

/** What a gateway's word about a capture does; `undefined` where it is old news or none. */
export function planCaptureOutcome(
  capture: CaptureRow,
  attempt: AttemptRow,
  order: OrderRow,
  outcome: CaptureOutcome,
  context: LateMoneyContext,
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
  context: LateMoneyContext,
): OrderPlan {
  const takenMinor = capture.amount_minor;
  const releasedMinor = capture.is_last ? uncaptured(attempt) - takenMinor : 0;
  const after: AttemptRow = {
    ...attempt,
    captured_minor: attempt.captured_minor + takenMinor,
    released_minor: attempt.released_minor + releasedMinor,
  };
  // Goods that were called back are not paid for, however late the money comes.
  const refund = lateMoneyBack(order, attempt, takenMinor, context);
  const { currency } = capture;
  const told: Told[] = [];
  if (takenMinor > 0)
    told.push(['payment.captured', { amountMinor: takenMinor, currency, captureId: capture.id }]);
  if (releasedMinor > 0) told.push(['payment.released', { amountMinor: releasedMinor, currency }]);
  if (refund) told.push(refund.told);
  return {
    capture: { id: capture.id, status: 'succeeded', gatewayCaptureId: outcome.gatewayCaptureId },
    attempt: {
      captured_minor: after.captured_minor,
      released_minor: after.released_minor,
      ...(refund && { refunded_minor: attempt.refunded_minor + takenMinor }),
    },
    ...(order.paid_attempt_id === attempt.id && { order: { payment_status: paymentStatusOf(after) } }),
    ...(refund && { newRefund: refund.row }),
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
