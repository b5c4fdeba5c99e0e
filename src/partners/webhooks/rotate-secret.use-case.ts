import { Inject, Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { CONFIG, type Config } from '../../config.js';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { privateId } from '../../shared/ids.js';
import { DomainError } from '../../shared/problem.js';
import { ChangeOwnEndpoint, type EndpointCommand } from './change-own-endpoint.js';
import type { EndpointWithSecretDto } from './webhook-endpoint.dto.js';
import { type EndpointRow, endpointView } from './webhook-endpoint.row.js';
import { WebhookSecrets } from './webhook-secrets.js';

/** Gives an endpoint its next secret. The one before signs along for a while, so that receivers change over at leisure. */
@Injectable()
export class RotateSecret {
  private readonly overlapSeconds: number;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly uow: UnitOfWork,
    private readonly own: ChangeOwnEndpoint,
    private readonly secrets: WebhookSecrets,
  ) {
    this.overlapSeconds = config.WEBHOOK_SECRET_OVERLAP_HOURS * 3600;
  }

  /** 404 `webhook_endpoint_not_found`. */
  async run(command: EndpointCommand): Promise<EndpointWithSecretDto> {
    await this.own.run('webhook_endpoint.rotate-secret', command, async ({ id }, tx) => {
      await sql`
        update webhook_endpoints set
          previous_sealed_secret = sealed_secret, sealed_secret = ${this.secrets.seal(this.secrets.make(), id)},
          previous_secret_until = now() + make_interval(secs => ${this.overlapSeconds})
        where id = ${id}`.execute(tx.db);
      return {};
    });
    // A run that was cut off has not told its secret to anybody: whoever repeats it is told.
    const { rows } = await sql<EndpointRow & { sealed_secret: string }>`
      select * from webhook_endpoints
      where id = ${privateId('we', command.endpointId) ?? null}::uuid and partner_id = ${command.partner.id}`.execute(
      this.uow.db,
    );
    if (!rows[0]) throw new DomainError('webhook_endpoint_not_found');
    return { ...endpointView(rows[0]), secret: this.secrets.open(rows[0].sealed_secret, rows[0].id) };
  }
}
