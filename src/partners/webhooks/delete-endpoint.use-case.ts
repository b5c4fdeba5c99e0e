import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { ChangeOwnEndpoint, type EndpointCommand } from './change-own-endpoint.js';

/** Takes an endpoint away: nothing more is sent there. Its deliveries go with time, as all do. */
@Injectable()
export class DeleteEndpoint {
  constructor(private readonly own: ChangeOwnEndpoint) {}

  /** 404 `webhook_endpoint_not_found`. */
  async run(command: EndpointCommand): Promise<void> {
    await this.own.run('webhook_endpoint.delete', command, async ({ id }, tx) => {
      await sql`update webhook_endpoints set deleted_at = now() where id = ${id}`.execute(tx.db);
      return {};
    });
  }
}
