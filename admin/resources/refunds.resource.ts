import { type RefundFilter, RefundList } from '../../src/orders/back-office/index.js';
import { formatMoney } from '../../src/shared/money.js';
import type { ListSource } from '../adminjs/list-source.js';
import { choicesOf, orderField, orderIdOf, spanOf } from './filters.js';
import { queryList } from './query-list.js';

const STATUSES = ['pending', 'succeeded', 'failed'] as const;

/** Money that goes back. */
export const refunds: ListSource = {
  id: 'refunds',
  label: 'Refunds',
  icon: 'RotateCcw',
  group: 'Orders',
  permission: 'read_money',
  fields: [
    { name: 'id', label: 'Id', isId: true, in: ['show'] },
    { ...orderField, isTitle: true },
    { name: 'refundId', label: 'Refund', in: ['show'] },
    { name: 'status', label: 'Status', oneOf: STATUSES, in: ['list', 'show', 'filter'] },
    { name: 'amount', label: 'Amount' },
    { name: 'reason', label: 'Reason' },
    { name: 'attemptId', label: 'Payment', link: { resource: 'payments' }, in: ['show'] },
    { name: 'gatewayRefundId', label: "Gateway's id", in: ['show'] },
    { name: 'failureCode', label: "Gateway's own word", in: ['show'] },
    { name: 'retryOf', label: 'Again for', link: { resource: 'refunds' }, in: ['show'] },
    { name: 'createdAt', label: 'Asked for', type: 'datetime', in: ['list', 'show', 'filter'] },
    { name: 'settledAt', label: 'Settled', type: 'datetime' },
  ],
  ...queryList(RefundList, {
    filterOf: async (filters, panel): Promise<RefundFilter> => ({
      statuses: choicesOf(filters, 'status', STATUSES),
      created: spanOf(filters, 'createdAt'),
      orderId: await orderIdOf(filters, panel),
    }),
    rowOf: (row) => ({ ...row, amount: formatMoney(row.amountMinor, row.currency) }),
  }),
};
