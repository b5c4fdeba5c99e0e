import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { JobQueue, QUEUES } from '../../shared/events/job-queue.js';
import { DomainError } from '../../shared/problem.js';
import { Gateways } from '../gateways/registry.js';

/** What the job that applies a webhook is told. */
export interface WebhookJob {
  readonly gateway: string;
  readonly eventId: string;
}

/** Stores a verified webhook and the job that will apply it, in one commit; a repeat stores nothing, and what is not about us has no job. */
@Injectable()
export class StoreWebhook {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly gateways: Gateways,
    private readonly jobs: JobQueue,
  ) {}

  /** 404 for a gateway that does not exist; 400 `invalid_webhook_signature`, 503 `webhook_not_verifiable`; nothing written in each. */
  async run(gatewayName: string, raw: Buffer, headers: Readonly<Record<string, unknown>>): Promise<void> {
    const gateway = this.gateways.find(gatewayName);
    if (!gateway) throw new DomainError('gateway_not_found');
    const webhook = await gateway.verifyWebhook(raw, headers);
    if (webhook === 'unreachable') throw new DomainError('webhook_not_verifiable');
    if (!webhook) throw new DomainError('invalid_webhook_signature');
    const ignored = webhook.objectId === null ? 'ignored' : null;
    await this.uow.run(async (tx) => {
      const stored = await sql`
        insert into stored_webhooks (gateway, event_id, type, object_id, payload, result, applied_at)
        values (${gatewayName}, ${webhook.eventId}, ${webhook.type}, ${webhook.objectId}, ${raw.toString('utf8')},
                ${ignored}, case when ${ignored}::text is not null then now() end)
        on conflict do nothing`.execute(tx.db);
      if (ignored || Number(stored.numAffectedRows) === 0) return;
      const job: WebhookJob = { gateway: gatewayName, eventId: webhook.eventId };
      await this.jobs.send(tx, QUEUES.webhooks, job);
    });
  }
}
