import { invariant } from '../../shared/assert.js';
import type { EventType } from '../../shared/events/event.js';
import { type OrderEvent, orderStates, type OrderStatus } from './order-states.js';

/** What of a line went where, in units. */
export interface LineFacts {
  readonly ordered: number;
  /** Cancelled before they were shipped: they never will be. */
  readonly cancelled: number;
  readonly shipped: number;
  readonly delivered: number;
}

/** Everything that an order's status follows from. */
export interface OrderFacts {
  readonly isCancelled: boolean;
  readonly isPaid: boolean;
  /** Whether somebody has started to prepare it. */
  readonly isPrepared: boolean;
  readonly lines: readonly LineFacts[];
}

/**
 * The status that payments and parcels make. What is still owed to a backorder is left to ship, so that an order with
 * such units stays in preparation, however many parcels have left.
 */
export function statusOf({ isCancelled, isPaid, isPrepared, lines }: OrderFacts): OrderStatus {
  if (isCancelled) return 'cancelled';
  if (!isPaid) return 'pending';
  const units = (count: (line: LineFacts) => number) => lines.reduce((sum, line) => sum + count(line), 0);
  const shipped = units((line) => line.shipped);
  const left = units((line) => line.ordered - line.cancelled - line.shipped);
  if (shipped === 0) return isPrepared ? 'processing' : 'confirmed';
  if (left > 0) return 'processing';
  return units((line) => line.delivered) === shipped ? 'delivered' : 'shipped';
}

/** The facts once so many more units have left, or arrived; the status asks for sums of lines only. */
export const factsAfter = (
  facts: OrderFacts,
  { shipped = 0, delivered = 0 }: Partial<LineFacts>,
): OrderFacts => ({ ...facts, lines: [...facts.lines, { ordered: 0, cancelled: 0, shipped, delivered }] });

/** A move of an order, for the timeline. */
export interface Moved {
  readonly from: OrderStatus;
  readonly to: OrderStatus;
}

/** What the timeline calls the statuses that preparation and parcels bring about. */
const REACHED: Partial<Record<OrderStatus, EventType>> = {
  processing: 'order.processing',
  shipped: 'order.shipped',
  delivered: 'order.delivered',
};
export function eventOf({ to }: Moved): EventType {
  const type = REACHED[to];
  invariant(type, 'parcels bring about no other status');
  return type;
}

/** What leads a paid order on, from each status. */
const ONWARD: Partial<Record<OrderStatus, OrderEvent>> = {
  confirmed: 'preparation_started',
  processing: 'handed_to_carrier',
  shipped: 'delivered',
};

/**
 * The moves from a status to the one that the facts make, each a row of the status table; none where it is there, or
 * further: late news never moves an order back. Two at once where cancelling the last units finds all else delivered.
 */
export function movesTo(status: OrderStatus, facts: OrderFacts): Moved[] {
  const goal = statusOf(facts);
  const moves: Moved[] = [];
  for (let from = status; from !== goal;) {
    const event = ONWARD[from];
    const to = event && orderStates.after(from, event);
    if (!to) return [];
    moves.push({ from, to });
    from = to;
  }
  return moves;
}
