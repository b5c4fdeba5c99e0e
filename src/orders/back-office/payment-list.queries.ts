import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import {
  type CardSummary,
  FAILURE_REASONS,
  type FailureReason,
  type PaymentMethodName,
} from '../../payments/index.js';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import type { TimeSpan } from '../../shared/lists/list.js';
import { BY_ID, byOrderOrStatus, equals, isoTime, type ListPlan } from '../../shared/lists/list-plan.js';
import { NewestFirst } from '../../shared/lists/newest-first.js';
import type { AttemptStatus } from '../order-row.js';

export interface PaymentFilter {
  readonly statuses?: readonly AttemptStatus[] | undefined;
  readonly created?: TimeSpan | undefined;
  readonly method?: PaymentMethodName | undefined;
  readonly gateway?: string | undefined;
  readonly failureReason?: FailureReason | undefined;
  readonly orderId?: string | undefined;
}

/** One try to pay an order. */
export interface PaymentListRow {
  readonly id: string;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly gateway: string;
  readonly method: PaymentMethodName;
  readonly status: AttemptStatus;
  /** What the customer reads, and the gateway's own word. */
  readonly reason: string | null;
  readonly failureReason: FailureReason | null;
  readonly failureCode: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly authorizedMinor: number;
  readonly capturedMinor: number;
  readonly refundedMinor: number;
  readonly disputedMinor: number;
  readonly intentId: string | null;
  readonly transactionId: string | null;
  readonly card: CardSummary | null;
  readonly createdAt: string;
  readonly settledAt: string | null;
}

/** What has not simply succeeded has an index; only what has failed has a reason. */
const chosen = ({ created: span, orderId, statuses, failureReason }: PaymentFilter) =>
  byOrderOrStatus<AttemptStatus>({
    alias: 'a',
    at: 'created_at',
    span,
    orderId,
    statuses: statuses ?? (failureReason && ['failed']),
    hasIndex: (status) => status !== 'succeeded',
  });

const PAYMENTS: ListPlan<PaymentFilter, Omit<PaymentListRow, 'reason'>, PaymentListRow> = {
  table: 'payment_attempts',
  alias: 'a',
  order: BY_ID,
  ways: (filter) => chosen(filter).ways,
  rest: (filter) => [
    ...chosen(filter).rest,
    equals('a.method', filter.method),
    equals('a.gateway', filter.gateway),
    equals('a.failure_reason', filter.failureReason),
  ],
  columns: sql`
    a.id, a.order_id as "orderId", o.number as "orderNumber", a.gateway, a.method, a.status,
    a.failure_reason as "failureReason", a.failure_code as "failureCode", a.amount_minor as "amountMinor", a.currency,
    a.authorized_minor as "authorizedMinor", a.captured_minor as "capturedMinor", a.refunded_minor as "refundedMinor",
    a.disputed_minor as "disputedMinor", a.intent_id as "intentId", a.transaction_id as "transactionId", a.card,
    ${isoTime('a.created_at')} as "createdAt", ${isoTime('a.settled_at')} as "settledAt"`,
  joins: sql`join orders o on o.id = a.order_id`,
  view: (row) => ({ ...row, reason: row.failureReason && FAILURE_REASONS[row.failureReason] }),
};

/** Payments, each try of its own. */
@Injectable()
export class PaymentList extends NewestFirst<PaymentFilter, Omit<PaymentListRow, 'reason'>, PaymentListRow> {
  constructor(uow: UnitOfWork) {
    super(uow, PAYMENTS);
  }
}
