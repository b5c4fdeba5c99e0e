import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { publicId } from '../../shared/ids.js';
import type { TimeSpan } from '../../shared/lists/list.js';
import { byTime, equals, isoTime, type ListPlan, oneOf, within } from '../../shared/lists/list-plan.js';
import { NewestFirst } from '../../shared/lists/newest-first.js';
import type { DeliveryStatus } from '../webhooks/webhook-delivery.dto.js';

export interface DeliveryFilter {
  readonly statuses?: readonly DeliveryStatus[] | undefined;
  readonly endpointId?: string | undefined;
  readonly orderId?: string | undefined;
  readonly created?: TimeSpan | undefined;
}

export interface DeliveryListRow {
  readonly id: string;
  readonly deliveryId: string;
  readonly eventId: string;
  readonly type: string;
  readonly endpointId: string;
  readonly url: string;
  readonly partnerId: string;
  readonly partnerName: string;
  readonly orderId: string | null;
  readonly orderNumber: string | null;
  readonly status: DeliveryStatus;
  readonly tries: number;
  /** How the last tries ended, the latest first. */
  readonly attempts: readonly {
    readonly sentAt: string;
    readonly durationMs: number;
    readonly status: number | null;
    readonly error: string | null;
  }[];
  readonly nextTryAt: string | null;
  readonly createdAt: string;
  readonly finishedAt: string | null;
}

type Raw = Omit<DeliveryListRow, 'deliveryId'>;

/** Of each row; a delivery's own page shows more. */
const ATTEMPTS_SHOWN = 5;

const DELIVERIES: ListPlan<DeliveryFilter, Raw, DeliveryListRow> = {
  table: 'webhook_deliveries',
  alias: 'd',
  order: byTime('created_at'),
  ways: ({ orderId, created }) => {
    const span = within('d.created_at', created) ?? sql`true`;
    return [orderId === undefined ? span : sql`${equals('d.order_id', orderId, 'uuid')} and ${span}`];
  },
  rest: ({ statuses, endpointId }) => [
    oneOf('d.status', statuses),
    equals('d.endpoint_id', endpointId, 'uuid'),
  ],
  columns: sql`
    d.id, d.event_id as "eventId", d.type, d.endpoint_id as "endpointId", w.url, w.partner_id as "partnerId",
    p.name as "partnerName", d.order_id as "orderId", o.number as "orderNumber", d.status, d.tries,
    coalesce((select json_agg(json_build_object('sentAt', ${isoTime('t.sent_at')}, 'durationMs', t.duration_ms, 'status', t.status,
        'error', t.error) order by t.sent_at desc)
      from (select * from webhook_attempts where delivery_id = d.id order by sent_at desc limit ${sql.lit(ATTEMPTS_SHOWN)}) t), '[]')
      as attempts,
    case when d.status = 'pending' then ${isoTime('d.next_try_at')} end as "nextTryAt",
    ${isoTime('d.created_at')} as "createdAt", ${isoTime('d.finished_at')} as "finishedAt"`,
  joins: sql`
    join webhook_endpoints w on w.id = d.endpoint_id join partners p on p.id = w.partner_id
    left join orders o on o.id = d.order_id`,
  view: (row) => ({ ...row, deliveryId: publicId('whd', row.id), eventId: publicId('evt', row.eventId) }),
};

/** What partners were told, and how that went. */
@Injectable()
export class DeliveryList extends NewestFirst<DeliveryFilter, Raw, DeliveryListRow> {
  constructor(uow: UnitOfWork) {
    super(uow, DELIVERIES);
  }
}
