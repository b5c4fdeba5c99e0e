import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/unit-of-work.js';
import { Dispatcher } from './dispatcher.js';
import type { AnnouncedEvent } from './announced-event.js';
import type { DomainEvent } from './event.js';
import { JobQueue, QUEUES } from './job-queue.js';

/** Announces committed events to the worker: one job per commit, in that commit, for those that somebody handles. */
@Injectable()
export class Outbox {
  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly jobs: JobQueue,
  ) {}

  async announce(tx: Transaction, events: readonly DomainEvent[]): Promise<void> {
    const announced: AnnouncedEvent[] = events
      .filter(({ type }) => this.dispatcher.isHandled(type))
      .map(({ id, type, orderId }) => ({ id, type, orderId }));
    if (announced.length === 0) return;
    await this.jobs.send(tx, QUEUES.events, { events: announced });
  }
}
