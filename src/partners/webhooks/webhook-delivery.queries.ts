import { Injectable } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { privateId, publicId } from '../../shared/ids.js';
import { positionOfCursor, toCursor } from '../../shared/page-cursor.js';
import { DomainError } from '../../shared/problem.js';
import { type EventRow, publicEventOf } from '../public-event.js';
import type {
  AttemptDto,
  DeliveryDto,
  DeliveryListDto,
  DeliveryStatus,
  DeliveryWithAttemptsDto,
  ListDeliveriesDto,
} from './webhook-delivery.dto.js';
import { EndpointQueries } from './webhook-endpoint.queries.js';
import { isoTimeOrNull } from './webhook-endpoint.row.js';

interface DeliveryRow extends EventRow {
  readonly id: string;
  readonly status: DeliveryStatus;
  readonly tries: number;
  readonly next_try_at: string;
  readonly created_at: string;
  readonly finished_at: string | null;
}

const PAGE_DEFAULT = 20;
const ATTEMPTS_SHOWN = 50;

const DELIVERY: RawBuilder<unknown> = sql`
  select d.id, d.status, d.tries, d.next_try_at, d.created_at, d.finished_at, d.event_id, d.type, d.position::text,
    e.occurred_at, e.product_id, e.data, o.number as order_number
  from webhook_deliveries d join events e on e.id = d.event_id left join orders o on o.id = d.order_id`;

/** What was sent to an endpoint, and what came of it: its partner's alone. Outside a transaction. */
@Injectable()
export class DeliveryQueries {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly endpoints: EndpointQueries,
  ) {}

  /** The latest event first, keyset paging on its position. 404 `webhook_endpoint_not_found`. */
  async list(
    partnerId: string,
    endpointId: string,
    { status, limit = PAGE_DEFAULT, cursor }: ListDeliveriesDto,
  ): Promise<DeliveryListDto> {
    const endpoint = await this.endpoints.row(partnerId, endpointId);
    const before = cursor === undefined ? null : positionOfCursor(cursor).toString();
    const { rows } = await sql<DeliveryRow>`
      ${DELIVERY} where d.endpoint_id = ${endpoint.id}
        and (${status ?? null}::text is null or d.status = ${status ?? null})
        and (${before}::bigint is null or d.position < ${before}::bigint)
      order by d.position desc limit ${limit + 1}`.execute(this.uow.db);
    const page = rows.slice(0, limit);
    const hasMore = rows.length > limit;
    return {
      deliveries: page.map(deliveryView),
      pageInfo: { nextCursor: hasMore ? toCursor([page.at(-1)!.position]) : null, hasMore },
    };
  }

  /** One with what was sent and answered. 404 `webhook_endpoint_not_found`, `webhook_delivery_not_found`. */
  async get(partnerId: string, endpointId: string, deliveryId: string): Promise<DeliveryWithAttemptsDto> {
    const row = await this.row(partnerId, endpointId, deliveryId);
    const { rows } = await sql<AttemptDto>`
      select * from (
        select sent_at as "sentAt", url, duration_ms as "durationMs", status, answer, error
        from webhook_attempts where delivery_id = ${row.id} order by sent_at desc limit ${ATTEMPTS_SHOWN}) latest
      order by "sentAt"`.execute(this.uow.db);
    const attempts = rows.map((attempt) => ({ ...attempt, sentAt: new Date(attempt.sentAt).toISOString() }));
    return { ...deliveryView(row), body: JSON.stringify(publicEventOf(row)), attempts };
  }

  private async row(partnerId: string, endpointId: string, deliveryId: string): Promise<DeliveryRow> {
    const endpoint = await this.endpoints.row(partnerId, endpointId);
    const { rows } = await sql<DeliveryRow>`
      ${DELIVERY} where d.id = ${privateId('whd', deliveryId) ?? null}::uuid and d.endpoint_id = ${endpoint.id}`.execute(
      this.uow.db,
    );
    if (!rows[0]) throw new DomainError('webhook_delivery_not_found');
    return rows[0];
  }
}

const deliveryView = (row: DeliveryRow): DeliveryDto => ({
  id: publicId('whd', row.id),
  eventId: publicId('evt', row.event_id),
  type: row.type,
  orderId: row.order_number,
  status: row.status,
  tries: row.tries,
  nextTryAt: row.status === 'pending' ? isoTimeOrNull(row.next_try_at) : null,
  createdAt: new Date(row.created_at).toISOString(),
  finishedAt: isoTimeOrNull(row.finished_at),
});
