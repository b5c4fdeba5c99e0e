import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { publicId } from '../../shared/ids.js';
import type { TimeSpan } from '../../shared/lists/list.js';
import { BY_ID, byOrderOrStatus, isoTime, type ListPlan } from '../../shared/lists/list-plan.js';
import { NewestFirst } from '../../shared/lists/newest-first.js';
import type { RefundRow } from '../order-row.js';

export interface RefundFilter {
  readonly statuses?: readonly RefundRow['status'][] | undefined;
  readonly created?: TimeSpan | undefined;
  readonly orderId?: string | undefined;
}

export interface RefundListRow {
  readonly id: string;
  readonly refundId: string;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly attemptId: string;
  readonly status: RefundRow['status'];
  readonly amountMinor: number;
  readonly currency: string;
  readonly reason: string;
  readonly gatewayRefundId: string | null;
  readonly failureCode: string | null;
  readonly retryOf: string | null;
  readonly createdAt: string;
  readonly settledAt: string | null;
}

type Raw = Omit<RefundListRow, 'refundId'>;

const chosen = ({ created: span, orderId, statuses }: RefundFilter) =>
  byOrderOrStatus({
    alias: 'r',
    at: 'created_at',
    span,
    orderId,
    statuses,
    hasIndex: (status) => status !== 'succeeded',
  });

const REFUNDS: ListPlan<RefundFilter, Raw, RefundListRow> = {
  table: 'refunds',
  alias: 'r',
  order: BY_ID,
  ways: (filter) => chosen(filter).ways,
  rest: (filter) => chosen(filter).rest,
  columns: sql`
    r.id, r.order_id as "orderId", o.number as "orderNumber", r.attempt_id as "attemptId", r.status,
    r.amount_minor as "amountMinor", r.currency, r.reason, r.gateway_refund_id as "gatewayRefundId",
    r.failure_code as "failureCode", r.retry_of as "retryOf", ${isoTime('r.created_at')} as "createdAt",
    ${isoTime('r.settled_at')} as "settledAt"`,
  joins: sql`join orders o on o.id = r.order_id`,
  view: (row) => ({ ...row, refundId: publicId('ref', row.id) }),
};

/** Money that goes back. */
@Injectable()
export class RefundList extends NewestFirst<RefundFilter, Raw, RefundListRow> {
  constructor(uow: UnitOfWork) {
    super(uow, REFUNDS);
  }
}
