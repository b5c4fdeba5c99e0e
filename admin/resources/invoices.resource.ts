import { type InvoiceFilter, InvoiceList } from '../../src/invoices/back-office/index.js';
import { formatMoney } from '../../src/shared/money.js';
import type { ListSource } from '../adminjs/list-source.js';
import { choiceOf, orderField, orderIdOf, spanOf } from './filters.js';
import { queryList } from './query-list.js';

const KINDS = ['invoice', 'credit_note'] as const;

/** Invoices and credit notes. */
export const invoices: ListSource = {
  id: 'invoices',
  label: 'Invoices',
  icon: 'FileText',
  group: 'Orders',
  permission: 'read_money',
  fields: [
    { name: 'id', label: 'Id', isId: true, in: ['show'] },
    { name: 'number', label: 'Number', isTitle: true },
    { name: 'kind', label: 'Kind', oneOf: KINDS, in: ['list', 'show', 'filter'] },
    { ...orderField },
    { name: 'amount', label: 'Amount' },
    { name: 'refersTo', label: 'Corrects' },
    { name: 'issuedAt', label: 'Issued', type: 'datetime', in: ['list', 'show', 'filter'] },
  ],
  ...queryList(InvoiceList, {
    filterOf: async (filters, panel): Promise<InvoiceFilter> => ({
      kind: choiceOf(filters, 'kind', KINDS),
      issued: spanOf(filters, 'issuedAt'),
      orderId: await orderIdOf(filters, panel),
    }),
    rowOf: (row) => ({ ...row, amount: formatMoney(row.amountMinor, row.currency) }),
  }),
};
