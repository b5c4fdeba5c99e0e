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
    const needs = dead.map(({ id, orderId, ...facts }) => ({ subjectId: id, orderId, facts }));
    await this.uow.run((tx) => this.interventions.replace(tx, 'job_dead', needs));
    return 0;
  }
}
