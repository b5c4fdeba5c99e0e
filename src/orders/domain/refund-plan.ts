import type { Actor } from '../../shared/actor.js';
import { type EventType, newEvent } from '../../shared/events/event.js';
import { publicId } from '../../shared/ids.js';
import type { RefundOutcome } from '../../payments/index.js';
import type { OrderPlan } from '../order-plan.js';
import type { AttemptRow, OrderRow, PaymentStatus, RefundRow } from '../order-row.js';
import { paymentStatusOf } from './capture-plan.js';
import { transfer } from './ledger.js';

/**
 * What a gateway's word about a refund does; `undefined` where it is old news. A refund that succeeded may still fail
 * late: the money is then booked back and a person is asked.
 */
export function planRefundOutcome(
  refund: RefundRow,
  attempt: AttemptRow,
  order: OrderRow,
  outcome: RefundOutcome,
  refundedBefore: number,
  actor: Actor,
): OrderPlan | undefined {
  switch (outcome.kind) {
    case 'succeeded': {
      if (refund.status !== 'pending') return undefined;
      const refunded = refundedBefore + refund.amount_minor;
      return {
        order: paymentStatusAfter(order, attempt, refunded),
        refund: {
          id: refund.id,
          status: 'succeeded',
          gatewayRefundId: outcome.gatewayRefundId,
          send: 'never',
        },
        transfers: [transfer('refunded', attempt, refund.amount_minor, refund.id)],
        traces: tracesOf('refund.succeeded', refund, order, actor),
      };
    }
    case 'failed': {
      if (refund.status === 'failed' || refund.status === 'not_required') return undefined;
      const wasBooked = refund.status === 'succeeded';
      return {
        order: paymentStatusAfter(
          order,
          attempt,
          wasBooked ? refundedBefore - refund.amount_minor : refundedBefore,
        ),
        attempt: { refunded_minor: attempt.refunded_minor - refund.amount_minor },
        refund: {
          id: refund.id,
          status: 'failed',
          gatewayRefundId: outcome.gatewayRefundId,
          failureCode: outcome.code,
          send: 'never',
        },
        ...(wasBooked && { transfers: [transfer('refund_failed', attempt, refund.amount_minor, refund.id)] }),
        traces: tracesOf('refund.failed', refund, order, actor),
      };
    }
    case 'pending':
      if (refund.gateway_refund_id !== null || refund.status !== 'pending') return undefined;
      return {
        refund: { id: refund.id, gatewayRefundId: outcome.gatewayRefundId },
        traces: { events: [], audit: tracesOf('refund.requested', refund, order, actor).audit },
      };
    case 'unknown':
      return undefined;
  }
}

/** Only the payment that pays the order tells in its payment status; money given back for a second one does not. */
function paymentStatusAfter(
  order: OrderRow,
  attempt: AttemptRow,
  refunded: number,
): { payment_status?: PaymentStatus } {
  if (order.paid_attempt_id !== attempt.id) return {};
  if (refunded <= 0) return { payment_status: paymentStatusOf({ ...attempt, refunded_minor: 0 }) };
  return { payment_status: refunded < attempt.captured_minor ? 'partially_refunded' : 'refunded' };
}

function tracesOf(type: EventType, refund: RefundRow, order: OrderRow, actor: Actor): OrderPlan['traces'] {
  const facts = {
    refundId: publicId('ref', refund.id),
    amountMinor: refund.amount_minor,
    currency: refund.currency,
  };
  return {
    events: [
      newEvent({ type, orderId: order.id, customerId: order.customer_id, actor: actor.kind, data: facts }),
    ],
    audit: { action: type, outcome: 'done', actor, subject: { kind: 'order', id: order.number }, facts },
  };
}
