import type { Actor } from '../../shared/actor.js';
import { type EventType, newEvent } from '../../shared/events/event.js';
import type { Traces } from '../order-plan.js';
import type { AttemptRow, OrderRow } from '../order-row.js';

export type Told = [type: EventType, data: Record<string, unknown>];
export type TraceMaker = (action: string, ...told: Told[]) => Traces;

/** Makes the traces of news about an attempt: its events in the order's timeline, and one audit row. */
export function tracesOf(order: OrderRow, attempt: AttemptRow, actor: Actor): TraceMaker {
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
      action,
      outcome: 'done',
      actor,
      subject: { kind: 'order', id: order.number },
      facts: { attemptId: attempt.id, amountMinor: attempt.amount_minor, currency: attempt.currency },
    },
  });
}
