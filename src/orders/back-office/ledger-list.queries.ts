import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import type { TimeSpan } from '../../shared/lists/list.js';
import { BY_ID, equals, isoTime, type ListPlan, madeWithin, oneOf } from '../../shared/lists/list-plan.js';
import { NewestFirst } from '../../shared/lists/newest-first.js';
import type { Movement } from '../order-plan.js';

export interface LedgerFilter {
  readonly movements?: readonly Movement[] | undefined;
  readonly currency?: string | undefined;
  readonly occurred?: TimeSpan | undefined;
  readonly orderId?: string | undefined;
}

/** Money that has moved from one account to another one. */
export interface LedgerListRow {
  readonly id: string;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly movement: Movement;
  readonly debit: string;
  readonly credit: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly occurredAt: string;
}

const LEDGER: ListPlan<LedgerFilter, LedgerListRow> = {
  table: 'ledger_transfers',
  alias: 't',
  order: BY_ID,
  ways: ({ orderId, occurred }) => {
    const span = madeWithin('t.id', 't.occurred_at', occurred) ?? sql`true`;
    return [orderId === undefined ? span : sql`${equals('t.order_id', orderId, 'uuid')} and ${span}`];
  },
  rest: ({ movements, currency }) => [oneOf('t.movement', movements), equals('t.currency', currency)],
  columns: sql`
    t.id, t.order_id as "orderId", o.number as "orderNumber", t.movement, t.debit_account as debit,
    t.credit_account as credit, t.amount_minor as "amountMinor", t.currency, ${isoTime('t.occurred_at')} as "occurredAt"`,
  joins: sql`join orders o on o.id = t.order_id`,
};

/** Every movement of money, as it was booked: what revenue is added up from. */
@Injectable()
export class LedgerList extends NewestFirst<LedgerFilter, LedgerListRow> {
  constructor(uow: UnitOfWork) {
    super(uow, LEDGER);
  }
}
