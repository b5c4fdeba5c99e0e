import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { type Sweep, Sweeper } from '../../shared/events/sweeper.js';
import { deleteOldRuns } from './bulk.sql.js';

/** Longer than anybody asks what became of a file; the audit keeps for good that there was one. */
const KEPT_DAYS = 30;
/** Of 2,000 rows at most. */
const DELETED_AT_ONCE = 10;

/** Forgets what bulk runs were told and what became of their rows: it names orders and parcels, and is of use for a while. */
@Injectable()
export class ForgetBulkRuns implements Sweep {
  readonly name = 'bulk-runs.forget';
  readonly everySeconds = 60;

  constructor(
    sweeper: Sweeper,
    private readonly uow: UnitOfWork,
  ) {
    sweeper.every(this);
  }

  async sweep(): Promise<number> {
    const gone = await deleteOldRuns(this.uow.db, KEPT_DAYS, DELETED_AT_ONCE);
    return gone === DELETED_AT_ONCE ? gone : 0;
  }
}
