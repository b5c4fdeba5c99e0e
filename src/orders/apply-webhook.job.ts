import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Payments, type WebhookJob, type WebhookSubject, Webhooks } from '../payments/index.js';
import { GATEWAY } from '../shared/actor.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { QUEUES } from '../shared/events/job-queue.js';
import type { JobHandler } from '../shared/events/dispatcher.js';
import { isUuid } from '../shared/ids.js';
import { CloseAttempt } from './close-attempt.use-case.js';
import type { AttemptRow, OrderRow } from './order-row.js';
import { orderJson } from './order-row.sql.js';
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
  ) {}

  /** Throws where the gateway cannot be asked: the queue repeats the job. */
  async run({ gateway, eventId }: WebhookJob): Promise<void> {
    const webhook = await this.webhooks.find(gateway, eventId);
    if (!webhook) return;
    const subject = await this.payments.resolveWebhook(gateway, webhook);
    await this.webhooks.applied(gateway, eventId, await this.apply(subject));
  }

  private async apply(subject: WebhookSubject): Promise<string> {
    switch (subject.kind) {
      case 'attempt':
        return this.applyToAttempt(subject.attemptId);
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
    await this.closeAttempt.hear(found.order, found.attempt, GATEWAY);
    return 'applied';
  }
}
