import type { Outcome } from '../../payments/index.js';
import { assertNever } from '../../shared/assert.js';
import { publicId } from '../../shared/ids.js';
import type { OrderChange, OrderPlan } from '../order-plan.js';
import type { AttemptRow, OrderRow } from '../order-row.js';
import { giveBack } from './give-back.js';
import { unitsThere } from './order-units.js';
import { moneyOf, paidAttempt, paymentBooked, type Paid, successEvent } from './paid-attempt.js';
import { AMOUNT_MISMATCH, type Settlement, type SettlementContext } from './settlement.js';
import { type Told, tracesOf, type TraceMaker } from './traces.js';

type Of<K extends Outcome['kind']> = Extract<Outcome, { kind: K }>;

/** Turns a settlement into everything that its commit does; `undefined` where there is nothing to do. */
export function planSettlement(
  settlement: Settlement,
  order: OrderRow,
  attempt: AttemptRow,
  outcome: Outcome,
  context: SettlementContext,
): OrderPlan | undefined {
  const traces = tracesOf(order, attempt, context.actor);
  switch (settlement.kind) {
    case 'nothing':
      return undefined;
    case 'confirm':
      return confirmed(settlement.stock, order, attempt, outcome as Paid, traces);
    case 'refund':
      return giveBack(settlement.why, order, attempt, outcome as Paid, context, traces);
    case 'mismatch': {
      const { intentId } = outcome as Paid;
      return {
        // An attempt that had failed stays so: a further one may be open, and the person is asked all the same.
        attempt: {
          ...(attempt.status !== 'failed' && { status: 'unknown' }),
          intent_id: intentId,
          failure_code: AMOUNT_MISMATCH,
        },
        nextCheck: 'never',
        order: undecidedPayment(order, 'unknown'),
        traces: traces('settle.payment_mismatch', ['payment.unknown', { cause: AMOUNT_MISMATCH }]),
      };
    }
    case 'fail':
      return failed(order, attempt, outcome as Of<'failed'>, context, traces);
    case 'wait':
      return waiting(order, attempt, outcome as Of<'requires_action' | 'processing'>, traces);
    case 'unknown': {
      const { cause, intentId } = outcome as Of<'unknown'>;
      return {
        attempt: { status: 'unknown', intent_id: intentId ?? attempt.intent_id, failure_code: cause },
        order: undecidedPayment(order, 'unknown'),
        nextCheck: 'at_deadline',
        traces: traces('settle.payment_unknown', ['payment.unknown', { cause }]),
      };
    }
    default:
      return assertNever(settlement);
  }
}

/** A payment that is not decided tells in the payment status only while no other one has paid the order. */
const undecidedPayment = (order: OrderRow, status: 'pending' | 'unknown'): OrderChange =>
  order.paid_attempt_id === null ? { payment_status: status } : {};

/** An order leaves its cart once: at creation, when a payment goes on elsewhere, or when it is paid. */
const leavesCart = (order: OrderRow): boolean => order.cart_version !== null && !order.cart_cleared;

function confirmed(
  stock: 'sell_held' | 'sell_available',
  order: OrderRow,
  attempt: AttemptRow,
  outcome: Paid,
  traces: TraceMaker,
): OrderPlan {
  return {
    order: {
      status: 'confirmed',
      payment_status: outcome.kind === 'succeeded' ? 'paid' : 'authorized',
      hold: 'sold',
      payment_method: attempt.method,
      cart_cleared: true,
      paid_attempt_id: attempt.id,
      email_status: 'queued',
      expires_at: null,
    },
    attempt: paidAttempt(attempt, outcome),
    stock: { move: stock, units: unitsThere(order) },
    ...(leavesCart(order) && { cart: 'take' }),
    transfers: paymentBooked(attempt, outcome),
    traces: traces('settle.payment_succeeded', successEvent(attempt, outcome), [
      'order.confirmed',
      { from: 'pending', to: 'confirmed' },
    ]),
  };
}

function failed(
  order: OrderRow,
  attempt: AttemptRow,
  outcome: Of<'failed'>,
  context: SettlementContext,
  traces: TraceMaker,
): OrderPlan {
  const releases = order.hold === 'held';
  const told: Told[] = [['payment.failed', { ...moneyOf(attempt), reason: outcome.reason }]];
  if (context.waitingRefundId)
    told.push(['refund.not_required', { refundId: publicId('ref', context.waitingRefundId) }]);
  return {
    order: {
      ...(order.paid_attempt_id === null && { payment_status: 'failed' as const }),
      ...(releases && { hold: 'released' as const }),
    },
    attempt: {
      status: 'failed',
      failure_reason: outcome.reason,
      failure_code: outcome.code,
      intent_id: outcome.intentId ?? attempt.intent_id,
      next_action: null,
      completing_since: null,
    },
    ...(releases && { stock: { move: 'release' as const, units: unitsThere(order) } }),
    ...(context.waitingRefundId && {
      refund: { id: context.waitingRefundId, status: 'not_required', send: 'never' },
    }),
    traces: traces('settle.payment_failed', ...told),
  };
}

function waiting(
  order: OrderRow,
  attempt: AttemptRow,
  outcome: Of<'requires_action' | 'processing'>,
  traces: TraceMaker,
): OrderPlan {
  const leaves = leavesCart(order) && order.status === 'pending';
  return {
    order: { ...undecidedPayment(order, 'pending'), ...(leaves && { cart_cleared: true }) },
    attempt: {
      status: outcome.kind,
      intent_id: outcome.intentId,
      next_action: outcome.kind === 'requires_action' ? outcome.nextAction : null,
      completing_since: null,
    },
    nextCheck: 'at_deadline',
    ...(leaves && { cart: 'take' }),
    traces: traces(`settle.payment_${outcome.kind}`, [`payment.${outcome.kind}`, moneyOf(attempt)]),
  };
}
