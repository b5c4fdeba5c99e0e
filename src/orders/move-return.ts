import { Injectable } from '@nestjs/common';
import { Recorder } from '../audit/index.js';
import type { Actor } from '../shared/actor.js';
import { invariant } from '../shared/assert.js';
import { type Transaction, UnitOfWork } from '../shared/database/unit-of-work.js';
import { type Claim, takeClaim } from '../shared/idempotency.js';
import type { OrderPlan } from './order-plan.js';
import type { ReturnRow } from './return-row.js';
import { readReturn } from './returns.sql.js';
import { explained, refuseStale, type StaffWord } from './staff-word.js';
import { type LockedOrder, lockOrder, writePlan } from './settle.sql.js';

export interface MoveReturnCommand extends StaffWord {
  readonly actor: Actor & { readonly id: string };
  readonly returnId: string;
  readonly claim?: Claim;
}

/** The frame of every move of a return by a person: lock its order, take the claim, write what the move plans; one commit. */
@Injectable()
export class MoveReturn {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
  ) {}

  /** 404 `return_not_found`, 409 `return_not_in_that_state`. `then` runs in the same commit, after the plan is written. */
  async run(
    { returnId, claim, ...word }: MoveReturnCommand,
    move: (tx: Transaction, locked: LockedOrder, back: ReturnRow) => Promise<OrderPlan> | OrderPlan,
    then?: (tx: Transaction, locked: LockedOrder) => Promise<void>,
  ): Promise<ReturnRow> {
    const found = await readReturn(this.uow.db, returnId);
    // A claim that stands was committed with its effect: there is nothing left to do.
    if (claim?.resumes) return found;
    await this.uow.run(async (tx) => {
      const locked = await lockOrder(tx, found.order_id);
      await refuseStale(tx, locked.order, word);
      const plan = explained(await move(tx, locked, await readReturn(tx.db, returnId)), word.reason);
      await takeClaim(tx, claim, found.order_id);
      const isWritten = await writePlan(tx, locked.order, locked.paidAttempt, plan);
      invariant(isWritten, 'units of a return can be taken back');
      await then?.(tx, locked);
      await this.recorder.announce(tx, plan.traces.events);
    });
    return readReturn(this.uow.db, returnId);
  }
}
