import { Inject, Injectable } from '@nestjs/common';
import { Recorder } from '../audit/index.js';
import { CONFIG, type Config } from '../config.js';
import { Interventions } from '../interventions/index.js';
import type { CaptureOutcome } from '../payments/index.js';
import type { Actor } from '../shared/actor.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { newId } from '../shared/ids.js';
import { lockCapture } from './captures.sql.js';
import { planCaptureOutcome } from './domain/capture-plan.js';
import { writePlan } from './settle.sql.js';

/** The one place where a gateway's word about a capture is written: capture, attempt, ledger, order, event and audit in one commit. */
@Injectable()
export class SettleCapture {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly interventions: Interventions,
  ) {}

  run(captureId: string, outcome: CaptureOutcome, actor: Actor): Promise<void> {
    return this.uow.run(async (tx) => {
      const facts = await lockCapture(tx, captureId);
      if (!facts) return;
      const { capture, attempt, order } = facts;
      const plan = planCaptureOutcome(capture, attempt, order, outcome, {
        actor,
        refundId: newId(),
        deadlineSeconds: this.config.ATTEMPT_DEADLINE_SECONDS,
      });
      if (!plan) return;
      await writePlan(tx, order, attempt, plan);
      await this.recorder.announce(tx, plan.traces.events);
      // What could not be let go lapses by itself; goods without their money are a person's.
      if (outcome.kind !== 'failed' || capture.amount_minor === 0) return;
      await this.interventions.open(tx, {
        kind: 'capture_failed',
        subjectId: capture.id,
        orderId: order.id,
        facts: { amountMinor: capture.amount_minor, currency: capture.currency, code: outcome.code },
      });
    });
  }
}
