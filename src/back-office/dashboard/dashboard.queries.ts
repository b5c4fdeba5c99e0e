import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { JobQueue } from '../../shared/events/job-queue.js';
import { DailyFigures } from './daily-figures.queries.js';
import type { Dashboard } from './dashboard.js';
import { openFigures } from './open-figures.sql.js';

const MINUTES_TO_EXPIRY = 60;

/** The day's figures. What is open is counted by small indexes, what has been by the day; nothing grows with the shop. */
@Injectable()
export class DashboardQueries {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly daily: DailyFigures,
    private readonly jobs: JobQueue,
  ) {}

  async read(): Promise<Dashboard> {
    const [open, daily, backlogs] = await Promise.all([
      openFigures(this.uow.db, MINUTES_TO_EXPIRY),
      this.daily.read(),
      this.jobs.backlogs(),
    ]);
    return {
      ...open,
      ...daily,
      jobs: backlogs.map((backlog) => ({
        ...backlog,
        behind: { list: backlog.dead > 0 ? 'deadJobs' : 'queues', filter: { queue: backlog.queue } },
      })),
    };
  }
}
