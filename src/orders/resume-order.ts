import { Injectable } from '@nestjs/common';
import type { Actor } from '../shared/actor.js';
import { CloseAttempt } from './close-attempt.use-case.js';
import { underWay } from './collect-payment.js';
import type { AttemptRow, OrderRow } from './order-row.js';
import { OrderQueries } from './order.queries.js';
import type { Settled } from './settle-payment.use-case.js';

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
    return underWay(await this.decide({ order, attempt }, actor));
  }

  private async decide(last: Settled, actor: Actor): Promise<Settled> {
    const running = last.attempt.status === 'started';
    const waited = running ? await this.queries.waitForAttempt(last.attempt.id) : last;
    if (waited && waited.attempt.status !== 'unknown') return waited;
    const { order, attempt } = waited ?? last;
    return (await this.closeAttempt.ask(order, attempt, actor)) ?? { order, attempt };
  }
}
