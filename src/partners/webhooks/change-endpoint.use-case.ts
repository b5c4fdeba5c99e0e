import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { ChangeOwnEndpoint, type EndpointCommand } from './change-own-endpoint.js';
import { refuseBadTarget } from './create-endpoint.use-case.js';
import type { ChangeEndpointDto } from './webhook-endpoint.dto.js';
import { WebhookTargets } from './webhook-target.js';

/** Changes where an endpoint is, what it hears, or switches it on or off. To switch on forgets its failures. */
@Injectable()
export class ChangeEndpoint {
  constructor(
    private readonly own: ChangeOwnEndpoint,
    private readonly targets: WebhookTargets,
  ) {}

  /** 400 `validation_failed` for an address that we do not call; 404 `webhook_endpoint_not_found`. */
  async run(command: EndpointCommand & ChangeEndpointDto): Promise<void> {
    const { url, events, description, enabled } = command;
    if (url) await refuseBadTarget(this.targets, url);
    await this.own.run('webhook_endpoint.change', command, async (endpoint, tx) => {
      await sql`
        update webhook_endpoints set
          url = ${url ?? endpoint.url}, events = ${events ?? endpoint.events}::text[],
          description = ${description ?? endpoint.description}
        where id = ${endpoint.id}`.execute(tx.db);
      const isOn = endpoint.disabled_reason === null;
      if (enabled === true && !isOn) {
        await sql`
          update webhook_endpoints set disabled_at = null, disabled_reason = null, listens_since = clock_timestamp(),
            failures = 0, failing_since = null, paused_until = null where id = ${endpoint.id}`.execute(tx.db);
      }
      if (enabled === false && isOn) {
        await sql`
          update webhook_endpoints set disabled_at = now(), disabled_reason = 'partner' where id = ${endpoint.id}`.execute(
          tx.db,
        );
      }
      return { facts: { ...(url && { host: new URL(url).host }), events, enabled } };
    });
  }
}
