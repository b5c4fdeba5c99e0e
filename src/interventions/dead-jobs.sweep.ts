import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { JobQueue } from '../shared/events/job-queue.js';
import { type Sweep, Sweeper } from '../shared/events/sweeper.js';
import { Interventions } from './interventions.js';

/** More than a person can look at; the rest follows when these are gone. */
const PAGE = 200;

/** Shows the jobs that were tried in vain to a person, for as long as they are dead. */
@Injectable()
export class ShowDeadJobs implements Sweep {
  readonly name = 'dead-jobs';
  readonly everySeconds = 5;

  constructor(
    sweeper: Sweeper,
    private readonly uow: UnitOfWork,
    private readonly jobs: JobQueue,
    private readonly interventions: Interventions,
  ) {
    sweeper.every(this);
  }

  async sweep(): Promise<number> {
    const dead = await this.jobs.deadJobs(PAGE);
    await this.uow.run(async (tx) => {
      for (const { id, orderId, ...facts } of dead)
        await this.interventions.open(tx, { kind: 'job_dead', subjectId: id, orderId, facts });
      const subjectIds = dead.map(({ id }) => id);
      await this.interventions.closeOthers(tx, { kind: 'job_dead', subjectIds });
    });
    return 0;
  }
}
