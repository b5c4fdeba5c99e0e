import type { Actor } from '../../shared/actor.js';
import { newEvent } from '../../shared/events/event.js';
import type { OrderPlan } from '../order-plan.js';
import type { OrderRow } from '../order-row.js';

/** Gives an order the units it is owed, as far as they are there; `undefined` where none is. */
export function planBackorder(
  order: OrderRow,
  available: ReadonlyMap<string, number>,
  actor: Actor,
): OrderPlan | undefined {
  const filled = order.lines
    .map((line) => ({ line, quantity: Math.min(line.backordered, available.get(line.product_id) ?? 0) }))
    .filter(({ quantity }) => quantity > 0);
  if (filled.length === 0) return undefined;
  const units = filled.map(({ line, quantity }) => ({ productId: line.product_id, quantity }));
  return {
    stock: { move: 'sell_available', units },
    lines: filled.map(({ line, quantity }) => ({
      lineNo: line.line_no,
      backordered: line.backordered - quantity,
    })),
    traces: {
      events: [
        newEvent({
          type: 'order.backorder_filled',
          orderId: order.id,
          customerId: order.customer_id,
          actor: actor.kind,
          data: { units },
        }),
      ],
      audit: {
        action: 'order.fill_backorder',
        outcome: 'done',
        actor,
        subject: { kind: 'order', id: order.number },
        facts: { units },
      },
    },
  };
}
