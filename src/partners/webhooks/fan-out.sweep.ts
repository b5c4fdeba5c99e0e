import { Injectable } from '@nestjs/common';
import { type Transaction, UnitOfWork } from '../../shared/database/unit-of-work.js';
import { EventPositions } from '../../shared/events/event-positions.js';
import { type Sweep, Sweeper } from '../../shared/events/sweeper.js';
import { endOfBatch, lockCursor, lockListeners, moveCursor, queueFor } from './fan-out.sql.js';

/** Events of one turn: at 50 endpoints 25,000 rows in one statement. */
const BATCH = 500;

/** Makes a delivery of each event for each endpoint that listens, in the order of the events, and each once. */
@Injectable()
export class FanOut implements Sweep {
  readonly name = 'webhooks.fan-out';
  readonly everySeconds = 0.2;
  /** What is known to be queued; other workers may be further. */
  private reached = 0n;

  constructor(
    sweeper: Sweeper,
    private readonly positions: EventPositions,
    private readonly uow: UnitOfWork,
  ) {
    sweeper.every(this);
  }

  async sweep(): Promise<number> {
    const settled = BigInt(await this.positions.settledUpTo());
    if (settled <= this.reached) return 0;
    return this.uow.run((tx) => this.queueUpTo(tx, settled));
  }

  private async queueUpTo(tx: Transaction, settled: bigint): Promise<number> {
    const from = await lockCursor(tx);
    if (from === undefined) return 0;
    this.reached = from;
    if (settled <= from) return 0;
    const endpoints = await lockListeners(tx);
    const until = endpoints.length > 0 ? await endOfBatch(tx, { from, settled, size: BATCH }) : settled;
    await queueFor(tx, endpoints, { from, until });
    await moveCursor(tx, until);
    return until < settled ? BATCH : 0;
  }
}
