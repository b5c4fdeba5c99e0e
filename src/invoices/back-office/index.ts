/** Invoices and credit notes, as the panel lists them. */
export { type InvoiceFilter, InvoiceList, type InvoiceListRow } from './invoice-list.queries.js';
