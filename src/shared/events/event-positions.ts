import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../database/unit-of-work.js';

/** Transactions last some milliseconds; one that lasts longer holds back what came after it, and nobody waits for it. */
const PATIENCE_MS = 500;
const LOOK_AGAIN_MS = 10;

/**
 * Positions of events, for readers that must not miss any. A position is taken before its transaction commits, so a
 * lower one may appear after a higher one was read: whoever reads on from a position reads only what is settled.
 */
@Injectable()
export class EventPositions {
  /** The highest that was found settled: it stays so. */
  private settled = 0n;

  constructor(private readonly uow: UnitOfWork) {}

  /**
   * The position up to which every event that there will ever be can be read now. Where a transaction lasts, as far as
   * was known before. Outside a transaction.
   */
  async settledUpTo(): Promise<string> {
    const mark = await this.lastTaken();
    if (mark > this.settled && (await this.everybodyHasEnded()))
      this.settled = mark > this.settled ? mark : this.settled;
    return this.settled.toString();
  }

  private async lastTaken(): Promise<bigint> {
    const { rows } = await sql<{ last: string }>`
      select case when is_called then last_value else 0 end::text as last from event_positions`.execute(
      this.uow.db,
    );
    return BigInt(rows[0]!.last);
  }

  /** Whether all transactions that are under way now, after the mark was read, have ended in time. */
  private async everybodyHasEnded(): Promise<boolean> {
    const until = performance.now() + PATIENCE_MS;
    const next = await this.nextTransaction();
    while (!(await this.haveEndedBefore(next))) {
      if (performance.now() > until) return false;
      await sleep(LOOK_AGAIN_MS);
    }
    return true;
  }

  /**
   * A number above those of all transactions that have one: a new one's. What a snapshot calls its end will not do, it is
   * that of the transactions that have ended.
   */
  private async nextTransaction(): Promise<string> {
    const { rows } = await sql<{ next: string }>`select pg_current_xact_id()::text as next`.execute(
      this.uow.db,
    );
    return rows[0]!.next;
  }

  private async haveEndedBefore(transaction: string): Promise<boolean> {
    const { rows } = await sql<{ hasEnded: boolean }>`
      select pg_snapshot_xmin(pg_current_snapshot()) >= ${transaction}::xid8 as "hasEnded"`.execute(
      this.uow.db,
    );
    return rows[0]!.hasEnded;
  }
}
