import { Injectable } from '@nestjs/common';
import { invariant } from '../assert.js';
import type { Transaction } from '../database/unit-of-work.js';
import type { DomainEvent, EventType } from './event.js';
import { JobQueue, QUEUES } from './job-queue.js';

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

/** Announces committed events to the worker: one job per commit, in that commit. */
@Injectable()
export class Outbox {
  constructor(private readonly jobs: JobQueue) {}

  async announce(tx: Transaction, events: readonly DomainEvent[]): Promise<void> {
    const announced: AnnouncedEvent[] = events.map(({ id, type, orderId }) => ({ id, type, orderId }));
    await this.jobs.send(tx, QUEUES.events, { events: announced });
  }
}
