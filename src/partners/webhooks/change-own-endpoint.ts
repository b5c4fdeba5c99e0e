import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Recorder } from '../../audit/index.js';
import type { Actor } from '../../shared/actor.js';
import { type Transaction, UnitOfWork } from '../../shared/database/unit-of-work.js';
import type { DomainEvent } from '../../shared/events/event.js';
import { type Claim, takeClaim } from '../../shared/idempotency.js';
import { privateId } from '../../shared/ids.js';
import { DomainError } from '../../shared/problem.js';
import type { EndpointRow } from './webhook-endpoint.row.js';

export interface EndpointCommand {
  readonly partner: Actor & { readonly id: string };
  readonly endpointId: string;
  readonly claim?: Claim;
  /** Somebody of the shop who does it in the partner's place, and why. */
  readonly inPlace?: { readonly actor: Actor; readonly reason: string };
}

/** What a change was, for the audit, and what it tells. */
export interface EndpointChange {
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly events?: readonly DomainEvent[];
}

/** The frame of every change of an endpoint by its partner: lock it, take the claim, change, leave the traces; one commit. */
@Injectable()
export class ChangeOwnEndpoint {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
  ) {}

  /** False where a run before this one has done it. 404 `webhook_endpoint_not_found`. */
  async run(
    action: string,
    { partner, endpointId, claim, inPlace }: EndpointCommand,
    change: (endpoint: EndpointRow, tx: Transaction) => Promise<EndpointChange>,
  ): Promise<boolean> {
    // A claim that stands was committed with its effect: there is nothing left to do.
    if (claim?.resumes) return false;
    await this.uow.run(async (tx) => {
      const endpoint = await getForUpdate(tx, partner.id, endpointId);
      await takeClaim(tx, claim, null);
      const { facts = {}, events = [] } = await change(endpoint, tx);
      const subject = { kind: 'webhook_endpoint', id: endpointId } as const;
      const who = inPlace
        ? { actor: inPlace.actor, facts: { ...facts, reason: inPlace.reason } }
        : { actor: partner, facts };
      await this.recorder.record(tx, { events, audit: { action, outcome: 'done', subject, ...who } });
    });
    return true;
  }
}

/** The lock that fan-out and results take as well: what is queued and what comes of it does not change meanwhile. */
async function getForUpdate(tx: Transaction, partnerId: string, endpointId: string): Promise<EndpointRow> {
  const { rows } = await sql<EndpointRow>`
    select * from webhook_endpoints
    where id = ${privateId('we', endpointId) ?? null}::uuid and partner_id = ${partnerId} and deleted_at is null
    for no key update`.execute(tx.db);
  if (!rows[0]) throw new DomainError('webhook_endpoint_not_found');
  return rows[0];
}
