import { Injectable } from '@nestjs/common';
import { WholeList } from '../shared/lists/whole-list.js';
import { type Backlog, type DeadJob, JobQueue } from '../shared/events/job-queue.js';

/** More than a person looks at; the rest follows when these are gone. */
const DEAD_JOBS_SHOWN = 1_000;

export interface QueueFilter {
  readonly queue?: string | undefined;
}

const isOf = (row: { readonly queue: string }, { queue }: QueueFilter): boolean =>
  queue === undefined || row.queue === queue;

/** How each queue stands. Reads the queue's own tables, which hold what is under way and some hours of what was. */
@Injectable()
export class QueueList extends WholeList<Backlog & { readonly id: string }, QueueFilter> {
  constructor(private readonly jobs: JobQueue) {
    super();
  }

  protected override fits(row: { readonly queue: string }, filter: QueueFilter): boolean {
    return isOf(row, filter);
  }

  protected override async all(): Promise<(Backlog & { id: string })[]> {
    return (await this.jobs.backlogs()).map((backlog) => ({ ...backlog, id: backlog.queue }));
  }
}

/** Jobs that were tried in vain, the oldest first. */
@Injectable()
export class DeadJobList extends WholeList<DeadJob, QueueFilter> {
  constructor(private readonly jobs: JobQueue) {
    super();
  }

  protected override fits(row: { readonly queue: string }, filter: QueueFilter): boolean {
    return isOf(row, filter);
  }

  protected override all(): Promise<DeadJob[]> {
    return this.jobs.deadJobs(DEAD_JOBS_SHOWN);
  }
}
