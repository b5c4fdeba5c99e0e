import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { privateId } from '../../shared/ids.js';
import { DomainError } from '../../shared/problem.js';
import type { EndpointDto, EndpointListDto } from './webhook-endpoint.dto.js';
import { type EndpointRow, endpointView } from './webhook-endpoint.row.js';

/** A partner sees its own endpoints; another's looks as if it were not there. Outside a transaction. */
@Injectable()
export class EndpointQueries {
  constructor(private readonly uow: UnitOfWork) {}

  /** 404 `webhook_endpoint_not_found`. */
  async get(partnerId: string, endpointId: string): Promise<EndpointDto> {
    return endpointView(await this.row(partnerId, endpointId));
  }

  async list(partnerId: string): Promise<EndpointListDto> {
    const { rows } = await sql<EndpointRow>`
      select * from webhook_endpoints where partner_id = ${partnerId} and deleted_at is null
      order by created_at, id`.execute(this.uow.db);
    return { endpoints: rows.map(endpointView) };
  }

  /** 404 `webhook_endpoint_not_found`. */
  async row(partnerId: string, endpointId: string): Promise<EndpointRow> {
    const id = privateId('we', endpointId) ?? null;
    const { rows } = await sql<EndpointRow>`
      select * from webhook_endpoints
      where id = ${id}::uuid and partner_id = ${partnerId} and deleted_at is null`.execute(this.uow.db);
    if (!rows[0]) throw new DomainError('webhook_endpoint_not_found');
    return rows[0];
  }
}
