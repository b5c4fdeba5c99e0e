import { Injectable } from '@nestjs/common';
import { Recorder } from '../audit/index.js';
import type { Actor } from '../shared/actor.js';
import { invariant } from '../shared/assert.js';
import { type Transaction, UnitOfWork } from '../shared/database/unit-of-work.js';
import { type Claim, takeClaim } from '../shared/idempotency.js';
import { CloseAttempt } from './close-attempt.use-case.js';
import { outcomePending } from './collect-payment.js';
import { planAdjustment } from './domain/adjustment-plan.js';
import type { Adjustment } from './domain/totals.js';
import type { AttemptRow, OrderRow } from './order-row.js';
import { OrderQueries } from './order.queries.js';
import { lockOrder, writePlan } from './settle.sql.js';
import { explained, refuseStale, type StaffWord } from './staff-word.js';

export interface AdjustOrderCommand extends StaffWord {
  readonly actor: Actor & { readonly id: string };
  readonly orderNumber: string;
  readonly kind: Adjustment['kind'];
  readonly label: string;
  /** Above zero, in the currency's decimals; the kind says whether it is added or taken off. */
  readonly amount: number;
  readonly claim?: Claim;
}

/** A customer may try to pay again as soon as one payment is closed; more turns than that mean a fight. */
const MAX_TURNS = 3;

/**
 * Adds a fee to an unpaid order, or takes a discount off it. A payment that is open asks for the old amount, so it is
 * closed first; the next one asks for the new one.
 */
@Injectable()
export class AdjustOrder {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly queries: OrderQueries,
    private readonly closeAttempt: CloseAttempt,
  ) {}

  /**
   * 404 `order_not_found`; 409 `order_cannot_be_adjusted`, `discount_exceeds_total`, and `payment_outcome_pending` where
   * its payment can neither be ended nor decided.
   */
  async run(command: AdjustOrderCommand): Promise<void> {
    if (command.claim?.resumes) return;
    const orderId = await this.queries.orderIdFor(command.actor, command.orderNumber);
    for (let turn = 1; ; turn++) {
      // What closing a payment adds to the story is our own doing.
      const seen = turn === 1 ? command.expectedVersion : undefined;
      const open = await this.uow.run((tx) =>
        this.adjust(tx, orderId, { ...command, expectedVersion: seen }),
      );
      if (!open) return;
      const closed = await this.closeAttempt.run(open.order, open.attempt, command.actor);
      const decided = closed?.attempt.status === 'failed' || closed?.attempt.status === 'succeeded';
      if (!decided || turn === MAX_TURNS) throw outcomePending(open.order);
    }
  }

  /** Adjusts the order in one commit, or tells which attempt has to be closed first. */
  private async adjust(
    tx: Transaction,
    orderId: string,
    command: AdjustOrderCommand,
  ): Promise<{ order: OrderRow; attempt: AttemptRow } | undefined> {
    const { order, openAttempt } = await lockOrder(tx, orderId);
    await refuseStale(tx, order, command);
    // Decided before a payment is closed for nothing.
    const plan = explained(planAdjustment(order, command, command.actor), command.reason);
    if (openAttempt) return { order, attempt: openAttempt };
    await takeClaim(tx, command.claim, order.id);
    invariant(await writePlan(tx, order, null, plan), 'an adjustment moves no units');
    await this.recorder.announce(tx, plan.traces.events);
    return undefined;
  }
}
