import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { publicId } from '../../shared/ids.js';
import type { TimeSpan } from '../../shared/lists/list.js';
import { BY_ID, byOrderOrStatus, isoTime, type ListPlan } from '../../shared/lists/list-plan.js';
import { NewestFirst } from '../../shared/lists/newest-first.js';
import type { ReturnRow } from '../return-row.js';

export interface ReturnFilter {
  readonly statuses?: readonly ReturnRow['status'][] | undefined;
  readonly requested?: TimeSpan | undefined;
  readonly orderId?: string | undefined;
}

export interface ReturnListRow {
  readonly id: string;
  readonly returnId: string;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly status: ReturnRow['status'];
  readonly carriesRefund: boolean;
  readonly reason: string;
  readonly note: string | null;
  readonly requestedBy: 'customer' | 'admin';
  readonly lines: readonly {
    readonly productId: string;
    readonly quantity: number;
    readonly restocked: number;
    readonly writtenOff: number;
  }[];
  readonly requestedAt: string;
  readonly decidedAt: string | null;
  readonly receivedAt: string | null;
}

type Raw = Omit<ReturnListRow, 'returnId'>;

/** What waits for somebody has an index of its own. */
const WAITING: ReadonlySet<string> = new Set(['requested', 'approved']);
const chosen = ({ requested: span, orderId, statuses }: ReturnFilter) =>
  byOrderOrStatus({
    alias: 'r',
    at: 'requested_at',
    span,
    orderId,
    statuses,
    hasIndex: (status) => WAITING.has(status),
  });

const RETURNS: ListPlan<ReturnFilter, Raw, ReturnListRow> = {
  table: 'returns',
  alias: 'r',
  order: BY_ID,
  ways: (filter) => chosen(filter).ways,
  rest: (filter) => chosen(filter).rest,
  columns: sql`
    r.id, r.order_id as "orderId", o.number as "orderNumber", r.status, r.carries_refund as "carriesRefund", r.reason,
    r.decided_note as note, r.requested_by as "requestedBy",
    (select json_agg(json_build_object('productId', l.product_id, 'quantity', l.quantity, 'restocked', l.restocked,
        'writtenOff', l.written_off) order by l.line_no) from return_lines l where l.return_id = r.id) as lines,
    ${isoTime('r.requested_at')} as "requestedAt", ${isoTime('r.decided_at')} as "decidedAt",
    ${isoTime('r.received_at')} as "receivedAt"`,
  joins: sql`join orders o on o.id = r.order_id`,
  view: (row) => ({ ...row, returnId: publicId('ret', row.id) }),
};

/** Units that come back, or that somebody wants to send back. */
@Injectable()
export class ReturnList extends NewestFirst<ReturnFilter, Raw, ReturnListRow> {
  constructor(uow: UnitOfWork) {
    super(uow, RETURNS);
  }
}
