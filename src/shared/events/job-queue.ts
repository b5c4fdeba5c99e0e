import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CompiledQuery, sql } from 'kysely';
import { fromKysely, PgBoss } from 'pg-boss';
import { CONFIG, type Config } from '../../config.js';
import { type Transaction, UnitOfWork } from '../database/unit-of-work.js';
import { logger } from '../logger.js';
import { Listener, WakeUp } from './wake-up.js';
import { workerPool } from './worker-pool.js';

/** Queues that api processes write to; a handler's own queue is made by the worker that knows it. */
export const QUEUES = { events: 'events', webhooks: 'webhooks' } as const;

/** Where jobs end that were tried in vain: nobody takes them from there but a person, who sends them back. */
const DEAD_JOBS = 'dead-jobs';
const KEEP_DEAD_JOBS_SECONDS = 365 * 24 * 3600;

/** A job that fails is tried again for about a day, then it is dead. */
export const RETRY_FOR_A_DAY = {
  deadLetter: DEAD_JOBS,
  retryLimit: 20,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 4 * 3600,
  /** A job is given back this long after its worker stopped giving signs of life (SIGKILL, power). */
  heartbeatSeconds: 10,
  expireInSeconds: 300,
};

/** A job that was tried in vain. */
export interface DeadJob {
  readonly id: string;
  readonly queue: string;
  readonly tries: number;
  readonly error: string;
  /** The order that it is about, where it is about one. */
  readonly orderId: string | null;
}

/** How a queue stands. */
export interface Backlog {
  readonly queue: string;
  /** Jobs that could be taken now. */
  readonly waiting: number;
  /** How long the oldest of them has been waiting. */
  readonly oldestSeconds: number;
  readonly underWay: number;
  /** Jobs of this queue that were tried in vain. */
  readonly dead: number;
}

/**
 * Jobs in Postgres (pg-boss). `send` writes the job in the caller's transaction: a rollback takes it along.
 * Api processes only send, through the ORM's own connections; the worker owns a second instance that fetches.
 */
@Injectable()
export class JobQueue implements OnApplicationBootstrap, OnApplicationShutdown {
  private sender: Promise<PgBoss> | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly wakeUp: WakeUp,
  ) {}

  /**
   * Starts the sending side before the first request: started inside a transaction it asks for a second connection,
   * and a pool full of such transactions waits for itself. Where the database is not there yet, `send` tries again.
   */
  async onApplicationBootstrap(): Promise<void> {
    await this.started().catch((error: unknown) => logger.warn({ err: error }, 'job queue not started yet'));
  }

  async send(tx: Transaction, queue: string, data: object): Promise<void> {
    const boss = await this.started();
    await boss.send(queue, data, { db: fromKysely(tx.db as never) });
    tx.afterCommit(() => this.wakeUp.tell(queue));
  }

  /** Every queue, by name. */
  async backlogs(): Promise<Backlog[]> {
    const { rows } = await sql<Backlog>`
      select q.name as queue, coalesce(w.waiting, 0)::int as waiting, coalesce(w.oldest, 0)::float8 as "oldestSeconds",
        coalesce(a.jobs, 0)::int as "underWay", coalesce(d.jobs, 0)::int as dead
      from pgboss.queue q
      left join (
        select name, count(*) as waiting, extract(epoch from now() - min(start_after)) as oldest
        from pgboss.job where state < 'active' and start_after <= now() group by name) w on w.name = q.name
      left join (select name, count(*) as jobs from pgboss.job where state = 'active' group by name) a on a.name = q.name
      left join (
        select source_name, count(*) as jobs from pgboss.job
        where name = ${DEAD_JOBS} and state < 'active' group by source_name) d on d.source_name = q.name
      where q.name not like '\\_\\_%' and q.name <> ${DEAD_JOBS}
      order by q.name`.execute(this.uow.db);
    return rows;
  }

  /** The oldest that were tried in vain and not sent back yet. */
  async deadJobs(limit: number): Promise<DeadJob[]> {
    const boss = await this.started();
    const jobs = await boss.findJobs<{ orderId?: string | null }>(DEAD_JOBS, { queued: true, limit });
    return jobs.map(({ id, data, sourceName, sourceRetryCount, sourceOutput }) => ({
      id,
      queue: sourceName ?? '',
      tries: (sourceRetryCount ?? 0) + 1,
      error: errorOf(sourceOutput),
      orderId: data.orderId ?? null,
    }));
  }

  /** Sends the dead jobs back to their queues, where they are tried anew; tells how many. */
  async reviveDeadJobs(): Promise<number> {
    return (await this.started()).redrive(DEAD_JOBS, { limit: 1_000 });
  }

  /** Sends one of them back; false where it is not there (any more). Inside a transaction. */
  async reviveDeadJob(tx: Transaction, id: string): Promise<boolean> {
    const boss = await this.started();
    return (await boss.redrive(DEAD_JOBS, { ids: [id], db: fromKysely(tx.db as never) })) === 1;
  }

  /** Calls when a queue has got a job; `undefined` where no connection can hear of it. */
  listen(hear: (queue: string) => void): Listener | undefined {
    const direct = this.config.DATABASE_DIRECT_URL;
    if (direct === undefined) return undefined;
    const listener = new Listener(direct, hear);
    listener.start();
    return listener;
  }

  /** The fetching side, for the worker process only. Its connections end with the returned function, after it has stopped. */
  async startWorker(): Promise<{ boss: PgBoss; disconnect: () => Promise<void> }> {
    const pool = workerPool(this.config);
    const boss = new PgBoss({ db: pool, migrate: false, schedule: false });
    boss.on('error', (error) => logger.error({ err: error }, 'job queue'));
    await boss.start();
    return { boss, disconnect: () => pool.end() };
  }

  async onApplicationShutdown(): Promise<void> {
    await (await this.sender)?.stop({ close: false });
  }

  /** A start that failed is not remembered. */
  private started(): Promise<PgBoss> {
    this.sender ??= this.startSender().catch((error: unknown) => {
      this.sender = undefined;
      throw error;
    });
    return this.sender;
  }

  private async startSender(): Promise<PgBoss> {
    const db = this.uow.db;
    const boss = new PgBoss({
      db: {
        executeSql: async (text, values) => ({
          rows: [...(await db.executeQuery(CompiledQuery.raw(text, [...(values ?? [])]))).rows],
        }),
      },
      migrate: false,
      schedule: false,
      supervise: false,
    });
    boss.on('error', (error) => logger.error({ err: error }, 'job queue'));
    await boss.start();
    return boss;
  }
}

/** What the last try ended with: ours is `{message}`, the queue's own has other words. */
const errorOf = (output: object | null): string => {
  if (output === null) return 'unknown';
  return 'message' in output ? String(output.message) : JSON.stringify(output);
};

/** Creates the queue's tables and queues; part of `migrate`. */
export async function migrateJobQueue(databaseUrl: string): Promise<void> {
  const boss = new PgBoss({ connectionString: databaseUrl, max: 1, schedule: false, supervise: false });
  await boss.start();
  await boss.createQueue(DEAD_JOBS, { retentionSeconds: KEEP_DEAD_JOBS_SECONDS });
  for (const queue of Object.values(QUEUES)) {
    await boss.createQueue(queue, RETRY_FOR_A_DAY);
    await boss.updateQueue(queue, RETRY_FOR_A_DAY);
  }
  await boss.stop({ graceful: false });
}
