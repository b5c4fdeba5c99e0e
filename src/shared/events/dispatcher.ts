import { Injectable } from '@nestjs/common';
import type { Job, JobResult, PgBoss } from 'pg-boss';
import { logger } from '../logger.js';
import type { EventType } from './event.js';
import { JobQueue, QUEUES, RETRY_FOR_A_DAY } from './job-queue.js';
import type { AnnouncedEvent } from './outbox.js';

/** Reacts to an event after its commit. Runs at least once: it must bear a repeat. */
export interface EventHandler {
  /** Names the handler's queue; part of the stored jobs, so it never changes. */
  readonly name: string;
  /** How failures are tried again, where a day of growing pauses does not fit. */
  readonly retry?: Partial<typeof RETRY_FOR_A_DAY>;
  readonly handles: readonly EventType[];
  handle(event: AnnouncedEvent): Promise<void>;
}

/** A consumer of one queue; `run` gets the job's data. */
export interface JobHandler {
  readonly queue: string;
  run(data: never): Promise<void>;
}

/** Many small jobs at a time, looked for twice a second: the defaults of pg-boss do about 20 jobs/s. */
const FETCH = { batchSize: 20, pollingIntervalSeconds: 0.5, perJobResults: true } as const;

/** The worker's switchboard: fans each event out to one job per handler, so that a slow one delays no other. */
@Injectable()
export class Dispatcher {
  private readonly eventHandlers: EventHandler[] = [];
  private readonly jobHandlers: JobHandler[] = [];
  private boss: PgBoss | undefined;

  constructor(private readonly jobs: JobQueue) {}

  onEvent(handler: EventHandler): void {
    this.eventHandlers.push(handler);
  }

  onJob(handler: JobHandler): void {
    this.jobHandlers.push(handler);
  }

  async start(): Promise<void> {
    const boss = await this.jobs.startWorker();
    this.boss = boss;
    for (const handler of this.eventHandlers) {
      const queue = queueOf(handler);
      await provideQueue(boss, queue, { ...RETRY_FOR_A_DAY, ...handler.retry });
      await this.consume<AnnouncedEvent>(queue, (event) => handler.handle(event));
    }
    for (const handler of this.jobHandlers) {
      await this.consume(handler.queue, (data) => handler.run(data as never));
    }
    await this.consume<{ events: AnnouncedEvent[] }>(QUEUES.events, ({ events }) => this.fanOut(events));
  }

  /** Lets running jobs finish; what is not finished in time goes back to its queue. */
  async stop(): Promise<void> {
    await this.boss?.stop({ graceful: true, timeout: 8_000 });
  }

  private async fanOut(events: readonly AnnouncedEvent[]): Promise<void> {
    for (const event of events) {
      for (const handler of this.eventHandlers) {
        // The event's id is the job's: fanning out again after a crash adds nothing.
        if (handler.handles.includes(event.type))
          await this.boss!.send(queueOf(handler), event, { id: event.id });
      }
    }
  }

  /** Each job of a batch ends for itself: one that fails does not repeat its neighbours. */
  // eslint-disable-next-line typescript/no-unnecessary-type-parameters -- it ties the handler to what its queue holds
  private async consume<T extends object>(queue: string, run: (data: T) => Promise<void>): Promise<void> {
    await this.boss!.work(queue, FETCH, (jobs: Job<T>[]) =>
      Promise.all(jobs.map((job) => settleJob(queue, job, run))),
    );
  }
}

async function settleJob<T>(queue: string, job: Job<T>, run: (data: T) => Promise<void>): Promise<JobResult> {
  try {
    await run(job.data);
    return { id: job.id, status: 'completed' };
  } catch (error) {
    logger.warn({ queue, jobId: job.id, err: error }, 'job failed');
    return { id: job.id, status: 'failed', output: { message: String(error) } };
  }
}

/** Makes the queue, or brings an older one to the present options. */
async function provideQueue(boss: PgBoss, queue: string, options: typeof RETRY_FOR_A_DAY): Promise<void> {
  await boss.createQueue(queue, options);
  await boss.updateQueue(queue, options);
}

const queueOf = (handler: EventHandler): string => `handler.${handler.name}`;
