import { Injectable } from '@nestjs/common';
import type { Actor } from '../shared/actor.js';
import { CloseAttempt } from './close-attempt.use-case.js';
import { refuseUnlessUnderWay } from './collect-payment.js';
import type { AttemptRow, OrderRow } from './order-row.js';
import { OrderQueries } from './order.queries.js';

/** An order and the payment that the request led to, if any. */
export interface PlacedOrder {
  readonly order: OrderRow;
  readonly attempt: AttemptRow | null;
}

/**
 * Finishes what an earlier run of the same request had committed when it was cut off: its attempt is waited for while
 * it runs and asked about afterwards. Card data are not opened again, and nothing is charged that was not before.
 */
@Injectable()
export class ResumeOrder {
  constructor(
    private readonly queries: OrderQueries,
    private readonly closeAttempt: CloseAttempt,
  ) {}

  async run(orderId: string, actor: Actor): Promise<PlacedOrder> {
    const { order, attempt } = await this.queries.lastAttempt(orderId);
    if (!attempt) return { order, attempt };
    const undecided = attempt.status === 'started' || attempt.status === 'unknown';
    const settled = undecided
      ? ((await this.queries.waitForAttempt(attempt.id)) ??
        (await this.closeAttempt.ask(order, attempt, actor)))
      : { order, attempt };
    const resumed = settled ?? { order, attempt };
    refuseUnlessUnderWay(resumed);
    return resumed;
  }
}
