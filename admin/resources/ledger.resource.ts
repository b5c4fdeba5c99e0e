import { type LedgerFilter, LedgerList } from '../../src/orders/back-office/index.js';
import { formatMoney } from '../../src/shared/money.js';
import type { ListSource } from '../adminjs/list-source.js';
import { choicesOf, orderField, orderIdOf, spanOf, textOf } from './filters.js';
import { queryList } from './query-list.js';

const MOVEMENTS = [
  'authorized',
  'authorization_used',
  'released',
  'captured',
  'refunded',
  'refund_failed',
  'disputed',
  'dispute_won',
  'dispute_lost',
  'fee',
] as const;

/** Money as it was booked, movement by movement. */
export const ledger: ListSource = {
  id: 'ledger',
  label: 'Ledger',
  icon: 'BookOpen',
  group: 'Orders',
  permission: 'read_money',
  fields: [
    { name: 'id', label: 'Id', isId: true, in: ['show'] },
    { ...orderField, isTitle: true },
    { name: 'movement', label: 'Movement', oneOf: MOVEMENTS, in: ['list', 'show', 'filter'] },
    { name: 'amount', label: 'Amount' },
    { name: 'currency', label: 'Currency', in: ['show', 'filter'] },
    { name: 'debit', label: 'To', in: ['list', 'show'] },
    { name: 'credit', label: 'From', in: ['list', 'show'] },
    { name: 'occurredAt', label: 'Booked', type: 'datetime', in: ['list', 'show', 'filter'] },
  ],
  ...queryList(LedgerList, {
    filterOf: async (filters, panel): Promise<LedgerFilter> => ({
      movements: choicesOf(filters, 'movement', MOVEMENTS),
      currency: textOf(filters, 'currency')?.toUpperCase(),
      occurred: spanOf(filters, 'occurredAt'),
      orderId: await orderIdOf(filters, panel),
    }),
    rowOf: (row) => ({ ...row, amount: formatMoney(row.amountMinor, row.currency) }),
  }),
};
