/**
 * Invoices: what an order's customer gets in writing, invoices and the credit notes that correct them.
 * Owns the documents and their number series; a document is insert-only, and frozen with everything that it says.
 * An invoice is issued on the way to the mail that it goes with (mail-papers.ts), a credit note once its money is back.
 * Promises: numbers without gaps by series and year; one invoice for a confirmed order, one credit note for money that
 * went back; the same page whenever it is printed.
 * Never: issues in a request, changes an order, or corrects a document but by another one.
 * Start reading at issue-invoice.use-case.ts, then domain/credit-note.ts and print/print-document.ts.
 */
export { invoiceChecks } from './checks/invoice-checks.js';
export { InvoicesModule } from './invoices.module.js';
export { MailPapers } from './mail-papers.js';
export { type PrintedPdf, readyToPrint } from './pdf.js';
