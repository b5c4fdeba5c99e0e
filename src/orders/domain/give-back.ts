import { publicId } from '../../shared/ids.js';
import type { OrderChange, OrderPlan } from '../order-plan.js';
import type { AttemptRow, OrderRow } from '../order-row.js';
import { isOpen } from './attempt.js';
import { unitsThere } from './order-units.js';
import { moneyOf, paidAttempt, type Paid, paymentBooked, successEvent } from './paid-attempt.js';
import type { Settlement, SettlementContext } from './settlement.js';
import type { Told, TraceMaker } from './traces.js';

type Why = Extract<Settlement, { kind: 'refund' }>['why'];

/**
 * Money for an order that cannot take it: booked and given back in one commit; the worker tells the gateway. What was
 * only promised is let go, and needs no refund.
 */
export function giveBack(
  why: Why,
  order: OrderRow,
  attempt: AttemptRow,
  outcome: Paid,
  context: SettlementContext,
  traces: TraceMaker,
): OrderPlan {
  const back = outcome.kind === 'succeeded' ? refunded(why, attempt, context) : letGo(attempt, context);
  // News about an attempt that had failed frees nothing: another one may be undecided over these units.
  const releases = order.status === 'cancelled' && order.hold === 'held' && isOpen(attempt);
  return {
    order: {
      ...(order.paid_attempt_id === null &&
        // What was adjusted goes on waiting for a payment of its own.
        why !== 'adjusted' && {
          paid_attempt_id: attempt.id,
          payment_status: outcome.kind === 'succeeded' ? ('paid' as const) : ('authorized' as const),
        }),
      ...(why === 'out_of_stock' && OUT_OF_STOCK),
      ...(releases && { hold: 'released' as const }),
    },
    attempt: { ...paidAttempt(attempt, outcome), ...back.attempt },
    ...(releases && { stock: { move: 'release' as const, units: unitsThere(order) } }),
    transfers: paymentBooked(attempt, outcome),
    ...back.rows,
    traces: traces(
      'settle.late_success',
      successEvent(attempt, outcome),
      ...back.told,
      ...(why === 'out_of_stock'
        ? [['order.cancelled', { from: 'pending', to: 'cancelled', reason: why }] satisfies Told]
        : []),
    ),
  };
}

const OUT_OF_STOCK: OrderChange = { status: 'cancelled', cancel_reason: 'out_of_stock', expires_at: null };

type Back = {
  readonly attempt: OrderPlan['attempt'];
  readonly rows: Pick<OrderPlan, 'refund' | 'newRefund' | 'newCapture'>;
  readonly told: readonly Told[];
};

/** A refund that a cancellation has allocated while the payment was undecided is the one that is sent. */
function refunded(why: Why, attempt: AttemptRow, context: SettlementContext): Back {
  const { waitingRefundId, newId, deadlineSeconds } = context;
  const id = waitingRefundId ?? newId;
  const amountMinor = attempt.amount_minor;
  const common = { attemptId: attempt.id, amountMinor, reason: why, lines: null, deadlineSeconds };
  return {
    attempt: { refunded_minor: amountMinor },
    rows: waitingRefundId ? { refund: { id, send: 'now' } } : { newRefund: { ...common, id, send: 'now' } },
    told: [['refund.requested', { ...moneyOf(attempt), refundId: publicId('ref', id), reason: why }]],
  };
}

function letGo(attempt: AttemptRow, { waitingRefundId, newId }: SettlementContext): Back {
  return {
    attempt: {},
    rows: {
      newCapture: {
        id: newId,
        attemptId: attempt.id,
        amountMinor: 0,
        isLast: true,
        parcelId: null,
        send: 'now',
      },
      ...(waitingRefundId && {
        refund: { id: waitingRefundId, status: 'not_required' as const, send: 'never' as const },
      }),
    },
    told: waitingRefundId ? [['refund.not_required', { refundId: publicId('ref', waitingRefundId) }]] : [],
  };
}
