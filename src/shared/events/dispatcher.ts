import { Injectable } from '@nestjs/common';
import type { Job, JobResult, PgBoss, WorkOptions } from 'pg-boss';
import { logger } from '../logger.js';
import type { EventType } from './event.js';
import { JobQueue, QUEUES, RETRY_FOR_A_DAY } from './job-queue.js';
import type { AnnouncedEvent } from './announced-event.js';
import { paced } from './paced.js';
import { Listener } from './wake-up.js';

/** Reacts to an event after its commit. Runs at least once: it must bear a repeat. */
export interface EventHandler {
  /** Names the handler's queue; part of the stored jobs, so it never changes. */
  readonly name: string;
  /** How failures are tried again, where a day of growing pauses does not fit. */
  readonly retry?: Partial<typeof RETRY_FOR_A_DAY>;
  readonly handles: readonly EventType[];
  /** How many of its jobs a worker takes at a time; 20 if absent. */
  readonly atATime?: number;
  handle(event: AnnouncedEvent): Promise<void>;
}

/** A consumer of one queue; `run` gets the job's data. */
export interface JobHandler {
  readonly queue: string;
  readonly atATime?: number;
  run(data: never): Promise<void>;
}

/** Many small jobs at a time: the defaults of pg-boss do about 20 jobs/s. */
const AT_A_TIME = 20;

/** A second taker for a batch that hangs on its slowest job. */
const TAKERS = 2;

/** Under load jobs are taken by the batch: those that come within this time are looked for once. */
const GATHER_MS = 50;

/** Queues that other processes write to are looked at this often where no hint comes through. */
const LOOK_EVERY_SECONDS = 0.5;
/** A handler's own queue is filled here, and its worker woken: looking is for what comes back to be tried again. */
const LOOK_AGAIN_EVERY_SECONDS = 2;

/** The worker's switchboard: fans each event out to one job per handler, so that a slow one delays no other. */
@Injectable()
export class Dispatcher {
  private readonly eventHandlers: EventHandler[] = [];
  private readonly jobHandlers: JobHandler[] = [];
  /** Who takes the jobs of a queue, by the queue. */
  private readonly takers = new Map<string, string>();
  private boss: PgBoss | undefined;
  private disconnect: (() => Promise<void>) | undefined;
  private listener: Listener | undefined;

  private readonly wake = paced(GATHER_MS, (queue) => {
    const taker = this.takers.get(queue);
    if (taker) this.boss!.notifyWorker(taker);
  });

  constructor(private readonly jobs: JobQueue) {}

  onEvent(handler: EventHandler): void {
    this.eventHandlers.push(handler);
  }

  /** Whether a handler of this build is told of such events. */
  isHandled(type: EventType): boolean {
    return this.eventHandlers.some(({ handles }) => handles.includes(type));
  }

  onJob(handler: JobHandler): void {
    this.jobHandlers.push(handler);
  }

  async start(): Promise<void> {
    const { boss, disconnect } = await this.jobs.startWorker();
    this.boss = boss;
    this.disconnect = disconnect;
    for (const handler of this.eventHandlers) {
      const queue = queueOf(handler);
      await provideQueue(boss, queue, { ...RETRY_FOR_A_DAY, ...handler.retry });
      const every = LOOK_AGAIN_EVERY_SECONDS;
      await this.takeEach<AnnouncedEvent>(queue, every, handler.atATime, (event) => handler.handle(event));
    }
    for (const handler of this.jobHandlers) {
      const run = (data: object) => handler.run(data as never);
      await this.takeEach(handler.queue, LOOK_EVERY_SECONDS, handler.atATime, run);
    }
    await this.take<{ events: AnnouncedEvent[] }>(
      QUEUES.events,
      LOOK_EVERY_SECONDS,
      AT_A_TIME,
      async (jobs) => {
        await this.fanOut(jobs.flatMap(({ data }) => data.events));
        return jobs.map(completed);
      },
    );
    this.listener = this.jobs.listen((queue) => this.wake(queue));
  }

  /** Lets running jobs finish; what is not finished in time goes back to its queue. */
  async stop(): Promise<void> {
    await this.listener?.stop();
    await this.boss?.stop({ graceful: true, timeout: 8_000 });
    await this.disconnect?.();
  }

  private async fanOut(events: readonly AnnouncedEvent[]): Promise<void> {
    for (const handler of this.eventHandlers) {
      const wanted = events.filter(({ type }) => handler.handles.includes(type));
      if (wanted.length === 0) continue;
      // The event's id is the job's: fanning out again after a crash adds nothing.
      await this.boss!.insert(
        queueOf(handler),
        wanted.map((event) => ({ id: event.id, data: event })),
      );
      this.wake(queueOf(handler));
    }
  }

  /** Each job of a batch ends for itself: one that fails does not repeat its neighbours. */
  // eslint-disable-next-line typescript/no-unnecessary-type-parameters -- it ties the handler to what its queue holds
  private takeEach<T extends object>(
    queue: string,
    every: number,
    atATime: number | undefined,
    run: (data: T) => Promise<void>,
  ): Promise<void> {
    return this.take<T>(queue, every, atATime ?? AT_A_TIME, (jobs) =>
      Promise.all(jobs.map((job) => settleJob(queue, job, run))),
    );
  }

  private async take<T extends object>(
    queue: string,
    pollingIntervalSeconds: number,
    batchSize: number,
    run: (jobs: Job<T>[]) => Promise<JobResult[]>,
  ): Promise<void> {
    const options = {
      pollingIntervalSeconds,
      batchSize,
      localConcurrency: TAKERS,
      burstWhenBatchFull: true,
      perJobResults: true,
    } as const satisfies WorkOptions;
    this.takers.set(queue, await this.boss!.work<T>(queue, options, run));
  }
}

const completed = ({ id }: { id: string }): JobResult => ({ id, status: 'completed' });

async function settleJob<T>(queue: string, job: Job<T>, run: (data: T) => Promise<void>): Promise<JobResult> {
  try {
    await run(job.data);
    return completed(job);
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
