import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import { invariant } from '../shared/assert.js';
import { type Transaction, UnitOfWork } from '../shared/database/unit-of-work.js';
import { newId } from '../shared/ids.js';
import { creditNoteOf } from './domain/credit-note.js';
import { InvoicesRepository } from './invoices.repository.js';
import type { IssuedDocument } from './issued-document.js';
import { IssueDocument } from './issue-document.js';
import { IssueInvoice } from './issue-invoice.use-case.js';
import { type DueCredit, dueCredits, lockConfirmedOrder } from './order-facts.sql.js';
import { sellerOf } from './seller.js';

/**
 * Issues the credit notes that an order is due: one for each refund that went through, one for what was promised and let
 * go. What is due is read from the rows, so that it does not matter who asks, in which order, or how often.
 */
@Injectable()
export class IssueCreditNotes {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly invoices: InvoicesRepository,
    private readonly issueInvoice: IssueInvoice,
    private readonly issueDocument: IssueDocument,
  ) {}

  /** All credit notes of the order, oldest first. An order without an invoice gets none: it was never owed. */
  async run(orderId: string): Promise<IssuedDocument[]> {
    // News of a refund may overtake that of the confirmation.
    if (!(await this.issueInvoice.run(orderId))) return [];
    return this.uow.run(async (tx) => {
      const order = await lockConfirmedOrder(tx, orderId);
      invariant(order, 'an invoiced order was confirmed');
      for (const due of await dueCredits(tx, orderId)) await this.issue(tx, order, due);
      return (await this.invoices.ofOrder(tx.db, orderId)).slice(1);
    });
  }

  private async issue(
    tx: Transaction,
    order: { id: string; customerId: string },
    due: DueCredit,
  ): Promise<void> {
    const [invoice, ...notes] = await this.invoices.ofOrder(tx.db, order.id);
    invariant(invoice?.facts.kind === 'invoice', 'an order has its invoice before its credit notes');
    const { number, issuedAt, facts } = invoice;
    const corrected = { number, issuedAt, facts, credited: notes.map((note) => note.facts) };
    const note = creditNoteOf(corrected, due, sellerOf(this.config));
    if (!note) return;
    await this.issueDocument.run(tx, {
      id: newId(),
      orderId: order.id,
      customerId: order.customerId,
      source: due.source,
      sourceId: due.sourceId,
      refersTo: invoice.id,
      facts: note,
      buyer: invoice.buyer,
    });
  }
}
