import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import type { TimeSpan } from '../../shared/lists/list.js';
import { BY_ID, equals, isoTime, type ListPlan, madeWithin } from '../../shared/lists/list-plan.js';
import { NewestFirst } from '../../shared/lists/newest-first.js';
import type { DocumentKind } from '../domain/document.js';

export interface InvoiceFilter {
  readonly kind?: DocumentKind | undefined;
  readonly issued?: TimeSpan | undefined;
  readonly orderId?: string | undefined;
}

export interface InvoiceListRow {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly number: string;
  readonly orderId: string;
  readonly orderNumber: string;
  /** The invoice that a credit note corrects. */
  readonly refersTo: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly issuedAt: string;
}

const INVOICES: ListPlan<InvoiceFilter, InvoiceListRow> = {
  table: 'invoices',
  alias: 'd',
  order: BY_ID,
  ways: ({ orderId, issued }) => {
    const span = madeWithin('d.id', 'd.issued_at', issued) ?? sql`true`;
    return [orderId === undefined ? span : sql`${equals('d.order_id', orderId, 'uuid')} and ${span}`];
  },
  rest: ({ kind }) => [equals('d.kind', kind)],
  columns: sql`
    d.id, d.kind, d.number, d.order_id as "orderId", o.number as "orderNumber", i.number as "refersTo",
    d.amount_minor as "amountMinor", d.currency, ${isoTime('d.issued_at')} as "issuedAt"`,
  joins: sql`join orders o on o.id = d.order_id left join invoices i on i.id = d.refers_to`,
};

/** Invoices and credit notes. */
@Injectable()
export class InvoiceList extends NewestFirst<InvoiceFilter, InvoiceListRow> {
  constructor(uow: UnitOfWork) {
    super(uow, INVOICES);
  }
}
