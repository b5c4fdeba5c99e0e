import type { Actor } from '../../shared/actor.js';
import { newEvent } from '../../shared/events/event.js';
import { publicId } from '../../shared/ids.js';
import type { NewCapture, NewRefund, OrderPlan } from '../order-plan.js';
import type { AttemptRow, CancelReason, OrderRow } from '../order-row.js';
import { refundable, uncaptured } from './attempt.js';
import { unitsThere } from './order-units.js';
import { type OrderEvent, orderStates } from './order-states.js';

/** An order's cancellation as it is asked for. */
export interface Cancellation {
  readonly event: Extract<
    OrderEvent,
    'cancelled' | 'cancelled_after_shipping' | 'superseded' | 'payment_window_closed'
  >;
  readonly reason: CancelReason;
  readonly note: string | null;
  readonly actor: Actor;
  /** What the customer's cart holds, where it is cleared with the order. */
  readonly clearedCart: readonly { readonly productId: string; readonly quantity: number }[] | null;
  /** For the refund, should one be due. */
  readonly refundId: string;
  /** For letting promised money go; `null` where the end of the authorisation is under way already. */
  readonly releaseId: string | null;
  readonly deadlineSeconds: number;
}

/** The event that a cancellation by this actor is, from this status; `undefined` where it is not theirs to do. */
export function cancelEvent(
  order: OrderRow,
  actor: Actor,
): 'cancelled' | 'cancelled_after_shipping' | undefined {
  if (orderStates.after(order.status, 'cancelled')) return 'cancelled';
  const afterShipping = orderStates.after(order.status, 'cancelled_after_shipping') !== undefined;
  return afterShipping && actor.kind === 'admin' ? 'cancelled_after_shipping' : undefined;
}

/**
 * Everything a cancellation does. Money that was captured and not given back yet is refunded, what was only promised
 * is let go; sold units come back unless they have left the house. A payment that is still open could not be decided
 * by closing it: its units stay held, and where nothing was captured a refund waits for it, which ends `succeeded` or
 * `not_required`.
 */
export function planCancellation(
  order: OrderRow,
  undecided: AttemptRow | null,
  paid: AttemptRow | null,
  cancellation: Cancellation,
): OrderPlan {
  const { reason, note, actor, clearedCart } = cancellation;
  const refund = refundFor(undecided, paid, cancellation);
  const release = releaseFor(paid, cancellation);
  const stock = stockMove(order, undecided, cancellation);
  const refundFacts = refund && { refundId: publicId('ref', refund.id), amountMinor: refund.amountMinor };
  const event = (type: 'order.cancelled' | 'refund.requested', data: Record<string, unknown>) =>
    newEvent({ type, orderId: order.id, customerId: order.customer_id, actor: actor.kind, data });
  return {
    order: {
      status: 'cancelled',
      cancel_reason: reason,
      cancel_note: note,
      expires_at: null,
      ...(stock && { hold: stock === 'release' ? 'released' : 'returned' }),
    },
    ...(stock && { stock: { move: stock, units: unitsThere(order) } }),
    ...(clearedCart && { cart: 'clear' }),
    ...(refund && { newRefund: refund }),
    ...(release && { newCapture: release }),
    ...(refund &&
      paid &&
      refund.attemptId === paid.id && {
        attempt: { refunded_minor: paid.refunded_minor + refund.amountMinor },
      }),
    traces: {
      events: [
        event('order.cancelled', {
          from: order.status,
          to: 'cancelled',
          reason,
          refundId: refundFacts?.refundId ?? null,
          ...(clearedCart && { clearedCart }),
        }),
        ...(refundFacts
          ? [event('refund.requested', { ...refundFacts, currency: order.currency, reason })]
          : []),
      ],
      audit: {
        action: 'order.cancel',
        outcome: 'done',
        actor,
        subject: { kind: 'order', id: order.number },
        facts: { reason, from: order.status, ...refundFacts },
      },
    },
  };
}

function stockMove(
  order: OrderRow,
  undecided: AttemptRow | null,
  { event }: Cancellation,
): 'release' | 'restock' | undefined {
  if (order.hold === 'held') return undecided ? undefined : 'release';
  return order.hold === 'sold' && event === 'cancelled' ? 'restock' : undefined;
}

function refundFor(
  undecided: AttemptRow | null,
  paid: AttemptRow | null,
  cancellation: Cancellation,
): NewRefund | undefined {
  const { refundId, reason, deadlineSeconds } = cancellation;
  const common = { id: refundId, reason, lines: null, deadlineSeconds };
  const left = paid ? refundable(paid) : 0;
  // What was taken waits for nothing; should the open payment succeed too, settle gives that back as well.
  if (paid && left > 0) return { ...common, attemptId: paid.id, amountMinor: left, send: 'later' };
  if (!undecided) return undefined;
  return { ...common, attemptId: undecided.id, amountMinor: undecided.amount_minor, send: 'waits' };
}

function releaseFor(paid: AttemptRow | null, { releaseId }: Cancellation): NewCapture | undefined {
  if (!paid || !releaseId || uncaptured(paid) === 0) return undefined;
  return { id: releaseId, attemptId: paid.id, amountMinor: 0, isLast: true, parcelId: null, send: 'now' };
}
