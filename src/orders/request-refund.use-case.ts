import { Inject, Injectable } from '@nestjs/common';
import { Recorder } from '../audit/index.js';
import { CONFIG, type Config } from '../config.js';
import { Interventions } from '../interventions/index.js';
import type { Actor } from '../shared/actor.js';
import { type Transaction, UnitOfWork } from '../shared/database/unit-of-work.js';
import { type Claim, takeClaim } from '../shared/idempotency.js';
import { newId } from '../shared/ids.js';
import { planRefund } from './domain/refund-request.js';
import { refuseWish, type RefundWish } from './domain/refund-wish.js';
import { unitsGivenBack } from './line-units.sql.js';
import type { OrderPlan } from './order-plan.js';
import type { AttemptRow, RefundRow } from './order-row.js';
import { OrderQueries } from './order.queries.js';
import { failedRefund } from './refunds.sql.js';
import { SendRefund } from './send-refund.use-case.js';
import { lockAttempt, type LockedOrder, lockOrder, writePlan } from './settle.sql.js';
import { refuseStale } from './staff-word.js';

export interface RequestRefundCommand extends RefundWish {
  readonly actor: Actor & { readonly id: string };
  readonly orderNumber: string;
  /** For the audit and the customer; a refund that is tried again keeps its own. */
  readonly reason: string;
  /** For the audit instead of it: no customer sees it. */
  readonly staffReason?: string;
  /** The state of the order that was seen; absent: whatever it is now. */
  readonly expectedVersion?: number;
  readonly claim?: Claim;
}

interface PlannedRefund {
  readonly plan: OrderPlan;
  readonly attempt: AttemptRow | null;
  /** The failed refund that it tries again. */
  readonly failed?: RefundRow;
}

/** Gives money of a paid order back: allocated in a commit of its own, then sent. Never more than was captured. */
@Injectable()
export class RequestRefund {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly interventions: Interventions,
    private readonly queries: OrderQueries,
    private readonly sendRefund: SendRefund,
  ) {}

  /**
   * 404 `order_not_found`, `refund_not_found`; 409 `order_not_paid` where nothing was captured,
   * `refund_exceeds_captured`, `refund_currency_mismatch`, `refund_not_failed`, each with the figures.
   */
  async run(command: RequestRefundCommand): Promise<void> {
    if (command.claim?.resumes) return;
    refuseWish(command);
    const orderId = await this.queries.orderIdFor(command.actor, command.orderNumber);
    const refundId = newId();
    await this.uow.run((tx) => this.allocate(tx, orderId, refundId, command));
    await this.sendRefund.runOnce(refundId);
  }

  private async allocate(
    tx: Transaction,
    orderId: string,
    refundId: string,
    command: RequestRefundCommand,
  ): Promise<void> {
    const locked = await lockOrder(tx, orderId);
    const { order } = locked;
    await refuseStale(tx, order, command);
    const { plan, attempt, failed } = await this.plan(tx, locked, refundId, command);
    await takeClaim(tx, command.claim, order.id);
    if (failed) await this.interventions.close(tx, { kind: 'refund_failed', subjectId: failed.id });
    await writePlan(tx, order, attempt, plan);
    await this.recorder.announce(tx, plan.traces.events);
  }

  /** What it would write, and to which payment. The order is locked; refuses as `run` does. */
  async plan(
    tx: Transaction,
    { order, paidAttempt }: LockedOrder,
    id: string,
    {
      actor,
      reason,
      staffReason,
      ...wish
    }: RefundWish & Pick<RequestRefundCommand, 'actor' | 'reason' | 'staffReason'>,
  ): Promise<PlannedRefund> {
    refuseWish(wish);
    const failed = wish.refundId ? await failedRefund(tx, order.id, wish.refundId) : undefined;
    const attempt = failed ? await lockAttempt(tx, failed.attempt_id) : paidAttempt;
    const givenBack = await unitsGivenBack(tx, order.id);
    const { ATTEMPT_DEADLINE_SECONDS: deadlineSeconds } = this.config;
    const request = { wish, id, actor, reason, staffReason, deadlineSeconds };
    return { plan: planRefund(order, { attempt, failed, givenBack }, request), attempt, failed };
  }
}
