import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { EventPositions } from '../../shared/events/event-positions.js';
import { type Sweep, Sweeper } from '../../shared/events/sweeper.js';
import { countInto, lockFigures } from './daily-figures.sql.js';

/** Positions of one turn: some milliseconds, so that years of events are counted without holding anybody up. */
const STRETCH = 5_000n;

/** Keeps the figures of each day, out of the events as they become known. */
@Injectable()
export class CountDailyFigures implements Sweep {
  readonly name = 'back-office.daily-figures';

  constructor(
    sweeper: Sweeper,
    private readonly positions: EventPositions,
    private readonly uow: UnitOfWork,
  ) {
    sweeper.every(this);
  }

  async sweep(): Promise<number> {
    const settled = BigInt(await this.positions.settledUpTo());
    return this.uow.run(async (tx) => {
      const from = await lockFigures(tx);
      if (from === undefined || settled <= from) return 0;
      const until = settled < from + STRETCH ? settled : from + STRETCH;
      await countInto(tx, { from, until });
      return until < settled ? Number(STRETCH) : 0;
    });
  }
}
