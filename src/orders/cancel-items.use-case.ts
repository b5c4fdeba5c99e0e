import { Inject, Injectable } from '@nestjs/common';
import { Recorder } from '../audit/index.js';
import { CONFIG, type Config } from '../config.js';
import { invariant } from '../shared/assert.js';
import { type Transaction, UnitOfWork } from '../shared/database/unit-of-work.js';
import type { Units } from '../shared/database/units.js';
import { takeClaim } from '../shared/idempotency.js';
import { newId } from '../shared/ids.js';
import { CancelOrder, type CancelOrderCommand } from './cancel-order.use-case.js';
import { planItemsCancellation } from './domain/items-cancellation.js';
import { unitsGivenBack, unitsOfLines } from './line-units.sql.js';
import type { OrderPlan } from './order-plan.js';
import { OrderQueries } from './order.queries.js';
import { SendRefund } from './send-refund.use-case.js';
import { type LockedOrder, lockOrder, writePlan } from './settle.sql.js';
import { explained, refuseStale } from './staff-word.js';

export interface CancelItemsCommand extends CancelOrderCommand {
  readonly items: readonly Units[];
}

/** Cancels a part of an order before it is shipped; where nothing would be left of it, the order. */
@Injectable()
export class CancelItems {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly queries: OrderQueries,
    private readonly cancelOrder: CancelOrder,
    private readonly sendRefund: SendRefund,
  ) {}

  /** 404 `order_not_found`; 409 `order_cannot_be_cancelled`, `units_not_cancellable` with the figures. */
  async run(command: CancelItemsCommand): Promise<void> {
    // A claim that stands was committed with its effect; the worker sends the refund.
    if (command.claim?.resumes) return;
    const orderId = await this.queries.orderIdFor(command.actor, command.orderNumber);
    const refundId = newId();
    await this.uow.run((tx) => this.cancel(tx, orderId, refundId, command));
    await this.sendRefund.runOnce(refundId);
  }

  private async cancel(
    tx: Transaction,
    orderId: string,
    refundId: string,
    command: CancelItemsCommand,
  ): Promise<void> {
    const locked = await lockOrder(tx, orderId);
    const { order, paidAttempt } = locked;
    await refuseStale(tx, order, command);
    const plan = await this.plan(tx, locked, refundId, command);
    if (plan === 'everything') {
      await this.cancelOrder.commit(tx, locked, 'cancelled', { ...command, refundId });
      return;
    }
    await takeClaim(tx, command.claim, order.id);
    invariant(await writePlan(tx, order, paidAttempt, plan), 'units of an order can be given back');
    await this.recorder.announce(tx, plan.traces.events);
  }

  /** What it would write; `everything` where that is the order's own cancellation. The order is locked; refuses as `run` does. */
  async plan(
    tx: Transaction,
    { order, paidAttempt, isEnding }: LockedOrder,
    refundId: string,
    {
      actor,
      items: units,
      reason,
      staffReason = reason,
    }: Pick<CancelItemsCommand, 'actor' | 'items' | 'reason' | 'staffReason'>,
  ): Promise<OrderPlan | 'everything'> {
    const facts = {
      lines: await unitsOfLines(tx, order.id),
      givenBack: await unitsGivenBack(tx, order.id),
    };
    const plan = planItemsCancellation(order, paidAttempt, facts, {
      units,
      note: reason ?? null,
      actor,
      refundId,
      releaseId: isEnding ? null : newId(),
      deadlineSeconds: this.config.ATTEMPT_DEADLINE_SECONDS,
    });
    if (plan === 'everything') return plan;
    return explained(plan, actor.kind === 'admin' ? staffReason : undefined);
  }
}
