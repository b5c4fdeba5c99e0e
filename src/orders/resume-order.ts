import { Injectable } from '@nestjs/common';
import type { Actor } from '../shared/actor.js';
import { CloseAttempt } from './close-attempt.use-case.js';
import { underWay } from './collect-payment.js';
import type { AttemptRow, OrderRow } from './order-row.js';
import { OrderQueries } from './order.queries.js';
import { PayAgain, type PaymentWish } from './pay-again.js';
import type { Settled } from './settle-payment.use-case.js';

/** An order and the payment that the request led to, if any. */
export interface PlacedOrder {
  readonly order: OrderRow;
  readonly attempt: AttemptRow | null;
}

/** The repeat of a request: what it says of the payment counts only where none was made. */
export type Repeat = Pick<PaymentWish, 'customer' | 'returnUrl' | 'claim'> & Partial<PaymentWish>;

/**
 * Finishes what an earlier run of the same request had committed when it was cut off: its attempt is waited for while
 * it runs and asked about afterwards, and no card data are opened again. Only where the gateway was never reached, so
 * that nothing was charged, is the same order paid with a new attempt, by the card of the repeat.
 */
@Injectable()
export class ResumeOrder {
  constructor(
    private readonly queries: OrderQueries,
    private readonly closeAttempt: CloseAttempt,
    private readonly payAgain: PayAgain,
  ) {}

  async run(orderId: string, attemptId: string | null, repeat: Repeat): Promise<PlacedOrder> {
    const { order, attempt } = attemptId
      ? await this.queries.attempt(attemptId)
      : await this.queries.lastAttempt(orderId);
    if (!attempt) return { order, attempt };
    const decided = await this.decide({ order, attempt }, repeat.customer);
    const { payment } = repeat;
    const wasNotAttempted = decided.attempt.failure_reason === 'not_attempted';
    if (payment && wasNotAttempted) return this.payAgain.run(orderId, { ...repeat, payment });
    return underWay(decided);
  }

  private async decide(last: Settled, actor: Actor): Promise<Settled> {
    const running = last.attempt.status === 'started';
    const waited = running ? await this.queries.waitForAttempt(last.attempt.id) : last;
    if (waited && waited.attempt.status !== 'unknown') return waited;
    const { order, attempt } = waited ?? last;
    return (await this.closeAttempt.ask(order, attempt, actor)) ?? { order, attempt };
  }
}
