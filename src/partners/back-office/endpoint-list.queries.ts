import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { publicId } from '../../shared/ids.js';
import { BY_ID, equals, isoTime, type ListPlan } from '../../shared/lists/list-plan.js';
import { NewestFirst } from '../../shared/lists/newest-first.js';

export interface EndpointFilter {
  readonly partnerId?: string | undefined;
  readonly state?: 'on' | 'off' | undefined;
}

/** Where a partner wants to be told. Secrets are not shown. */
export interface EndpointListRow {
  readonly id: string;
  readonly endpointId: string;
  readonly partnerId: string;
  readonly partnerName: string;
  readonly url: string;
  readonly description: string | null;
  readonly events: readonly string[];
  readonly failures: number;
  readonly failingSince: string | null;
  readonly pausedUntil: string | null;
  readonly disabledAt: string | null;
  readonly disabledReason: 'partner' | 'gone' | 'failing' | null;
  readonly createdAt: string;
}

type Raw = Omit<EndpointListRow, 'endpointId'>;

const ENDPOINTS: ListPlan<EndpointFilter, Raw, EndpointListRow> = {
  table: 'webhook_endpoints',
  alias: 'w',
  order: BY_ID,
  rest: ({ partnerId, state }) => [
    sql`w.deleted_at is null`,
    equals('w.partner_id', partnerId, 'uuid'),
    state && (state === 'on' ? sql`w.disabled_at is null` : sql`w.disabled_at is not null`),
  ],
  columns: sql`
    w.id, w.partner_id as "partnerId", p.name as "partnerName", w.url, w.description, w.events, w.failures,
    ${isoTime('w.failing_since')} as "failingSince", ${isoTime('w.paused_until')} as "pausedUntil",
    ${isoTime('w.disabled_at')} as "disabledAt", w.disabled_reason as "disabledReason", ${isoTime('w.created_at')} as "createdAt"`,
  joins: sql`join partners p on p.id = w.partner_id`,
  view: (row) => ({ ...row, endpointId: publicId('we', row.id) }),
};

/** The endpoints of all partners. */
@Injectable()
export class EndpointList extends NewestFirst<EndpointFilter, Raw, EndpointListRow> {
  constructor(uow: UnitOfWork) {
    super(uow, ENDPOINTS);
  }
}
