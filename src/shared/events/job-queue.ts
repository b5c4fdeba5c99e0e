import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CompiledQuery } from 'kysely';
import { fromKysely, PgBoss } from 'pg-boss';
import { CONFIG, type Config } from '../../config.js';
import { type Transaction, UnitOfWork } from '../database/unit-of-work.js';
import { logger } from '../logger.js';

/** Queues that api processes write to; a handler's own queue is made by the worker that knows it. */
export const QUEUES = { events: 'events', webhooks: 'webhooks' } as const;

/** A job that fails is tried again for about a day, then stays in the queue as failed. */
export const RETRY_FOR_A_DAY = {
  retryLimit: 20,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 4 * 3600,
  /** A job is given back this long after its worker stopped giving signs of life (SIGKILL, power). */
  heartbeatSeconds: 10,
  expireInSeconds: 300,
};

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
  }

  /** The fetching side, for the worker process only. */
  async startWorker(): Promise<PgBoss> {
    const boss = new PgBoss({
      connectionString: this.config.DATABASE_DIRECT_URL ?? this.config.DATABASE_URL,
      application_name: 'settle-jobs',
      max: 4,
      migrate: false,
      schedule: false,
    });
    boss.on('error', (error) => logger.error({ err: error }, 'job queue'));
    await boss.start();
    return boss;
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

/** Creates the queue's tables and queues; part of `migrate`. */
export async function migrateJobQueue(databaseUrl: string): Promise<void> {
  const boss = new PgBoss({ connectionString: databaseUrl, max: 1, schedule: false, supervise: false });
  await boss.start();
  for (const queue of Object.values(QUEUES)) await boss.createQueue(queue, RETRY_FOR_A_DAY);
  await boss.stop({ graceful: false });
}
