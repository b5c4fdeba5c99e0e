import { type QueueFilter, QueueList } from '../../src/back-office/index.js';
import type { ListSource } from '../adminjs/list-source.js';
import { textOf } from './filters.js';
import { queryList } from './query-list.js';

/** How each queue stands. */
export const jobs: ListSource = {
  id: 'jobs',
  label: 'Jobs',
  icon: 'Cpu',
  group: 'Operation',
  permission: 'read_jobs',
  fields: [
    { name: 'id', label: 'Id', isId: true, in: ['show'] },
    { name: 'queue', label: 'Queue', isTitle: true, in: ['list', 'show', 'filter'] },
    { name: 'waiting', label: 'Waiting', type: 'number' },
    { name: 'oldestSeconds', label: 'The oldest waits (s)', type: 'number' },
    { name: 'underWay', label: 'Under way', type: 'number' },
    { name: 'dead', label: 'Tried in vain', type: 'number' },
  ],
  ...queryList(QueueList, { filterOf: (filters): QueueFilter => ({ queue: textOf(filters, 'queue') }) }),
};
