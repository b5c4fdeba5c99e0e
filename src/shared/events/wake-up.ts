import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import pg from 'pg';
import { UnitOfWork } from '../database/unit-of-work.js';
import { logger } from '../logger.js';
import { paced } from './paced.js';

const CHANNEL = 'settle_jobs';
const RECONNECT_MS = 1_000;
/** A queue is told of at most so often. */
const PACE_MS = 25;

/**
 * Tells workers that a queue has got a job, after its commit: NOTIFY inside of a transaction puts all commits of the
 * cluster into one line. A hint and no more, since workers look for themselves as well: it may be lost, and nobody waits
 * for it.
 */
@Injectable()
export class WakeUp {
  readonly tell = paced(PACE_MS, (queue) => void this.notify(queue));

  constructor(private readonly uow: UnitOfWork) {}

  private async notify(queue: string): Promise<void> {
    try {
      await sql`select pg_notify(${CHANNEL}, ${queue})`.execute(this.uow.db);
    } catch (error) {
      logger.debug({ err: error }, 'a hint was lost');
    }
  }
}

/**
 * Hears what `WakeUp` tells, over a connection of its own that no pooler may stand before. Where there is none, or while
 * it is lost, workers find their jobs by looking.
 */
export class Listener {
  private readonly stopping = new AbortController();
  private client: pg.Client | undefined;
  private loop: Promise<void> | undefined;

  constructor(
    private readonly databaseUrl: string,
    private readonly hear: (queue: string) => void,
  ) {}

  start(): void {
    this.loop = this.listenAgainAndAgain();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.client?.end().catch(() => undefined);
    await this.loop;
  }

  private async listenAgainAndAgain(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.listen().catch((error: unknown) => logger.warn({ err: error }, 'not listening for jobs'));
      await sleep(RECONNECT_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Ends with the connection. */
  private async listen(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.databaseUrl,
      application_name: 'settle-listener',
      keepAlive: true,
    });
    this.client = client;
    const ended = new Promise<void>((resolve, reject) => {
      client.once('end', resolve);
      // Not once: a connection that is cut tells of it twice, and an error that nobody hears ends the process.
      client.on('error', reject);
    });
    client.on('notification', ({ payload }) => this.hear(payload ?? ''));
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      await ended;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
