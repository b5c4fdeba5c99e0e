import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Interventions } from '../interventions/index.js';
import { Payments, type WebhookJob, type WebhookSubject, Webhooks } from '../payments/index.js';
import { GATEWAY } from '../shared/actor.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { QUEUES } from '../shared/events/job-queue.js';
import type { JobHandler } from '../shared/events/dispatcher.js';
import { isUuid } from '../shared/ids.js';
import { CloseAttempt } from './close-attempt.use-case.js';
import { isOpen } from './domain/attempt.js';
import type { AttemptRow, OrderRow } from './order-row.js';
import { orderJson } from './order-row.sql.js';
import { OrderQueries } from './order.queries.js';
import { SettleDispute } from './settle-dispute.use-case.js';
import { SettleRefund } from './settle-refund.use-case.js';

/**
 * Applies a stored webhook. Its body is believed in nothing: what it is about is read again from the gateway, and goes
 * through the same settle as every other news.
 */
@Injectable()
export class ApplyWebhook implements JobHandler {
  readonly queue = QUEUES.webhooks;

  constructor(
    private readonly uow: UnitOfWork,
    private readonly payments: Payments,
    private readonly webhooks: Webhooks,
    private readonly closeAttempt: CloseAttempt,
    private readonly settleRefund: SettleRefund,
    private readonly settleDispute: SettleDispute,
    private readonly queries: OrderQueries,
    private readonly interventions: Interventions,
  ) {}

  /** Throws where the gateway cannot be asked: the queue repeats the job. */
  async run({ gateway, eventId }: WebhookJob): Promise<void> {
    const webhook = await this.webhooks.find(gateway, eventId);
    if (!webhook) return;
    const resolve = () => this.payments.resolveWebhook(gateway, webhook);
    const subject = await resolve();
    const result = await this.apply(subject);
    // What the payment could take, it has taken now: the rest is nobody's.
    if (subject.kind === 'funds' && result === 'applied') await this.handOver(await resolve());
    await this.webhooks.applied(gateway, eventId, result);
  }

  private async apply(subject: WebhookSubject): Promise<string> {
    switch (subject.kind) {
      case 'attempt':
      case 'funds':
        return this.applyToAttempt(subject.attemptId);
      case 'dispute':
        if (!isUuid(subject.attemptId)) return 'unmatched';
        return (await this.settleDispute.run(subject.attemptId, subject.dispute, GATEWAY))
          ? 'applied'
          : 'unmatched';
      case 'refund':
        if (!isUuid(subject.refundId)) return 'unmatched';
        return (await this.settleRefund.run(subject.refundId, subject.outcome, GATEWAY))
          ? 'applied'
          : 'unmatched';
      case 'ignored':
        return 'ignored';
      case 'unreachable':
        throw new Error('the gateway cannot be asked about a webhook');
    }
  }

  /** Money on the account of a payment that is over is a person's; an open one may still take it. */
  private async handOver(subject: WebhookSubject): Promise<void> {
    if (subject.kind !== 'funds') return;
    const { attempt, order } = await this.queries.attempt(subject.attemptId);
    if (isOpen(attempt)) return;
    await this.uow.run((tx) =>
      this.interventions.open(tx, {
        kind: 'money_unmatched',
        subjectId: attempt.id,
        orderId: order.id,
        facts: {
          gateway: attempt.gateway,
          availableMinor: subject.availableMinor,
          currency: subject.currency,
        },
      }),
    );
  }

  private async applyToAttempt(attemptId: string): Promise<string> {
    if (!isUuid(attemptId)) return 'unmatched';
    const { rows } = await sql<{ order: OrderRow; attempt: AttemptRow }>`
      select to_jsonb(a) as attempt, ${orderJson('o')} as "order"
      from payment_attempts a join orders o on o.id = a.order_id where a.id = ${attemptId}`.execute(
      this.uow.db,
    );
    const found = rows[0];
    if (!found) return 'unmatched';
    // What is paid stays paid: the gateway need not be asked again.
    if (found.attempt.status === 'succeeded') return 'applied';
    const heard = await this.closeAttempt.hear(found.order, found.attempt, GATEWAY);
    // Of an attempt that is over nobody else asks: success that comes late would be lost.
    if (heard === 'no_answer') throw new Error('the gateway cannot be asked about a webhook');
    return 'applied';
  }
}
