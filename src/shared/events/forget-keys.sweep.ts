import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import { forgetOldClaims } from '../idempotency.js';
import { type Sweep, Sweeper } from './sweeper.js';

const PAGE = 1_000;

/** Keeps the idempotency keys to the last day; an hour of grace, so that nobody meets the edge. */
@Injectable()
export class ForgetKeys implements Sweep {
  readonly name = 'forget-keys';
  readonly everySeconds = 60;

  constructor(
    sweeper: Sweeper,
    private readonly uow: UnitOfWork,
  ) {
    sweeper.every(this);
  }

  async sweep(): Promise<number> {
    return (await forgetOldClaims(this.uow.db, PAGE)) === PAGE ? PAGE : 0;
  }
}
