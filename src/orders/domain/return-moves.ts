import type { Actor } from '../../shared/actor.js';
import type { Units } from '../../shared/database/units.js';
import { type EventType, newEvent } from '../../shared/events/event.js';
import { publicId } from '../../shared/ids.js';
import { DomainError } from '../../shared/problem.js';
import type { OrderPlan } from '../order-plan.js';
import type { AttemptRow, OrderRow } from '../order-row.js';
import type { ReturnLineRow, ReturnRow } from '../return-row.js';
import { type ReturnEvent, returnStates, type ReturnStatus } from './return-states.js';
import { refundOfUnits, type UnitFacts } from './units-refund.js';

/** What came back of a product: sold again, or not fit for it. */
export interface ReceivedItem {
  readonly productId: string;
  readonly restock: number;
  readonly writeOff: number;
}

/** A parcel that has come back. */
export interface Receipt {
  /** Absent: everything, in order. */
  readonly items: readonly ReceivedItem[] | undefined;
  readonly actor: Actor;
  /** For the refund, should one be due. */
  readonly refundId: string;
  readonly deadlineSeconds: number;
}

/** A receipt's plan, and what has to be written off after it: it is booked in before it is booked out. */
export interface ReceiptPlan {
  readonly plan: OrderPlan;
  readonly writtenOff: readonly Units[];
}

/** The status after the event. 409 `return_not_in_that_state` where it cannot happen now. */
function moved(back: ReturnRow, event: ReturnEvent): ReturnStatus {
  const to = returnStates.after(back.status, event);
  if (to) return to;
  throw new DomainError('return_not_in_that_state', {
    returnId: publicId('ret', back.id),
    returnStatus: back.status,
    event,
  });
}

/** An admin says whether the goods may come back. */
export function planReturnDecision(
  order: OrderRow,
  back: ReturnRow,
  event: 'approved' | 'refused',
  note: string | null,
  actor: Actor,
): OrderPlan {
  return {
    return: { id: back.id, status: moved(back, event), note },
    traces: tracesOf(order, back, actor, `return.${event}`, {
      units: unitsOf(back.lines, (line) => line.quantity),
    }),
  };
}

/**
 * What has come back is booked in, what of it is not fit for sale out again, and its share of the money goes back where
 * the return carries a refund. One receipt closes a return: what did not come is neither refunded nor waited for.
 */
export function planReceipt(
  order: OrderRow,
  paid: AttemptRow | null,
  back: ReturnRow,
  facts: UnitFacts,
  { items, actor, refundId, deadlineSeconds }: Receipt,
): ReceiptPlan {
  const status = moved(back, 'received');
  const lines = receivedLines(back, items);
  const units = unitsOf(lines, (line) => line.restocked + line.written_off);
  const writtenOff = unitsOf(lines, (line) => line.written_off);
  const refund = back.carries_refund
    ? refundOfUnits(order, paid, units, facts, { id: refundId, reason: 'returned', deadlineSeconds })
    : undefined;
  const refundFacts = refund && { refundId: publicId('ref', refund.id), amountMinor: refund.amountMinor };
  const traces = tracesOf(order, back, actor, 'return.received', {
    units,
    writtenOff,
    refundId: refundFacts?.refundId ?? null,
  });
  const plan: OrderPlan = {
    return: { id: back.id, status, ...(refund && { refundId: refund.id }), lines },
    ...(units.length > 0 && { stock: { move: 'restock', units } }),
    ...(refund &&
      paid && {
        newRefund: refund,
        attempt: { refunded_minor: paid.refunded_minor + refund.amountMinor },
      }),
    traces: {
      ...traces,
      events: [
        ...traces.events,
        ...(refundFacts
          ? [
              newEvent({
                type: 'refund.requested',
                orderId: order.id,
                customerId: order.customer_id,
                actor: actor.kind,
                data: { ...refundFacts, currency: order.currency, reason: 'returned' },
              }),
            ]
          : []),
      ],
    },
  };
  return { plan, writtenOff };
}

/** 400 `validation_failed` for more of a product than was announced. */
function receivedLines(back: ReturnRow, items: readonly ReceivedItem[] | undefined): ReturnLineRow[] {
  if (!items) return back.lines.map((line) => ({ ...line, restocked: line.quantity }));
  const announced = (productId: string) =>
    back.lines.find((line) => line.product_id === productId)?.quantity ?? 0;
  const errors = items
    .map(({ productId, restock, writeOff }, index) => ({
      isTooMuch: restock + writeOff > announced(productId),
      field: `items.${index}`,
      message: `${announced(productId)} announced`,
    }))
    .filter(({ isTooMuch }) => isTooMuch)
    .map(({ field, message }) => ({ field, message }));
  if (errors.length > 0) throw new DomainError('validation_failed', { errors });
  return back.lines.map((line) => {
    const came = items.find((item) => item.productId === line.product_id);
    return { ...line, restocked: came?.restock ?? 0, written_off: came?.writeOff ?? 0 };
  });
}

const unitsOf = (lines: readonly ReturnLineRow[], count: (line: ReturnLineRow) => number): Units[] =>
  lines
    .map((line) => ({ productId: line.product_id, quantity: count(line) }))
    .filter(({ quantity }) => quantity > 0);

function tracesOf(
  order: OrderRow,
  back: ReturnRow,
  actor: Actor,
  type: Extract<EventType, `return.${string}`>,
  data: Readonly<Record<string, unknown>>,
): OrderPlan['traces'] {
  const facts = { returnId: publicId('ret', back.id), ...data };
  return {
    events: [
      newEvent({
        type,
        orderId: order.id,
        customerId: order.customer_id,
        actor: actor.kind,
        data: facts,
      }),
    ],
    audit: { action: type, outcome: 'done', actor, subject: { kind: 'order', id: order.number }, facts },
  };
}
