import { DeadJobList, type QueueFilter } from '../../src/back-office/index.js';
import type { ListSource } from '../adminjs/list-source.js';
import { textOf } from './filters.js';
import { queryList } from './query-list.js';

/** Jobs that were tried in vain. */
export const deadJobs: ListSource = {
  id: 'dead-jobs',
  label: 'Dead jobs',
  icon: 'Slash',
  group: 'Operation',
  permission: 'read_jobs',
  fields: [
    { name: 'id', label: 'Job', isId: true, in: ['show'] },
    { name: 'queue', label: 'Queue', isTitle: true, in: ['list', 'show', 'filter'] },
    { name: 'tries', label: 'Tries', type: 'number' },
    { name: 'error', label: 'Error' },
    { name: 'orderId', label: 'Order (inner id)', in: ['show'] },
  ],
  ...queryList(DeadJobList, { filterOf: (filters): QueueFilter => ({ queue: textOf(filters, 'queue') }) }),
};
