import { Module } from '@nestjs/common';
import { OrdersModule } from '../orders/index.js';
import { InvoiceQueries } from './invoice.queries.js';
import { InvoicesController } from './invoices.controller.js';
import { InvoicesRepository } from './invoices.repository.js';
import { IssueCreditNotes } from './issue-credit-notes.use-case.js';
import { IssueDocument } from './issue-document.js';
import { IssueInvoice } from './issue-invoice.use-case.js';
import { IssueMissing } from './issue-missing.sweep.js';
import { MailPapers } from './mail-papers.js';
import { OnMoneyReturned } from './on-money-returned.handler.js';

@Module({
  imports: [OrdersModule],
  controllers: [InvoicesController],
  providers: [
    InvoiceQueries,
    InvoicesRepository,
    IssueDocument,
    IssueInvoice,
    IssueCreditNotes,
    MailPapers,
    OnMoneyReturned,
    IssueMissing,
  ],
  exports: [MailPapers],
})
export class InvoicesModule {}
