import type { Actor } from '../../shared/actor.js';
import { type EventType, newEvent } from '../../shared/events/event.js';
import { publicId } from '../../shared/ids.js';
import { DomainError } from '../../shared/problem.js';
import type { LineChange, NewCapture, NewRefund, NewReturn, OrderPlan } from '../order-plan.js';
import type { AttemptRow, CancelReason, OrderRow } from '../order-row.js';
import { refundable, uncaptured } from './attempt.js';
import { type LineUnits, shippedOf, unitsInTheHouse, unitsOf, unitsOut } from './line-units.js';
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
  /** For the return, should units be out of the house; `null` where none can be. */
  readonly returnId: string | null;
  readonly deadlineSeconds: number;
}

export type CancelEvent = 'cancelled' | 'cancelled_after_shipping';

/**
 * The event that a cancellation by this actor is, from this status. 409 `order_cannot_be_cancelled` where it is not theirs
 * to do, 400 `validation_failed` where it needs a reason.
 */
export function cancelEvent(
  order: OrderRow,
  { actor, reason }: { readonly actor: Actor; readonly reason?: string },
): CancelEvent {
  if (orderStates.after(order.status, 'cancelled')) return 'cancelled';
  const afterShipping = orderStates.after(order.status, 'cancelled_after_shipping') !== undefined;
  if (!afterShipping || actor.kind !== 'admin') {
    throw new DomainError('order_cannot_be_cancelled', {
      orderId: order.number,
      reason: `The order is ${order.status}`,
    });
  }
  if (reason) return 'cancelled_after_shipping';
  throw new DomainError('validation_failed', {
    errors: [{ field: 'reason', message: 'is required after shipping' }],
  });
}

/**
 * Everything a cancellation does. Money that was captured and not given back yet is refunded, what was only promised
 * is let go. Sold units that are in the house go back on the shelf; for those that have left it a return is opened that
 * carries no refund of its own. A payment that is still open could not be decided by closing it: its units stay held,
 * and where nothing was captured a refund waits for it, which ends `succeeded` or `not_required`.
 */
export function planCancellation(
  order: OrderRow,
  undecided: AttemptRow | null,
  paid: AttemptRow | null,
  units: readonly LineUnits[],
  cancellation: Cancellation,
): OrderPlan {
  const { reason, note, actor, clearedCart } = cancellation;
  const refund = refundFor(undecided, paid, cancellation);
  const release = releaseFor(paid, cancellation);
  const isPartlyOut = units.some(({ shipped }) => shipped > 0);
  const hold = holdAfter(order, undecided, isPartlyOut);
  const stock = stockMove(order, undecided, units);
  const newReturn = returnOf(units, cancellation);
  const refundFacts = refund && { refundId: publicId('ref', refund.id), amountMinor: refund.amountMinor };
  const event = (type: EventType, data: Record<string, unknown>) =>
    newEvent({ type, orderId: order.id, customerId: order.customer_id, actor: actor.kind, data });
  return {
    order: {
      status: 'cancelled',
      cancel_reason: reason,
      cancel_note: note,
      expires_at: null,
      ...(hold && { hold }),
    },
    ...(stock && { stock }),
    // The order then says line by line what it did not send.
    ...(isPartlyOut && { lines: unshippedCancelled(order, units) }),
    ...(newReturn && { newReturn }),
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
        ...(newReturn
          ? [event('return.approved', { returnId: publicId('ret', newReturn.id), units: unitsOf(newReturn) })]
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

/** What is out stays sold until it is back. */
function holdAfter(
  order: OrderRow,
  undecided: AttemptRow | null,
  isPartlyOut: boolean,
): 'released' | 'returned' | undefined {
  if (order.hold === 'held' && !undecided) return 'released';
  return order.hold === 'sold' && !isPartlyOut ? 'returned' : undefined;
}

function stockMove(
  order: OrderRow,
  undecided: AttemptRow | null,
  lines: readonly LineUnits[],
): OrderPlan['stock'] {
  if (order.hold === 'held') return undecided ? undefined : { move: 'release', units: unitsThere(order) };
  const units = order.hold === 'sold' ? unitsInTheHouse(order, lines) : [];
  return units.length > 0 ? { move: 'restock', units } : undefined;
}

function unshippedCancelled(order: OrderRow, lines: readonly LineUnits[]): LineChange[] {
  return order.lines.map((line) => ({
    lineNo: line.line_no,
    backordered: 0,
    cancelled: line.quantity - shippedOf(lines, line.product_id),
  }));
}

function returnOf(
  lines: readonly LineUnits[],
  { returnId, note, reason, actor }: Cancellation,
): NewReturn | undefined {
  const out = unitsOut(lines);
  if (!returnId || out.length === 0) return undefined;
  return {
    id: returnId,
    status: 'approved',
    carriesRefund: false,
    reason: note ?? reason,
    requestedBy: actor.kind,
    lines: out,
  };
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

/** What is promised and not taken is let go. */
export function releaseFor(
  paid: AttemptRow | null,
  { releaseId }: Pick<Cancellation, 'releaseId'>,
): NewCapture | undefined {
  if (!paid || !releaseId || uncaptured(paid) === 0) return undefined;
  return { id: releaseId, attemptId: paid.id, amountMinor: 0, isLast: true, parcelId: null, send: 'now' };
}
