import { Injectable } from '@nestjs/common';
import { type Finding, type Outcome, Payments } from '../payments/index.js';
import type { Actor } from '../shared/actor.js';
import { gatewayAttempt } from './gateway-attempt.js';
import type { AttemptRow, OrderRow } from './order-row.js';
import { type Settled, SettlePayment } from './settle-payment.use-case.js';

/**
 * The questions about an attempt. All go to the gateway outside any transaction, and whatever it says goes
 * through settle.
 */
@Injectable()
export class CloseAttempt {
  constructor(
    private readonly payments: Payments,
    private readonly settlePayment: SettlePayment,
  ) {}

  /** Ends the attempt: what is not final is cancelled at the gateway. May turn out paid; may stay undecided. */
  async run(order: OrderRow, attempt: AttemptRow, actor: Actor): Promise<Settled | undefined> {
    return this.settle(attempt, await this.payments.cancel(gatewayAttempt(order, attempt)), actor);
  }

  /**
   * Asks what became of the attempt. Past its deadline, an attempt whose money nobody asked the gateway for is ended
   * there, so that a late confirm of a paused process meets a cancelled intent.
   */
  async ask(order: OrderRow, attempt: AttemptRow, actor: Actor): Promise<Settled | undefined> {
    const reference = gatewayAttempt(order, attempt);
    const finding: Finding = await this.payments.ask(reference);
    const outcome = finding.kind === 'not_confirmed' ? await this.payments.cancel(reference) : finding;
    return this.settle(attempt, outcome, actor);
  }

  /** Asks and ends nothing: for news that may come while the request that pays is still running. */
  async hear(order: OrderRow, attempt: AttemptRow, actor: Actor): Promise<Settled | undefined> {
    const finding = await this.payments.ask(gatewayAttempt(order, attempt));
    return finding.kind === 'not_confirmed' || finding.kind === 'unknown'
      ? undefined
      : this.settle(attempt, finding, actor);
  }

  private settle(attempt: AttemptRow, outcome: Outcome, actor: Actor): Promise<Settled | undefined> {
    return this.settlePayment.run(attempt.id, outcome, actor);
  }
}
