import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { MikroORM, type SqlEntityManager } from '@mikro-orm/postgresql';
import type { Kysely } from 'kysely';
import { sqlState } from '../sql-state.js';

/** A handle for single statements outside any transaction: reads, and writes that are one statement. */
// eslint-disable-next-line typescript/no-explicit-any -- raw SQL names its own row types
export type Db = Kysely<any>;

/** Proof of standing inside a unit of work: what needs a transaction takes one of these. */
export interface Transaction {
  readonly em: SqlEntityManager;
  readonly db: Db;
  /** Runs it once the commit stands, and never if it does not: hints only, nothing that must happen. */
  afterCommit(hint: () => void): void;
}

/** Serialization failure and deadlock: the only errors for which the same unit may be run again. */
const RETRYABLE = new Set(['40001', '40P01']);
const MAX_TRIES = 3;

/**
 * The one way to open a transaction. Only use cases, jobs and handlers do, and never around a network call.
 * Entities are flushed before the commit; after a failed unit nothing of its objects may be used again.
 */
@Injectable()
export class UnitOfWork {
  private pool: Db | undefined;

  constructor(private readonly orm: MikroORM) {}

  /** Statements outside a transaction, each its own commit. */
  get db(): Db {
    return (this.pool ??= this.orm.em.fork().getKysely() as Db);
  }

  /** Runs `work` in a transaction of its own (READ COMMITTED); the whole unit again on 40001 and 40P01. */
  async run<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    for (let tried = 1; ; tried++) {
      try {
        return await this.runOnce(work);
      } catch (error) {
        if (tried === MAX_TRIES || !RETRYABLE.has(sqlState(error) ?? '')) throw error;
        await sleep(10 * tried + Math.random() * 20);
      }
    }
  }

  private async runOnce<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const em = this.orm.em.fork() as SqlEntityManager;
    const hints: (() => void)[] = [];
    await em.begin();
    try {
      const afterCommit = (hint: () => void) => hints.push(hint);
      const result = await work({ em, db: em.getKysely() as Db, afterCommit });
      await em.commit();
      for (const hint of hints) hint();
      return result;
    } catch (error) {
      await em.rollback().catch(() => undefined);
      throw error;
    }
  }
}
