import { Injectable } from '@nestjs/common';
import { invariant } from '../shared/assert.js';
import type { Correction } from './domain/document.js';
import { IssueCreditNotes } from './issue-credit-notes.use-case.js';
import { IssueInvoice } from './issue-invoice.use-case.js';
import { type PrintedPdf, pdfOf } from './pdf.js';

/** The papers that go with mails. What is due is issued first, so that a mail never leaves ahead of its invoice. */
@Injectable()
export class MailPapers {
  constructor(
    private readonly issueInvoice: IssueInvoice,
    private readonly issueCreditNotes: IssueCreditNotes,
  ) {}

  /** Of an order that was confirmed. */
  async invoice(orderId: string): Promise<PrintedPdf> {
    const invoice = await this.issueInvoice.run(orderId);
    invariant(invoice, 'a confirmed order has an invoice');
    return pdfOf(invoice);
  }

  /** Of a cancellation: for the money that it gives back, and for what was promised and let go. */
  cancellation(orderId: string, refundId: string | null): Promise<PrintedPdf[]> {
    return this.creditNotes(orderId, ({ why, refundId: of }) => why === 'release' || isOf(refundId, of));
  }

  /** Of one refund. */
  refund(orderId: string, refundId: string | null): Promise<PrintedPdf[]> {
    return this.creditNotes(orderId, ({ refundId: of }) => isOf(refundId, of));
  }

  /** As far as there are some by now: money that is still on its way has none yet. */
  private async creditNotes(orderId: string, wanted: (note: Correction) => boolean): Promise<PrintedPdf[]> {
    const notes = await this.issueCreditNotes.run(orderId);
    const chosen = notes.filter(({ facts }) => facts.kind === 'credit_note' && wanted(facts.corrects));
    return Promise.all(chosen.map(pdfOf));
  }
}

/** By the ids that customers know. */
const isOf = (refundId: string | null, of: string | null): boolean => refundId !== null && refundId === of;
