import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { insertEvents, newEvent } from '../../shared/events/event.js';
import { newId, publicId } from '../../shared/ids.js';
import { DomainError } from '../../shared/problem.js';
import { ChangeOwnEndpoint, type EndpointCommand } from './change-own-endpoint.js';
import { EndpointQueries } from './webhook-endpoint.queries.js';
import type { EndpointRow } from './webhook-endpoint.row.js';

/** Sends an event that means nothing, the way that all go. */
@Injectable()
export class SendTest {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly own: ChangeOwnEndpoint,
    private readonly endpoints: EndpointQueries,
  ) {}

  /** The delivery's id. 404 `webhook_endpoint_not_found`; 409 `webhook_endpoint_disabled`. */
  async run(command: EndpointCommand): Promise<string> {
    const deliveryId = newId();
    const done = await this.own.run('webhook_endpoint.test', command, async (endpoint, tx) => {
      refuseDisabled(endpoint);
      const event = newEvent({
        type: 'webhook_endpoint.test',
        orderId: null,
        customerId: null,
        actor: command.partner.kind,
        data: { endpointId: command.endpointId },
      });
      await insertEvents([event]).execute(tx.db);
      await sql`
        insert into webhook_deliveries (id, endpoint_id, event_id, position, type, status, requested_at)
        select ${deliveryId}, ${endpoint.id}, id, position, type, 'pending', now() from events where id = ${event.id}`.execute(
        tx.db,
      );
      return { facts: { deliveryId: publicId('whd', deliveryId) } };
    });
    return publicId('whd', done ? deliveryId : await this.lastOne(command));
  }

  /** That of a run which could not tell it. */
  private async lastOne({ partner, endpointId }: EndpointCommand): Promise<string> {
    const endpoint = await this.endpoints.row(partner.id, endpointId);
    const { rows } = await sql<{ id: string }>`
      select id from webhook_deliveries where endpoint_id = ${endpoint.id} and type = 'webhook_endpoint.test'
      order by position desc limit 1`.execute(this.uow.db);
    if (!rows[0]) throw new DomainError('webhook_delivery_not_found');
    return rows[0].id;
  }
}

/** 409 `webhook_endpoint_disabled`: nothing would be sent. */
export function refuseDisabled({ disabled_reason }: EndpointRow): void {
  if (disabled_reason)
    throw new DomainError('webhook_endpoint_disabled', { disabledReason: disabled_reason });
}
