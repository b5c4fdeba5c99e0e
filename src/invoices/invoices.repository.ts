import { Injectable } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';
import { invariant } from '../shared/assert.js';
import type { Db, Transaction } from '../shared/database/unit-of-work.js';
import { fromPersonalColumn, toPersonalColumn } from '../shared/personal-data.js';
import { type Buyer, type DocumentKind, type FrozenDocument, SERIES } from './domain/document.js';
import { documentNumber } from './domain/document-number.js';
import type { IssuedDocument } from './issued-document.js';

/** What the row of a document needs beside its number. */
export interface NewDocument {
  readonly id: string;
  readonly orderId: string;
  readonly customerId: string;
  readonly source: 'order' | 'refund' | 'release';
  readonly sourceId: string;
  /** The invoice that a credit note corrects. */
  readonly refersTo: string | null;
  readonly facts: FrozenDocument;
  readonly buyer: Buyer;
}

export interface Numbered {
  readonly number: string;
  readonly year: number;
  readonly sequence: number;
  readonly issuedAt: string;
}

/** The documents and their series. */
@Injectable()
export class InvoicesRepository {
  /** Those of an order, oldest first: its invoice, then its credit notes. */
  async ofOrder(db: Db, orderId: string): Promise<IssuedDocument[]> {
    const { rows } = await sql<IssuedDocument>`
      select id, number, to_json(issued_at)#>>'{}' as "issuedAt", document as facts, personal as buyer
      from invoices where order_id = ${orderId} order by kind = 'credit_note', sequence, year`.execute(db);
    return rows.map((row) => ({ ...row, buyer: fromPersonalColumn(row.buyer) }));
  }

  /** The statement that writes a document under its number; usable alone or as a CTE of the one that leaves its traces. */
  insertion(document: NewDocument, { year, sequence, number, issuedAt }: Numbered): RawBuilder<unknown> {
    const { id, facts, buyer } = document;
    return sql`
      insert into invoices (id, kind, number, series, year, sequence, order_id, customer_id, refers_to, source, source_id,
        currency, amount_minor, document, personal, issued_at)
      values (${id}, ${facts.kind}, ${number}, ${SERIES[facts.kind]}, ${year}, ${sequence}, ${document.orderId},
        ${document.customerId}, ${document.refersTo}, ${document.source}, ${document.sourceId}, ${facts.currency},
        ${facts.amountMinor}, ${JSON.stringify(facts)}::jsonb, ${toPersonalColumn(buyer)}::jsonb, ${issuedAt})`;
  }

  /**
   * The next number of the series of this year, in UTC. Locks the series until the commit; a number that is not committed
   * was never taken. Later numbers are never issued earlier: who waited for the series takes its last time.
   */
  async nextNumber(tx: Transaction, kind: DocumentKind): Promise<Numbered> {
    const { rows } = await sql<Omit<Numbered, 'number'>>`
      insert into invoice_series as s (series, year, last_number, last_issued_at)
      values (${SERIES[kind]}, extract(year from now() at time zone 'UTC'), 1, now())
      on conflict (series, year) do update set last_number = s.last_number + 1,
        last_issued_at = greatest(s.last_issued_at, excluded.last_issued_at)
      returning year, last_number as sequence, to_json(last_issued_at)#>>'{}' as "issuedAt"`.execute(tx.db);
    const [next] = rows;
    invariant(next, 'a series gives numbers');
    return { ...next, number: documentNumber(SERIES[kind], next.year, next.sequence) };
  }
}
