import { Inject, Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Recorder } from '../audit/index.js';
import { CONFIG, type Config } from '../config.js';
import { Interventions } from '../interventions/index.js';
import type { Outcome } from '../payments/index.js';
import type { Actor } from '../shared/actor.js';
import { type Transaction, UnitOfWork } from '../shared/database/unit-of-work.js';
import { newId } from '../shared/ids.js';
import { decideSettlement } from './domain/settlement.js';
import { planSettlement } from './domain/settlement-plan.js';
import type { OrderPlan } from './order-plan.js';
import type { AttemptRow, OrderRow } from './order-row.js';
import { lockPayment, type LockedPayment, writePlan } from './settle.sql.js';

/** Order and attempt as they stand after the settlement. */
export interface Settled {
  readonly order: OrderRow;
  readonly attempt: AttemptRow;
}

/** The units for a late success are gone: the unit rolls back and is decided again with that knowledge. */
class StockIsGone extends Error {}

/**
 * The one place where payment news becomes order news. The gateway's answer, a webhook, a poll, the customer's return
 * and an admin all end here; repeats, reordering and late news change nothing that is final.
 */
@Injectable()
export class SettlePayment {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly interventions: Interventions,
  ) {}

  /** Outside any transaction; one commit inside. `undefined` where there is no such attempt. */
  async run(attemptId: string, outcome: Outcome, actor: Actor): Promise<Settled | undefined> {
    try {
      return await this.uow.run((tx) => this.settle(tx, attemptId, outcome, actor, false));
    } catch (error) {
      if (!(error instanceof StockIsGone)) throw error;
      return this.uow.run((tx) => this.settle(tx, attemptId, outcome, actor, true));
    }
  }

  private async settle(
    tx: Transaction,
    attemptId: string,
    outcome: Outcome,
    actor: Actor,
    stockIsGone: boolean,
  ): Promise<Settled | undefined> {
    const locked = await lockPayment(tx, attemptId);
    if (!locked) return undefined;
    const { order, attempt } = locked;
    const settlement = decideSettlement(order, attempt, outcome, stockIsGone);
    const plan = planSettlement(settlement, order, attempt, outcome, {
      actor,
      newId: newId(),
      // Only a cancelled order can have one, so the common way asks nothing.
      waitingRefundId: order.status === 'cancelled' ? await waitingRefund(tx, attemptId) : null,
      deadlineSeconds: this.config.ATTEMPT_DEADLINE_SECONDS,
    });
    if (!plan) return locked;
    if (!(await writePlan(tx, order, attempt, plan))) throw new StockIsGone();
    if (settlement.kind === 'mismatch') await this.askAPerson(tx, locked, outcome);
    await this.recorder.announce(tx, plan.traces.events);
    const settled = after(locked, plan);
    // Who was asked to find out need not any more.
    if (attempt.status === 'unknown' && settled.attempt.status !== 'unknown')
      await this.interventions.close(tx, { kind: 'payment_unresolved', subjectId: attempt.id });
    return settled;
  }

  private async askAPerson(
    tx: Transaction,
    { order, attempt }: LockedPayment,
    outcome: Outcome,
  ): Promise<void> {
    await this.interventions.open(tx, {
      kind: 'payment_mismatch',
      subjectId: attempt.id,
      orderId: order.id,
      facts: { expectedMinor: attempt.amount_minor, expectedCurrency: attempt.currency, outcome },
    });
  }
}

async function waitingRefund(tx: Transaction, attemptId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select id from refunds where attempt_id = ${attemptId} and status = 'pending'`.execute(tx.db);
  return rows[0]?.id ?? null;
}

function after({ order, attempt }: LockedPayment, plan: OrderPlan): Settled {
  const settled = { ...attempt, ...plan.attempt };
  const paid = plan.order?.paid_attempt_id === attempt.id;
  return {
    order: { ...order, ...plan.order, ...(paid && { transaction_id: settled.transaction_id }) },
    attempt: settled,
  };
}
