import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import type { VerifiedWebhook } from '../gateways/gateway.port.js';

/** Stored webhooks, for the job that applies them. */
@Injectable()
export class Webhooks {
  constructor(private readonly uow: UnitOfWork) {}

  async find(gateway: string, eventId: string): Promise<VerifiedWebhook | undefined> {
    const { rows } = await sql<{ type: string; object_id: string | null }>`
      select type, object_id from stored_webhooks where gateway = ${gateway} and event_id = ${eventId}`.execute(
      this.uow.db,
    );
    return rows[0] && { eventId, type: rows[0].type, objectId: rows[0].object_id };
  }

  async applied(gateway: string, eventId: string, result: string): Promise<void> {
    await sql`
      update stored_webhooks set applied_at = now(), result = ${result}
      where gateway = ${gateway} and event_id = ${eventId}`.execute(this.uow.db);
  }
}
