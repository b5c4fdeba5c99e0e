import { Injectable } from '@nestjs/common';
import { Interventions } from '../interventions/index.js';
import { Payments } from '../payments/index.js';
import { SYSTEM } from '../shared/actor.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import type { Sweep } from '../shared/events/sweeper.js';
import { type DueAttempt, hastenChecks, leaseDueAttempts, leaseProbe } from './attempts.sql.js';
import { CloseAttempt } from './close-attempt.use-case.js';

const PAGE = 20;

/**
 * Asks gateways what became of attempts that are undecided or overdue: at the deadline, then after 5 s, 15 s, 60 s, and
 * every 5 min; after 24 h a person is asked too. Never before the attempt's deadline, by the database's clock. An
 * attempt whose order waits for no payment any more is ended: a customer may still act on it, and its units are held.
 */
@Injectable()
export class ReconcileAttempts {
  /** Gateways that have not been heard since; to a worker that has just started, that is all of them. */
  private readonly silent: Set<string>;

  constructor(
    private readonly uow: UnitOfWork,
    private readonly payments: Payments,
    private readonly closeAttempt: CloseAttempt,
    private readonly interventions: Interventions,
  ) {
    this.silent = new Set(payments.gatewayNames);
  }

  /** A sweep for each gateway: one that hangs keeps nobody else's attempts waiting. */
  get sweeps(): Sweep[] {
    return this.payments.gatewayNames.map((gateway) => ({
      name: `reconcile.${gateway}`,
      sweep: () => this.sweep(gateway),
    }));
  }

  private async sweep(gateway: string): Promise<number> {
    if (this.payments.isDown(gateway)) {
      this.silent.add(gateway);
      if (!(await this.isBack(gateway))) return 0;
    }
    // Whoever heard the gateway first, a refund or a webhook: what is undecided there is due at once.
    if (this.silent.has(gateway)) {
      await hastenChecks(this.uow.db, gateway);
      this.silent.delete(gateway);
    }
    const due = await leaseDueAttempts(this.uow.db, gateway, PAGE);
    await Promise.all(due.map((each) => this.reconcile(each)));
    return due.length === PAGE ? PAGE : 0;
  }

  /** A gateway that is down is asked about one attempt at a time. */
  private async isBack(gateway: string): Promise<boolean> {
    const probe = await leaseProbe(this.uow.db, gateway);
    if (!probe) return true;
    await this.reconcile(probe);
    return !this.payments.isDown(gateway);
  }

  private async reconcile({ order, attempt, hands_over }: DueAttempt): Promise<void> {
    const settled =
      order.status === 'pending'
        ? await this.closeAttempt.ask(order, attempt, SYSTEM)
        : await this.closeAttempt.run(order, attempt, SYSTEM);
    const { status } = settled?.attempt ?? attempt;
    if (!hands_over || status !== 'unknown') return;
    await this.uow.run((tx) =>
      this.interventions.open(tx, {
        kind: 'payment_unresolved',
        subjectId: attempt.id,
        orderId: order.id,
        facts: { gateway: attempt.gateway, intentId: attempt.intent_id, amountMinor: attempt.amount_minor },
      }),
    );
  }
}
