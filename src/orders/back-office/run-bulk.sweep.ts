import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { type Sweep, Sweeper } from '../../shared/events/sweeper.js';
import { logger } from '../../shared/logger.js';
import { DomainError } from '../../shared/problem.js';
import { carrierName } from '../domain/carriers.js';
import { OrderQueries } from '../order.queries.js';
import { stateOf } from '../staff-word.js';
import { endRow, hasParcel, leaseRows, type LeasedRow, putRowOff, type RowResult } from './bulk.sql.js';
import { MoveMakers } from './move-makers.js';
import { sentenceOf } from './move-words.js';
import type { Move } from './moves.js';
import { Once } from '../../shared/once.js';
import { TryRow } from './try-row.js';

/** Rows of one turn; a few moves a second are as fast as anybody reads. */
const PAGE = 10;
/** Longer than a row takes, and than a claim that nobody holds any more is kept. */
const LEASE_SECONDS = 120;
/** A payment that is being taken, or another click on the same order. */
const AGAIN_SECONDS = 2;

/** Does what bulk runs ask for: a row at a time, each by the use case of its move and once, whoever is killed meanwhile. */
@Injectable()
export class RunBulk implements Sweep {
  readonly name = 'bulk-runs';

  constructor(
    sweeper: Sweeper,
    private readonly uow: UnitOfWork,
    private readonly queries: OrderQueries,
    private readonly tryRow: TryRow,
    private readonly makers: MoveMakers,
    private readonly once: Once,
  ) {
    sweeper.every(this);
  }

  async sweep(): Promise<number> {
    const rows = await leaseRows(this.uow.db, PAGE, LEASE_SECONDS);
    for (const row of rows) await this.finish(row);
    return rows.length === PAGE ? PAGE : 0;
  }

  private async finish(row: LeasedRow): Promise<void> {
    const { db } = this.uow;
    try {
      await endRow(db, row, await this.resultOf(row));
    } catch (error) {
      if (!(error instanceof DomainError)) {
        // The lease brings it back.
        logger.error({ err: error, run: row.run_id, row: row.row_no }, 'bulk row failed');
        return;
      }
      if (error.facts.retryAfterSeconds !== undefined) return putRowOff(db, row, AGAIN_SECONDS);
      await endRow(db, row, { status: 'refused', code: error.code, sentence: sentenceOf(error) });
    }
  }

  private async resultOf(row: LeasedRow): Promise<RowResult> {
    const move = moveOf(row);
    const actor = { kind: 'admin', id: row.started_by } as const;
    const { orderNumber } = row.wish;
    const orderId = await this.queries.orderIdFor(actor, orderNumber);
    if (await this.isDone(orderId, row, move)) return { status: 'already_done' };
    if (row.is_dry_run) return this.tryRow.run(row, move);
    const form = { ownerId: row.run_id, token: `row-${row.row_no}`, wish: row.wish };
    await this.once.run(form, async (claim) => {
      const making = { actor, orderNumber, reason: row.reason, expectedVersion: undefined, claim };
      await this.makers.make(move, making);
      return null;
    });
    return { status: 'done' };
  }

  private async isDone(orderId: string, { wish }: LeasedRow, { move, input }: Move): Promise<boolean> {
    if (move === 'ship') {
      const { carrier, trackingNumber } = input;
      return hasParcel(this.uow.db, wish.orderNumber, { carrier: carrierName(carrier), trackingNumber });
    }
    return (await stateOf(this.uow.db, orderId)).orderStatus === 'processing';
  }
}

function moveOf({ kind, wish }: LeasedRow): Move {
  if (kind === 'prepare') return { move: 'prepare', input: {} };
  const { carrier = '', trackingNumber = '', items } = wish;
  return { move: 'ship', input: { carrier, trackingNumber, items } };
}
