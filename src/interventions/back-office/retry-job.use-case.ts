import { Injectable } from '@nestjs/common';
import { Recorder } from '../../audit/index.js';
import type { Actor } from '../../shared/actor.js';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { JobQueue } from '../../shared/events/job-queue.js';
import { isUuid } from '../../shared/ids.js';
import { DomainError } from '../../shared/problem.js';
import { Interventions } from '../interventions.js';

export interface RetryJobCommand {
  readonly actor: Actor & { readonly id: string };
  /** Of a job that was tried in vain. */
  readonly jobId: string;
  readonly reason: string;
}

/** Sends one dead job back to its queue; its entry closes with that, and opens anew should it die again. */
@Injectable()
export class RetryJob {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly jobs: JobQueue,
    private readonly interventions: Interventions,
    private readonly recorder: Recorder,
  ) {}

  /** 404 `job_not_found`: there is no such job, or it was sent back before. */
  run({ actor, jobId, reason }: RetryJobCommand): Promise<void> {
    return this.uow.run(async (tx) => {
      if (!isUuid(jobId) || !(await this.jobs.reviveDeadJob(tx, jobId)))
        throw new DomainError('job_not_found', { jobId });
      await this.interventions.close(tx, { kind: 'job_dead', subjectId: jobId });
      await this.recorder.record(tx, {
        events: [],
        audit: {
          action: 'job.retry',
          outcome: 'done',
          actor,
          subject: { kind: 'job', id: jobId },
          facts: { reason },
        },
      });
    });
  }
}
