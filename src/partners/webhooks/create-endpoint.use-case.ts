import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Recorder } from '../../audit/index.js';
import type { Actor } from '../../shared/actor.js';
import { type Transaction, UnitOfWork } from '../../shared/database/unit-of-work.js';
import { type Claim, takeClaim } from '../../shared/idempotency.js';
import { newId, publicId } from '../../shared/ids.js';
import { DomainError } from '../../shared/problem.js';
import type { EndpointWithSecretDto } from './webhook-endpoint.dto.js';
import { type EndpointRow, endpointView } from './webhook-endpoint.row.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { WebhookTargets } from './webhook-target.js';

export interface CreateEndpointCommand {
  readonly partner: Actor & { readonly id: string };
  readonly url: string;
  readonly events?: readonly string[];
  readonly description?: string;
  readonly claim?: Claim;
}

/** Every one of them is asked for at each event; nobody needs more. */
const ENDPOINTS_MAX = 50;

type Made = EndpointRow & { readonly sealed_secret: string };

/** Makes an endpoint: it is told what happens from now on. */
@Injectable()
export class CreateEndpoint {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly targets: WebhookTargets,
    private readonly secrets: WebhookSecrets,
    private readonly recorder: Recorder,
  ) {}

  /** 400 `validation_failed` for an address that we do not call; 409 `too_many_webhook_endpoints`. */
  async run(command: CreateEndpointCommand): Promise<EndpointWithSecretDto> {
    const made = command.claim?.resumes
      ? await this.madeBefore(command.partner.id, command.claim.key)
      : await this.make(command);
    return { ...endpointView(made), secret: this.secrets.open(made.sealed_secret, made.id) };
  }

  private async make(command: CreateEndpointCommand): Promise<Made> {
    const { partner, claim, url, description } = command;
    const events = command.events ?? ['*'];
    await refuseBadTarget(this.targets, url);
    const id = newId();
    const sealed = this.secrets.seal(this.secrets.make(), id);
    return this.uow.run(async (tx) => {
      await refuseTooMany(tx, partner.id);
      await takeClaim(tx, claim, null);
      const { rows } = await sql<Made>`
        insert into webhook_endpoints (id, partner_id, url, events, description, sealed_secret, claim_key)
        values (${id}, ${partner.id}, ${url}, ${[...events]}::text[], ${description ?? null}, ${sealed},
                ${claim?.key ?? null}) returning *`.execute(tx.db);
      const subject = { kind: 'webhook_endpoint', id: publicId('we', id) } as const;
      const facts = { host: new URL(url).host, events };
      const audit = { action: 'webhook_endpoint.create', outcome: 'done', actor: partner, subject, facts };
      await this.recorder.record(tx, { events: [], audit });
      return rows[0]!;
    });
  }

  /** What a run made that could not tell it: its secret was not shown to anybody yet. */
  private async madeBefore(partnerId: string, claimKey: string): Promise<Made> {
    const { rows } = await sql<Made>`
      select * from webhook_endpoints where partner_id = ${partnerId} and claim_key = ${claimKey}
      order by created_at desc limit 1`.execute(this.uow.db);
    if (!rows[0]) throw new DomainError('webhook_endpoint_not_found');
    return rows[0];
  }
}

/** 400 `validation_failed` with the reason. Asks DNS: outside a transaction. */
export async function refuseBadTarget(targets: WebhookTargets, url: string): Promise<void> {
  const reason = await targets.refusalOf(url);
  if (reason)
    throw new DomainError('validation_failed', { errors: [{ field: 'url', message: `url ${reason}` }] });
}

/** The partner's row is the lock: of two creates at once the second counts the first. */
async function refuseTooMany(tx: Transaction, partnerId: string): Promise<void> {
  await sql`select 1 from partners where id = ${partnerId} for no key update`.execute(tx.db);
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from webhook_endpoints
    where partner_id = ${partnerId} and deleted_at is null`.execute(tx.db);
  if (rows[0]!.count >= ENDPOINTS_MAX)
    throw new DomainError('too_many_webhook_endpoints', { limit: ENDPOINTS_MAX });
}
