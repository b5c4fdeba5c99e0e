import { invariant } from '../assert.js';
import type { EventType } from './event.js';

/** What the dispatcher is told: ids only, everything else is read when it is needed. */
export interface AnnouncedEvent {
  readonly id: string;
  readonly type: EventType;
  /** Null for what is about no order. */
  readonly orderId: string | null;
}

/** The order that an event is about; only for handlers of events that are about one. */
export function orderIdOf({ type, orderId }: AnnouncedEvent): string {
  invariant(orderId, `${type} is about an order`);
  return orderId;
}
