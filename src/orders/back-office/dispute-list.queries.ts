import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { DisputeStatus } from '../../payments/index.js';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import type { TimeSpan } from '../../shared/lists/list.js';
import { BY_ID, byOrderOrStatus, isoTime, type ListPlan } from '../../shared/lists/list-plan.js';
import { NewestFirst } from '../../shared/lists/newest-first.js';

export interface DisputeFilter {
  readonly statuses?: readonly DisputeStatus[] | undefined;
  readonly opened?: TimeSpan | undefined;
  readonly orderId?: string | undefined;
}

export interface DisputeListRow {
  readonly id: string;
  readonly gatewayDisputeId: string;
  readonly gateway: string;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly attemptId: string;
  readonly status: DisputeStatus;
  readonly reason: string;
  readonly amountMinor: number;
  readonly withdrawnMinor: number;
  readonly currency: string;
  readonly evidenceDueBy: string | null;
  readonly openedAt: string;
  readonly closedAt: string | null;
}

const chosen = ({ opened: span, orderId, statuses }: DisputeFilter) =>
  byOrderOrStatus({ alias: 'd', at: 'opened_at', span, orderId, statuses, hasIndex: () => true });

const DISPUTES: ListPlan<DisputeFilter, DisputeListRow> = {
  table: 'disputes',
  alias: 'd',
  order: BY_ID,
  ways: (filter) => chosen(filter).ways,
  rest: (filter) => chosen(filter).rest,
  columns: sql`
    d.id, d.gateway_dispute_id as "gatewayDisputeId", d.gateway, d.order_id as "orderId", o.number as "orderNumber",
    d.attempt_id as "attemptId", d.status, d.reason, d.amount_minor as "amountMinor", d.withdrawn_minor as "withdrawnMinor",
    d.currency, ${isoTime('d.evidence_due_by')} as "evidenceDueBy", ${isoTime('d.opened_at')} as "openedAt",
    ${isoTime('d.closed_at')} as "closedAt"`,
  joins: sql`join orders o on o.id = d.order_id`,
};

/** What customers have contested at their banks. */
@Injectable()
export class DisputeList extends NewestFirst<DisputeFilter, DisputeListRow> {
  constructor(uow: UnitOfWork) {
    super(uow, DISPUTES);
  }
}
