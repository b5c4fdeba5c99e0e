import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Interventions } from '../interventions/index.js';
import { SYSTEM } from '../shared/actor.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import type { Sweep } from '../shared/events/sweeper.js';
import { CloseAttempt } from './close-attempt.use-case.js';
import type { AttemptRow, OrderRow } from './order-row.js';
import { orderJson } from './order-row.sql.js';

const PAGE = 20;

interface Due {
  readonly order: OrderRow;
  readonly attempt: AttemptRow;
  readonly hands_over: boolean;
}

/**
 * Asks gateways what became of attempts that are undecided or overdue: at the deadline, then after 5 s, 15 s, 60 s, and
 * every 5 min; after 24 h a person is asked too. Never before the attempt's deadline, by the database's clock. An
 * attempt whose order waits for no payment any more is ended: a customer may still act on it, and its units are held.
 */
@Injectable()
export class ReconcileAttempts implements Sweep {
  readonly name = 'reconcile';

  constructor(
    private readonly uow: UnitOfWork,
    private readonly closeAttempt: CloseAttempt,
    private readonly interventions: Interventions,
  ) {}

  async sweep(): Promise<number> {
    const due = await this.lease();
    await Promise.all(due.map((each) => this.reconcile(each)));
    return due.length === PAGE ? PAGE : 0;
  }

  /** Moves the next check forward in the statement that takes the rows, so that workers share them. */
  private async lease(): Promise<Due[]> {
    const { rows } = await sql<Due>`
      with due as (
        select id from payment_attempts
        where status not in ('succeeded', 'failed') and next_check_at <= now()
        order by next_check_at limit ${PAGE} for update skip locked),
      leased as (
        update payment_attempts a set checks = checks + 1, next_check_at = now() + make_interval(
            secs => case checks when 0 then 5 when 1 then 15 when 2 then 60 else 300 end)
        from due where a.id = due.id returning a.*)
      select to_jsonb(leased) as attempt, ${orderJson('o')} as "order",
        leased.deadline_at < now() - interval '24 hours' as hands_over
      from leased join orders o on o.id = leased.order_id`.execute(this.uow.db);
    return rows;
  }

  private async reconcile({ order, attempt, hands_over }: Due): Promise<void> {
    const settled =
      order.status === 'pending'
        ? await this.closeAttempt.ask(order, attempt, SYSTEM)
        : await this.closeAttempt.run(order, attempt, SYSTEM);
    if (!hands_over || settled?.attempt.status !== 'unknown') return;
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
