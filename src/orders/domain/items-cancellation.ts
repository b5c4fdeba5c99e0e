import type { Actor } from '../../shared/actor.js';
import type { Units } from '../../shared/database/units.js';
import { newEvent } from '../../shared/events/event.js';
import { publicId } from '../../shared/ids.js';
import { DomainError } from '../../shared/problem.js';
import type { OrderPlan } from '../order-plan.js';
import type { AttemptRow, OrderLineRow, OrderRow } from '../order-row.js';
import { wasTakenAtOnce } from './attempt.js';
import { releaseFor } from './cancellation.js';
import type { Told } from './traces.js';
import { eventOf, movesTo, type OrderFacts } from './order-status.js';
import { refundOfUnits, type UnitFacts } from './units-refund.js';

/** A part of an order that is not wanted any more. */
export interface ItemsCancellation {
  readonly units: readonly Units[];
  readonly note: string | null;
  readonly actor: Actor;
  /** For the refund, should one be due. */
  readonly refundId: string;
  /** For letting promised money go; `null` where the end of the authorisation is under way already. */
  readonly releaseId: string | null;
  readonly deadlineSeconds: number;
}

interface CancelledLine {
  readonly line: OrderLineRow;
  readonly quantity: number;
}

/**
 * Everything that cancelling some units does: owed ones go first, the others back on the shelf; what was taken for them is
 * refunded, what was promised for them is never taken. `everything`: nothing of the order would be left, which is the
 * order's own cancellation. 409 `order_cannot_be_cancelled` where none can be cancelled any more or yet,
 * `units_not_cancellable` for more than are left in the house.
 */
export function planItemsCancellation(
  order: OrderRow,
  paid: AttemptRow | null,
  facts: UnitFacts,
  cancellation: ItemsCancellation,
): OrderPlan | 'everything' {
  refuseByStatus(order);
  const lines = cancelledLines(order, facts, cancellation.units);
  const wasShipped = facts.lines.some(({ shipped }) => shipped > 0);
  const isRest = unshipped(order, facts) === total(cancellation.units);
  if (isRest && !wasShipped) return 'everything';
  const { actor, note, units, refundId, deadlineSeconds } = cancellation;
  // What is to be taken parcel by parcel is never taken for what no parcel brings.
  const taken = paid && wasTakenAtOnce(paid) ? paid : null;
  const refund = refundOfUnits(order, taken, units, facts, {
    id: refundId,
    reason: 'items_cancelled',
    deadlineSeconds,
  });
  const restocked = lines
    .map(({ line, quantity }) => ({ productId: line.product_id, quantity: quantity - owed(line, quantity) }))
    .filter(({ quantity }) => quantity > 0);
  const moves = movesTo(order.status, factsAfter(order, facts, lines));
  const status = moves.at(-1)?.to;
  // No parcel comes any more that could be the last to take money.
  const release = isRest ? releaseFor(paid, cancellation) : undefined;
  const refundFacts = refund && { refundId: publicId('ref', refund.id), amountMinor: refund.amountMinor };
  const told: Told[] = [['order.items_cancelled', { units, refundId: refundFacts?.refundId ?? null }]];
  if (refundFacts)
    told.push(['refund.requested', { ...refundFacts, currency: order.currency, reason: refund.reason }]);
  told.push(...moves.map((moved): Told => [eventOf(moved), { ...moved }]));
  return {
    order: { ...(status && { status }), ...(note !== null && { cancel_note: note }) },
    lines: lines.map(({ line, quantity }) => ({
      lineNo: line.line_no,
      backordered: line.backordered - owed(line, quantity),
      cancelled: line.cancelled + quantity,
    })),
    ...(restocked.length > 0 && { stock: { move: 'restock', units: restocked } }),
    ...(refund &&
      paid && {
        newRefund: refund,
        attempt: { refunded_minor: paid.refunded_minor + refund.amountMinor },
      }),
    ...(release && { newCapture: release }),
    traces: {
      events: told.map(([type, data]) =>
        newEvent({ type, orderId: order.id, customerId: order.customer_id, actor: actor.kind, data }),
      ),
      audit: {
        action: 'order.cancel_items',
        outcome: 'done',
        actor,
        subject: { kind: 'order', id: order.number },
        facts: { units, status: status ?? order.status, ...refundFacts },
      },
    },
  };
}

/** What the order's status follows from once these units are cancelled. */
function factsAfter(order: OrderRow, { lines }: UnitFacts, gone: readonly CancelledLine[]): OrderFacts {
  return {
    isCancelled: false,
    isPaid: true,
    isPrepared: order.status !== 'confirmed',
    lines: order.lines.map((line) => {
      const units = lines.find(({ lineNo }) => lineNo === line.line_no);
      const cancelled = gone.find((each) => each.line === line)?.quantity ?? 0;
      return {
        ordered: line.quantity,
        cancelled: line.cancelled + cancelled,
        shipped: units?.shipped ?? 0,
        delivered: units?.delivered ?? 0,
      };
    }),
  };
}

function refuseByStatus({ number, status }: OrderRow): void {
  if (status === 'confirmed' || status === 'processing') return;
  const reason =
    status === 'pending'
      ? 'The order is pending: cancel it, change the cart and order again'
      : `The order is ${status}`;
  throw new DomainError('order_cannot_be_cancelled', { orderId: number, reason });
}

function cancelledLines(order: OrderRow, facts: UnitFacts, units: readonly Units[]): CancelledLine[] {
  const found = units.map(({ productId, quantity }) => {
    const line = order.lines.find((each) => each.product_id === productId);
    const shipped = facts.lines.find((each) => each.productId === productId)?.shipped ?? 0;
    const left = line ? line.quantity - line.cancelled - shipped : 0;
    return { productId, line, quantity, left, shipped };
  });
  const missing = found.filter(({ quantity, left }) => quantity > left);
  if (missing.length > 0) {
    const items = missing.map(({ productId, quantity, left, shipped }) => ({
      productId,
      requested: quantity,
      left,
      shipped,
    }));
    throw new DomainError('units_not_cancellable', { orderId: order.number, items });
  }
  return found.map(({ line, quantity }) => ({ line: line!, quantity }));
}

/** Owed units go first: the customer has waited for them, and no shelf has to be filled again. */
const owed = (line: OrderLineRow, quantity: number): number => Math.min(line.backordered, quantity);

const unshipped = (order: OrderRow, facts: UnitFacts): number =>
  order.lines.reduce((sum, line) => sum + line.quantity - line.cancelled, 0) -
  facts.lines.reduce((sum, line) => sum + line.shipped, 0);

const total = (units: readonly Units[]): number => units.reduce((sum, { quantity }) => sum + quantity, 0);
