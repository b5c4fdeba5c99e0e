import { type DisputeFilter, DisputeList } from '../../src/orders/back-office/index.js';
import { formatMoney } from '../../src/shared/money.js';
import type { ListSource } from '../adminjs/list-source.js';
import { choicesOf, orderField, orderIdOf, spanOf } from './filters.js';
import { queryList } from './query-list.js';
import { moneyOrNone } from './said.js';

const STATUSES = ['open', 'under_review', 'won', 'lost'] as const;

/** What customers have contested at their banks. */
export const disputes: ListSource = {
  id: 'disputes',
  label: 'Disputes',
  icon: 'AlertTriangle',
  group: 'Orders',
  permission: 'read_money',
  fields: [
    { name: 'id', label: 'Id', isId: true, in: ['show'] },
    { ...orderField, isTitle: true },
    { name: 'gatewayDisputeId', label: "Gateway's id", in: ['show'] },
    { name: 'status', label: 'Status', oneOf: STATUSES, in: ['list', 'show', 'filter'] },
    { name: 'amount', label: 'Contested' },
    { name: 'withdrawn', label: 'Taken away' },
    { name: 'reason', label: 'Reason' },
    { name: 'gateway', label: 'Gateway', in: ['show'] },
    { name: 'attemptId', label: 'Payment', link: { resource: 'payments' }, in: ['show'] },
    { name: 'evidenceDueBy', label: 'Evidence due', type: 'datetime' },
    { name: 'openedAt', label: 'Opened', type: 'datetime', in: ['list', 'show', 'filter'] },
    { name: 'closedAt', label: 'Closed', type: 'datetime', in: ['show'] },
  ],
  ...queryList(DisputeList, {
    filterOf: async (filters, panel): Promise<DisputeFilter> => ({
      statuses: choicesOf(filters, 'status', STATUSES),
      opened: spanOf(filters, 'openedAt'),
      orderId: await orderIdOf(filters, panel),
    }),
    rowOf: (row) => ({
      ...row,
      amount: formatMoney(row.amountMinor, row.currency),
      withdrawn: moneyOrNone(row.withdrawnMinor, row.currency),
    }),
  }),
};
