import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { type Sweep, Sweeper } from '../shared/events/sweeper.js';
import { logger } from '../shared/logger.js';
import { MISSING_PAPERS } from './checks/missing-papers.js';
import { IssueCreditNotes } from './issue-credit-notes.use-case.js';

const PAGE = 50;

/**
 * Issues what no job has: orders from before there were invoices, or without a mail, and jobs that were given up. It reads every order, so
 * it looks when the worker starts, and then each hour.
 */
@Injectable()
export class IssueMissing implements Sweep {
  readonly name = 'invoices';
  readonly everySeconds = 3600;

  constructor(
    sweeper: Sweeper,
    private readonly uow: UnitOfWork,
    private readonly issueCreditNotes: IssueCreditNotes,
  ) {
    sweeper.every(this);
  }

  async sweep(): Promise<number> {
    const { rows } = await sql<{ order_id: string }>`
      select order_id from (${sql.raw(MISSING_PAPERS)}) missing
      where since < now() - interval '10 minutes' order by since limit ${PAGE}`.execute(this.uow.db);
    let issued = 0;
    for (const { order_id: orderId } of rows) if (await this.issue(orderId)) issued++;
    return issued === PAGE ? PAGE : 0;
  }

  /** One that cannot be issued keeps no other back. */
  private async issue(orderId: string): Promise<boolean> {
    try {
      await this.issueCreditNotes.run(orderId);
      return true;
    } catch (error) {
      logger.error({ err: error, orderId }, 'a missing document cannot be issued');
      return false;
    }
  }
}
