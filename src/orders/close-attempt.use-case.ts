import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import { type Outcome, Payments, UNDECIDED } from '../payments/index.js';
import type { Actor } from '../shared/actor.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { claimClosing, claimCompletion } from './attempts.sql.js';
import { gatewayAttempt } from './gateway-attempt.js';
import type { AttemptRow, OrderRow } from './order-row.js';
import { type Settled, SettlePayment } from './settle-payment.use-case.js';

/** What asking brought; the gateway may know no more than we do, or tell nothing at all. */
export type Heard = Settled | 'nothing_new' | 'no_answer';

/**
 * The questions about an attempt. All go to the gateway outside any transaction, and whatever it says goes
 * through settle. `undefined`: nothing new is known.
 */
@Injectable()
export class CloseAttempt {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly payments: Payments,
    private readonly settlePayment: SettlePayment,
  ) {}

  /**
   * Ends the attempt: what is not final is cancelled at the gateway. May turn out paid; may stay undecided, also where
   * approved money is being asked for at this moment.
   */
  async run(order: OrderRow, attempt: AttemptRow, actor: Actor): Promise<Settled | undefined> {
    if (!(await claimClosing(this.uow.db, attempt.id))) return this.hearWhatIsFinal(order, attempt, actor);
    return this.settle(attempt, await this.payments.cancel(gatewayAttempt(order, attempt)), actor);
  }

  /**
   * Asks what became of the attempt, and takes what the customer has approved. Past its deadline, an attempt whose
   * money nobody asked the gateway for is ended there, so that a late confirm of a paused process meets a cancelled
   * intent.
   */
  async ask(order: OrderRow, attempt: AttemptRow, actor: Actor): Promise<Settled | undefined> {
    const finding = await this.payments.ask(gatewayAttempt(order, attempt));
    if (finding.kind === 'not_confirmed') return this.run(order, attempt, actor);
    if (finding.kind !== 'approved') return this.settle(attempt, finding, actor);
    return (await this.complete(order, attempt, finding.approval, actor)) ?? this.run(order, attempt, actor);
  }

  /**
   * Asks and ends nothing: for news that may come while the request that pays is still running. What the customer has
   * approved is taken.
   */
  async hear(order: OrderRow, attempt: AttemptRow, actor: Actor): Promise<Heard> {
    const finding = await this.payments.ask(gatewayAttempt(order, attempt));
    if (finding.kind === 'unknown') return finding.cause === UNDECIDED ? 'nothing_new' : 'no_answer';
    if (finding.kind === 'not_confirmed') return 'nothing_new';
    const settled =
      finding.kind === 'approved'
        ? await this.complete(order, attempt, finding.approval, actor)
        : await this.settle(attempt, finding, actor);
    return settled ?? 'nothing_new';
  }

  /** Takes approved money once: that it is being asked for is committed first. */
  private async complete(
    order: OrderRow,
    { id }: AttemptRow,
    approval: string,
    actor: Actor,
  ): Promise<Settled | undefined> {
    const attempt = await claimCompletion(this.uow.db, id, this.config.ATTEMPT_DEADLINE_SECONDS);
    if (!attempt) return undefined;
    return this.settle(
      attempt,
      await this.payments.complete(gatewayAttempt(order, attempt), approval),
      actor,
    );
  }

  private async hearWhatIsFinal(
    order: OrderRow,
    attempt: AttemptRow,
    actor: Actor,
  ): Promise<Settled | undefined> {
    const finding = await this.payments.ask(gatewayAttempt(order, attempt));
    return finding.kind === 'not_confirmed' || finding.kind === 'approved'
      ? undefined
      : this.settle(attempt, finding, actor);
  }

  private settle(attempt: AttemptRow, outcome: Outcome, actor: Actor): Promise<Settled | undefined> {
    return this.settlePayment.run(attempt.id, outcome, actor);
  }
}
