import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Recorder } from '../audit/index.js';
import { Interventions } from '../interventions/index.js';
import type { RefundOutcome } from '../payments/index.js';
import type { Actor } from '../shared/actor.js';
import { type Transaction, UnitOfWork } from '../shared/database/unit-of-work.js';
import { publicId } from '../shared/ids.js';
import { planRefundOutcome } from './domain/refund-plan.js';
import type { RefundRow } from './order-row.js';
import { lockRefund } from './refunds.sql.js';
import { writePlan } from './settle.sql.js';

/** The one place where a gateway's word about a refund is written: refund, ledger, order, event and audit in one commit. */
@Injectable()
export class SettleRefund {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly interventions: Interventions,
  ) {}

  /** The refund as it stands afterwards; `undefined` where there is none. */
  run(refundId: string, outcome: RefundOutcome, actor: Actor): Promise<RefundRow | undefined> {
    return this.uow.run(async (tx) => {
      const facts = await lockRefund(tx, refundId);
      if (!facts) return undefined;
      const { refund, attempt, order } = facts;
      const plan = planRefundOutcome(
        refund,
        attempt,
        order,
        outcome,
        await refundedSoFar(tx, attempt.id),
        actor,
      );
      if (!plan) return refund;
      await writePlan(tx, order, attempt, plan);
      await this.recorder.announce(tx, plan.traces.events);
      if (outcome.kind === 'failed') {
        await this.interventions.open(tx, {
          kind: 'refund_failed',
          subjectId: refund.id,
          orderId: order.id,
          facts: {
            refundId: publicId('ref', refund.id),
            amountMinor: refund.amount_minor,
            code: outcome.code,
          },
        });
      }
      return { ...refund, status: plan.refund?.status ?? refund.status };
    });
  }
}

async function refundedSoFar(tx: Transaction, attemptId: string): Promise<number> {
  const { rows } = await sql<{ sum: number }>`
    select coalesce(sum(amount_minor), 0)::bigint as sum from refunds
    where attempt_id = ${attemptId} and status = 'succeeded'`.execute(tx.db);
  return rows[0]!.sum;
}
