import { Inject, Injectable } from '@nestjs/common';
import { Recorder } from '../audit/index.js';
import { CONFIG, type Config } from '../config.js';
import { SYSTEM } from '../shared/actor.js';
import { invariant } from '../shared/assert.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { newId } from '../shared/ids.js';
import { CloseAttempt } from './close-attempt.use-case.js';
import { planCancellation } from './domain/cancellation.js';
import type { AttemptRow, OrderRow } from './order-row.js';
import { lockOrder, writePlan } from './settle.sql.js';

/** What became of the order: ended; paid or otherwise moved on meanwhile; or its payment cannot be decided now. */
export type Ended = 'ended' | 'moved_on' | 'undecided';

const REASONS = { superseded: 'superseded', payment_window_closed: 'payment_expired' } as const;

/** Ends a pending order by itself: another took its place, or its payment window closed. Its open attempt is closed first. */
@Injectable()
export class EndPendingOrder {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly closeAttempt: CloseAttempt,
  ) {}

  /** Outside any transaction. */
  async run(orderId: string, event: keyof typeof REASONS): Promise<Ended> {
    const first = await this.end(orderId, event);
    if (typeof first === 'string') return first;
    const closed = await this.closeAttempt.run(first.order, first.openAttempt, SYSTEM);
    if (closed?.attempt.status !== 'failed')
      return closed?.attempt.status === 'succeeded' ? 'moved_on' : 'undecided';
    const second = await this.end(orderId, event);
    return typeof second === 'string' ? second : 'undecided';
  }

  /** Ends the order in one commit, or tells which attempt has to be closed first. */
  private end(
    orderId: string,
    event: keyof typeof REASONS,
  ): Promise<Ended | { order: OrderRow; openAttempt: AttemptRow }> {
    return this.uow.run(async (tx) => {
      const { order, openAttempt } = await lockOrder(tx, orderId);
      if (order.status !== 'pending') return 'moved_on';
      if (openAttempt) return { order, openAttempt };
      const plan = planCancellation(order, null, null, [], {
        event,
        reason: REASONS[event],
        note: null,
        actor: SYSTEM,
        clearedCart: null,
        refundId: newId(),
        releaseId: null,
        returnId: null,
        deadlineSeconds: this.config.ATTEMPT_DEADLINE_SECONDS,
      });
      invariant(await writePlan(tx, order, null, plan), 'held units can be released');
      await this.recorder.announce(tx, plan.traces.events);
      return 'ended';
    });
  }
}
