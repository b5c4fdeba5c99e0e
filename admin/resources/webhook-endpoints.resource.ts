import { type EndpointFilter, EndpointList } from '../../src/partners/back-office/index.js';
import type { ListSource } from '../adminjs/list-source.js';
import { choiceOf } from './filters.js';
import { queryList } from './query-list.js';

const STATES = ['on', 'off'] as const;

/** Where partners want to be told. */
export const webhookEndpoints: ListSource = {
  id: 'webhook-endpoints',
  label: 'Webhook endpoints',
  icon: 'Radio',
  group: 'Messages',
  permission: 'read_settings',
  fields: [
    { name: 'id', label: 'Id', isId: true, in: ['show'] },
    { name: 'endpointId', label: 'Endpoint', in: ['show'] },
    { name: 'partnerName', label: 'Partner' },
    { name: 'url', label: 'Address', isTitle: true },
    { name: 'state', label: 'State', oneOf: STATES, in: ['list', 'show', 'filter'] },
    { name: 'description', label: 'Description', in: ['show'] },
    { name: 'listensTo', label: 'Listens to', in: ['show'] },
    { name: 'failures', label: 'Failures in a row', type: 'number' },
    { name: 'failingSince', label: 'Failing since', type: 'datetime' },
    { name: 'pausedUntil', label: 'Paused until', type: 'datetime', in: ['show'] },
    { name: 'disabledReason', label: 'Why it is off', in: ['show'] },
    { name: 'disabledAt', label: 'Off since', type: 'datetime', in: ['show'] },
    { name: 'createdAt', label: 'Since', type: 'datetime', in: ['show'] },
  ],
  ...queryList(EndpointList, {
    filterOf: (filters): EndpointFilter => ({ state: choiceOf(filters, 'state', STATES) }),
    rowOf: ({ events, ...row }) => ({
      ...row,
      state: row.disabledAt === null ? 'on' : 'off',
      listensTo: events.join(', '),
    }),
  }),
};
