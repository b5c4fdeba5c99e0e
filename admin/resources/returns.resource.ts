import { type ReturnFilter, ReturnList } from '../../src/orders/back-office/index.js';
import type { ListSource } from '../adminjs/list-source.js';
import { choicesOf, orderField, orderIdOf, spanOf } from './filters.js';
import { queryList } from './query-list.js';
import { unitsOf } from './said.js';

const STATUSES = ['requested', 'approved', 'refused', 'received'] as const;

/** Units that come back, or that somebody wants to send back. */
export const returns: ListSource = {
  id: 'returns',
  label: 'Returns',
  icon: 'CornerDownLeft',
  group: 'Orders',
  permission: 'read_orders',
  fields: [
    { name: 'id', label: 'Id', isId: true, in: ['show'] },
    { ...orderField, isTitle: true },
    { name: 'returnId', label: 'Return', in: ['show'] },
    { name: 'status', label: 'Status', oneOf: STATUSES, in: ['list', 'show', 'filter'] },
    { name: 'units', label: 'Units' },
    { name: 'reason', label: 'Reason' },
    { name: 'note', label: 'What was decided', in: ['show'] },
    { name: 'requestedBy', label: 'Asked for by', in: ['show'] },
    { name: 'carriesRefund', label: 'Gives money back', type: 'boolean', in: ['show'] },
    { name: 'restocked', label: 'Back in stock', type: 'number', in: ['show'] },
    { name: 'writtenOff', label: 'Written off', type: 'number', in: ['show'] },
    { name: 'requestedAt', label: 'Asked for', type: 'datetime', in: ['list', 'show', 'filter'] },
    { name: 'decidedAt', label: 'Decided', type: 'datetime', in: ['show'] },
    { name: 'receivedAt', label: 'Received', type: 'datetime' },
  ],
  ...queryList(ReturnList, {
    filterOf: async (filters, panel): Promise<ReturnFilter> => ({
      statuses: choicesOf(filters, 'status', STATUSES),
      requested: spanOf(filters, 'requestedAt'),
      orderId: await orderIdOf(filters, panel),
    }),
    rowOf: ({ lines, ...row }) => ({
      ...row,
      units: unitsOf(lines),
      restocked: lines.reduce((sum, line) => sum + line.restocked, 0),
      writtenOff: lines.reduce((sum, line) => sum + line.writtenOff, 0),
    }),
  }),
};
