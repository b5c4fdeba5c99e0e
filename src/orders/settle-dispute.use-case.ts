import { Inject, Injectable } from '@nestjs/common';
import { Recorder } from '../audit/index.js';
import { CONFIG, type Config } from '../config.js';
import { Interventions } from '../interventions/index.js';
import type { DisputeFacts } from '../payments/index.js';
import type { Actor } from '../shared/actor.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { newId } from '../shared/ids.js';
import { planDispute } from './domain/dispute-plan.js';
import { readDispute, saveDispute } from './disputes.sql.js';
import { lockPayment, writePlan } from './settle.sql.js';

/** The one place where a dispute is written: its own row, the ledger, event and audit in one commit. Never the order's status. */
@Injectable()
export class SettleDispute {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly interventions: Interventions,
  ) {}

  /** False where there is no such attempt. */
  run(attemptId: string, facts: DisputeFacts, actor: Actor): Promise<boolean> {
    return this.uow.run(async (tx) => {
      const locked = await lockPayment(tx, attemptId);
      if (!locked) return false;
      const { order, attempt } = locked;
      const known = await readDispute(tx, attempt.gateway, facts.gatewayDisputeId);
      const id = known?.id ?? newId();
      const plan = planDispute({ id, known, facts }, attempt, order, {
        actor,
        refundId: newId(),
        deadlineSeconds: this.config.ATTEMPT_DEADLINE_SECONDS,
      });
      if (!plan) return true;
      await saveDispute(tx, id, attempt, facts);
      await writePlan(tx, order, attempt, plan);
      await this.recorder.announce(tx, plan.traces.events);
      const isClosed = facts.status === 'won' || facts.status === 'lost';
      if (isClosed) await this.interventions.close(tx, { kind: 'dispute_opened', subjectId: id });
      else {
        await this.interventions.open(tx, {
          kind: 'dispute_opened',
          subjectId: id,
          orderId: order.id,
          facts: {
            disputeId: facts.gatewayDisputeId,
            reason: facts.reason,
            amountMinor: facts.amountMinor,
            currency: facts.currency,
            evidenceDueBy: facts.evidenceDueBy,
          },
        });
      }
      return true;
    });
  }
}
