import { assertNever } from '../../shared/assert.js';
import type { Actor } from '../../shared/actor.js';
import { type EventType, newEvent } from '../../shared/events/event.js';
import { publicId } from '../../shared/ids.js';
import type { Outcome } from '../../payments/index.js';
import type { OrderChange, OrderPlan, Transfer } from '../order-plan.js';
import type { AttemptRow, OrderRow } from '../order-row.js';
import { AMOUNT_MISMATCH, type Settlement } from './settlement.js';

/** What the plan needs to know beside the locked rows. */
export interface SettlementContext {
  readonly actor: Actor;
  /** A fresh id, should a refund have to be allocated. */
  readonly refundId: string;
  /** The refund that a cancellation has allocated while this payment was undecided. */
  readonly waitingRefundId: string | null;
  readonly deadlineSeconds: number;
}

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
      return confirmed(settlement.stock, order, attempt, outcome as Of<'succeeded'>, traces);
    case 'refund':
      return givenBack(settlement.why, order, attempt, outcome as Of<'succeeded'>, context, traces);
    case 'mismatch': {
      const { intentId } = outcome as Of<'succeeded'>;
      return {
        // An attempt that had failed stays so: a further one may be open, and the person is asked all the same.
        attempt: {
          ...(attempt.status !== 'failed' && { status: 'unknown' }),
          intent_id: intentId,
          failure_code: AMOUNT_MISMATCH,
        },
        nextCheck: 'never',
        order: undecidedPayment(order, 'unknown'),
        traces: traces('payment_mismatch', ['payment.unknown', { cause: AMOUNT_MISMATCH }]),
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
        traces: traces('payment_unknown', ['payment.unknown', { cause }]),
      };
    }
    default:
      return assertNever(settlement);
  }
}

type Told = [type: EventType, data: Record<string, unknown>];
type TraceMaker = (action: string, ...told: Told[]) => OrderPlan['traces'];

function tracesOf(order: OrderRow, attempt: AttemptRow, actor: Actor): TraceMaker {
  return (action, ...told) => ({
    events: told.map(([type, data]) =>
      newEvent({
        type,
        orderId: order.id,
        customerId: order.customer_id,
        actor: actor.kind,
        data: { attemptId: attempt.id, ...data },
      }),
    ),
    audit: {
      action: `settle.${action}`,
      outcome: 'done',
      actor,
      subject: { kind: 'order', id: order.number },
      facts: { attemptId: attempt.id, amountMinor: attempt.amount_minor, currency: attempt.currency },
    },
  });
}

const captured = (attempt: AttemptRow): Transfer => ({
  movement: 'captured',
  debit: `gateway:${attempt.gateway}`,
  credit: 'customer',
  amountMinor: attempt.amount_minor,
  reference: attempt.id,
});

const paidAttempt = (attempt: AttemptRow, outcome: Of<'succeeded'>, refundedMinor: number) => ({
  status: 'succeeded' as const,
  intent_id: outcome.intentId,
  transaction_id: outcome.transactionId,
  card: outcome.card ?? attempt.card,
  captured_minor: attempt.amount_minor,
  refunded_minor: refundedMinor,
  failure_reason: null,
  failure_code: null,
  next_action: null,
});

const moneyOf = (attempt: AttemptRow) => ({ amountMinor: attempt.amount_minor, currency: attempt.currency });

/** A payment that is not decided tells in the payment status only while no other one has paid the order. */
const undecidedPayment = (order: OrderRow, status: 'pending' | 'unknown'): OrderChange =>
  order.paid_attempt_id === null ? { payment_status: status } : {};

/** An order leaves its cart once: at creation, when a payment goes on elsewhere, or when it is paid. */
const leavesCart = (order: OrderRow): boolean => order.cart_version !== null && !order.cart_cleared;

function confirmed(
  stock: 'sell_held' | 'sell_available',
  order: OrderRow,
  attempt: AttemptRow,
  outcome: Of<'succeeded'>,
  traces: TraceMaker,
): OrderPlan {
  return {
    order: {
      status: 'confirmed',
      payment_status: 'paid',
      hold: 'sold',
      payment_method: attempt.method,
      cart_cleared: true,
      paid_attempt_id: attempt.id,
      email_status: 'queued',
      expires_at: null,
    },
    attempt: paidAttempt(attempt, outcome, 0),
    stock,
    ...(leavesCart(order) && { cart: 'take' }),
    transfers: [captured(attempt)],
    traces: traces(
      'payment_succeeded',
      ['payment.succeeded', { ...moneyOf(attempt), transactionId: outcome.transactionId }],
      ['order.confirmed', { from: 'pending', to: 'confirmed' }],
    ),
  };
}

/** Money for an order that cannot take it: captured and given back in one commit; the worker sends the refund. */
function givenBack(
  why: 'cancelled' | 'paid_already' | 'out_of_stock',
  order: OrderRow,
  attempt: AttemptRow,
  outcome: Of<'succeeded'>,
  context: SettlementContext,
  traces: TraceMaker,
): OrderPlan {
  const refundId = context.waitingRefundId ?? context.refundId;
  const told: Told[] = [
    ['payment.succeeded', { ...moneyOf(attempt), transactionId: outcome.transactionId }],
    ['refund.requested', { ...moneyOf(attempt), refundId: publicId('ref', refundId), reason: why }],
  ];
  if (why === 'out_of_stock')
    told.push(['order.cancelled', { from: 'pending', to: 'cancelled', reason: why }]);
  const releases = order.status === 'cancelled' && order.hold === 'held';
  return {
    order: {
      ...(order.paid_attempt_id === null && { paid_attempt_id: attempt.id, payment_status: 'paid' as const }),
      ...(why === 'out_of_stock' && {
        status: 'cancelled' as const,
        cancel_reason: 'out_of_stock' as const,
        expires_at: null,
      }),
      ...(releases && { hold: 'released' as const }),
    },
    attempt: paidAttempt(attempt, outcome, attempt.amount_minor),
    ...(releases && { stock: 'release' as const }),
    transfers: [captured(attempt)],
    ...(context.waitingRefundId
      ? { refund: { id: context.waitingRefundId, send: 'now' as const } }
      : {
          newRefund: {
            id: refundId,
            attemptId: attempt.id,
            amountMinor: attempt.amount_minor,
            reason: why,
            lines: null,
            send: 'now' as const,
            deadlineSeconds: context.deadlineSeconds,
          },
        }),
    traces: traces('late_success', ...told),
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
    },
    ...(releases && { stock: 'release' as const }),
    ...(context.waitingRefundId && {
      refund: { id: context.waitingRefundId, status: 'not_required', send: 'never' },
    }),
    traces: traces('payment_failed', ...told),
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
    },
    nextCheck: 'at_deadline',
    ...(leaves && { cart: 'take' }),
    traces: traces(`payment_${outcome.kind}`, [`payment.${outcome.kind}`, moneyOf(attempt)]),
  };
}
