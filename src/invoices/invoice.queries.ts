import { Inject, Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { CONFIG, type Config } from '../config.js';
import { OrderQueries } from '../orders/index.js';
import type { Actor } from '../shared/actor.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { toMajor } from '../shared/money.js';
import { fromPersonalColumn } from '../shared/personal-data.js';
import { DomainError } from '../shared/problem.js';
import { isDocumentNumber } from './domain/document-number.js';
import type { DocumentKind } from './domain/document.js';
import type { DocumentDto } from './invoices.dto.js';
import type { IssuedDocument } from './issued-document.js';

type Caller = Actor & { readonly id: string };

/** The worker issues an invoice within a second of its order's confirmation. */
const SOON_SECONDS = 2;

/** Reads of documents. Who may see an order may see its papers; a stranger's are not found. */
@Injectable()
export class InvoiceQueries {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly orders: OrderQueries,
  ) {}

  /** 404 `order_not_found`; 404 `invoice_not_issued`, with `Retry-After` where it is about to be. */
  async invoice(caller: Caller, orderNumber: string): Promise<IssuedDocument> {
    const orderId = await this.orders.orderIdFor(caller, orderNumber);
    const { rows } =
      await sql<IssuedDocument>`${DOCUMENT} where order_id = ${orderId} and kind = 'invoice'`.execute(
        this.uow.db,
      );
    return rows[0] ? withBuyer(rows[0]) : this.notIssued(orderId, orderNumber);
  }

  /** 404 `order_not_found`, `credit_note_not_found`. */
  async creditNote(caller: Caller, orderNumber: string, number: string): Promise<IssuedDocument> {
    const orderId = await this.orders.orderIdFor(caller, orderNumber);
    const { rows } = isDocumentNumber(number)
      ? await sql<IssuedDocument>`
          ${DOCUMENT} where order_id = ${orderId} and kind = 'credit_note' and number = ${number}`.execute(
          this.uow.db,
        )
      : { rows: [] };
    if (!rows[0]) throw new DomainError('credit_note_not_found');
    return withBuyer(rows[0]);
  }

  /** An order's invoice and credit notes, in the order of their issue. 404 `order_not_found`. */
  async list(caller: Caller, orderNumber: string): Promise<DocumentDto[]> {
    const orderId = await this.orders.orderIdFor(caller, orderNumber);
    const { rows } = await sql<ListedRow>`
      select d.kind, d.number, to_json(d.issued_at)#>>'{}' as "issuedAt", d.amount_minor as "amountMinor", d.currency,
        i.number as "refersTo", d.document->'corrects'->>'refundId' as "refundId"
      from invoices d left join invoices i on i.id = d.refers_to
      where d.order_id = ${orderId} order by d.kind = 'credit_note', d.issued_at, d.sequence`.execute(
      this.uow.db,
    );
    return rows.map(({ kind, number, issuedAt, amountMinor, currency, refersTo, refundId }) => ({
      kind,
      number,
      issuedAt: new Date(issuedAt).toISOString(),
      amount: toMajor(amountMinor, currency),
      currency,
      refersTo,
      refundId,
      url: `${this.config.publicUrl}/orders/${orderNumber}/${kind === 'invoice' ? 'invoice' : `credit-notes/${number}`}`,
    }));
  }

  private async notIssued(orderId: string, orderNumber: string): Promise<never> {
    const { rows } = await sql<{ status: string; owed: boolean }>`
      select o.status, exists (select from events e where e.order_id = o.id and e.type = 'order.confirmed') as owed
      from orders o where o.id = ${orderId}`.execute(this.uow.db);
    const { status, owed } = rows[0]!;
    throw new DomainError('invoice_not_issued', {
      orderId: orderNumber,
      orderStatus: status,
      ...(owed && { retryAfterSeconds: SOON_SECONDS }),
    });
  }
}

const DOCUMENT = sql`
  select id, number, to_json(issued_at)#>>'{}' as "issuedAt", document as facts, personal as buyer
  from invoices`;

const withBuyer = (row: IssuedDocument): IssuedDocument => ({ ...row, buyer: fromPersonalColumn(row.buyer) });

interface ListedRow {
  readonly kind: DocumentKind;
  readonly number: string;
  readonly issuedAt: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly refersTo: string | null;
  readonly refundId: string | null;
}
