import { Injectable } from '@nestjs/common';
import { Recorder } from '../../audit/index.js';
import type { Actor } from '../../shared/actor.js';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { type Claim, takeClaim } from '../../shared/idempotency.js';
import { DomainError } from '../../shared/problem.js';
import { hastenCaptures, pendingCaptures } from '../captures.sql.js';
import { OrderQueries } from '../order.queries.js';
import { SendCapture } from '../send-capture.use-case.js';
import { type LockedOrder, lockOrder } from '../settle.sql.js';
import { because, refuseStale, type StaffWord } from '../staff-word.js';

export interface HastenCapturesCommand extends StaffWord {
  readonly actor: Actor & { readonly id: string };
  readonly orderNumber: string;
  readonly claim?: Claim;
}

/** Somebody has the gateway asked now for promised money that it has not given yet, instead of at the worker's next turn. */
@Injectable()
export class HastenCaptures {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly queries: OrderQueries,
    private readonly sendCapture: SendCapture,
  ) {}

  /** 404 `order_not_found`; 409 `no_capture_pending`. */
  async run(command: HastenCapturesCommand): Promise<void> {
    const { actor, orderNumber, claim, reason } = command;
    const orderId = await this.queries.orderIdFor(actor, orderNumber);
    const captures = await this.uow.run(async (tx) => {
      const locked = await lockOrder(tx, orderId);
      await refuseStale(tx, locked.order, command);
      const pending = await pendingCaptures(tx.db, orderId);
      refuseNone(locked, pending);
      await takeClaim(tx, claim, orderId);
      await hastenCaptures(tx, orderId);
      await this.recorder.record(tx, {
        events: [],
        audit: {
          action: 'order.hasten_captures',
          outcome: 'done',
          actor,
          subject: { kind: 'order', id: orderNumber },
          facts: { captures: pending.map(({ id }) => id), ...because(reason) },
        },
      });
      return pending;
    });
    for (const { id } of captures) await this.sendCapture.runOnce(id);
  }
}

/** 409 `no_capture_pending`. */
export function refuseNone({ order }: LockedOrder, pending: readonly unknown[]): void {
  if (pending.length > 0) return;
  throw new DomainError('no_capture_pending', { orderId: order.number, orderStatus: order.status });
}
