import type { Actor } from '../../shared/actor.js';
import type { Units } from '../../shared/database/units.js';
import { newEvent } from '../../shared/events/event.js';
import { publicId } from '../../shared/ids.js';
import { DomainError } from '../../shared/problem.js';
import type { OrderPlan } from '../order-plan.js';
import type { AttemptRow, OrderRow, RefundRow } from '../order-row.js';
import { askedFor, refuseTooMuch, type RefundWish, type Wanted } from './refund-wish.js';

/** What a refund is worked out from, under the order's lock. */
export interface RefundRequestFacts {
  /** The payment that the money goes back to. */
  readonly attempt: AttemptRow | null;
  /** The failed refund that is tried again. */
  readonly failed?: RefundRow;
  /** Units of refunds that were not in vain. */
  readonly givenBack: readonly Units[];
}

/** A refund as a person asks for it. */
export interface RefundRequest {
  readonly wish: RefundWish;
  readonly id: string;
  readonly actor: Actor;
  readonly reason: string;
  /** Why, for the audit alone. */
  readonly staffReason?: string;
  readonly deadlineSeconds: number;
}

/**
 * Allocates a refund. 409 `order_not_paid` where nothing was captured, `refund_exceeds_captured`,
 * `refund_currency_mismatch`, each with the figures; 400 `validation_failed` for units that are not left to refund.
 */
export function planRefund(
  order: OrderRow,
  { attempt, failed, givenBack }: RefundRequestFacts,
  { wish, id, actor, reason, staffReason = reason, deadlineSeconds }: RefundRequest,
): OrderPlan {
  if (!attempt || attempt.captured_minor === 0) {
    const { number: orderId, currency } = order;
    throw new DomainError('order_not_paid', { orderId, captured: 0, refundable: 0, currency });
  }
  const wanted: Wanted = failed
    ? { amountMinor: failed.amount_minor, lines: failed.lines }
    : askedFor(wish, order, attempt, givenBack);
  const { amountMinor, lines } = wanted;
  refuseTooMuch(order, attempt, amountMinor);
  const facts = { refundId: publicId('ref', id), amountMinor, currency: order.currency };
  return {
    attempt: { refunded_minor: attempt.refunded_minor + amountMinor },
    newRefund: {
      id,
      attemptId: attempt.id,
      amountMinor,
      // One that is tried again keeps its own.
      reason: failed?.reason ?? reason,
      lines,
      send: 'later',
      deadlineSeconds,
      ...(failed && { retryOf: failed.id }),
    },
    traces: {
      events: [
        newEvent({
          type: 'refund.requested',
          orderId: order.id,
          customerId: order.customer_id,
          actor: actor.kind,
          data: facts,
        }),
      ],
      audit: {
        action: failed ? 'order.refund_again' : 'order.refund',
        outcome: 'done',
        actor,
        subject: { kind: 'order', id: order.number },
        facts: { ...facts, reason: staffReason, retryOf: wish.refundId },
      },
    },
  };
}
