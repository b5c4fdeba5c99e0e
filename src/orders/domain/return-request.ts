import type { Actor } from '../../shared/actor.js';
import type { Units } from '../../shared/database/units.js';
import { newEvent } from '../../shared/events/event.js';
import { publicId } from '../../shared/ids.js';
import { DomainError } from '../../shared/problem.js';
import type { OrderPlan } from '../order-plan.js';
import type { OrderRow } from '../order-row.js';
import type { LineUnits } from './line-units.js';

/** A return as it is asked for. */
export interface ReturnWish {
  readonly id: string;
  readonly units: readonly Units[];
  readonly reason: string;
  readonly actor: Actor;
}

/**
 * Opens a return of units that have arrived and are in no other return; nothing moves yet. Who is no admin may return
 * only what arrived lately. 409 `units_not_returnable` with the figures of each product of which there are too few.
 */
export function planReturnRequest(
  order: OrderRow,
  lines: readonly LineUnits[],
  { id, units, reason, actor }: ReturnWish,
): OrderPlan {
  const found = units.map(({ productId, quantity }) => {
    const line = lines.find((each) => each.productId === productId);
    return { productId, quantity, line, returnable: line ? returnableOf(line, actor) : 0 };
  });
  const missing = found.filter(({ quantity, returnable }) => quantity > returnable);
  if (missing.length > 0) {
    const items = missing.map(({ productId, quantity, line, returnable }) => ({
      productId,
      requested: quantity,
      returnable,
      delivered: line?.delivered ?? 0,
      inReturns: line?.returned ?? 0,
    }));
    throw new DomainError('units_not_returnable', { orderId: order.number, items });
  }
  const facts = { returnId: publicId('ret', id), units };
  return {
    newReturn: {
      id,
      status: 'requested',
      carriesRefund: true,
      reason,
      requestedBy: actor.kind,
      lines: found.map(({ line, productId, quantity }) => ({ lineNo: line!.lineNo, productId, quantity })),
    },
    traces: {
      events: [
        newEvent({
          type: 'return.requested',
          orderId: order.id,
          customerId: order.customer_id,
          actor: actor.kind,
          data: facts,
        }),
      ],
      audit: {
        action: 'return.request',
        outcome: 'done',
        actor,
        subject: { kind: 'order', id: order.number },
        facts,
      },
    },
  };
}

function returnableOf({ delivered, deliveredLately, returned }: LineUnits, { kind }: Actor): number {
  const left = Math.max(0, delivered - returned);
  return kind === 'admin' ? left : Math.min(left, deliveredLately);
}
