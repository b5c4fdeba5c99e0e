import { type EventFilter, EventList } from '../../src/partners/back-office/index.js';
import type { ListSource } from '../adminjs/list-source.js';
import { choiceOf, orderField, orderIdOf, spanOf, textOf } from './filters.js';
import { queryList } from './query-list.js';
import { factsOf } from './said.js';

export const ACTORS = ['customer', 'admin', 'partner', 'system', 'gateway', 'carrier'] as const;
const TYPE = /^[a-z_.]{1,60}$/;

/** Everything that became true. */
export const events: ListSource = {
  id: 'events',
  label: 'Events',
  icon: 'Zap',
  group: 'Messages',
  permission: 'read_audit',
  fields: [
    { name: 'id', label: 'Id', isId: true, in: ['show'] },
    { name: 'eventId', label: 'Event', in: ['show'] },
    { name: 'type', label: 'What', isTitle: true, in: ['list', 'show', 'filter'] },
    { ...orderField },
    { name: 'productId', label: 'Product', link: { resource: 'products' } },
    { name: 'actor', label: 'By', oneOf: ACTORS, in: ['list', 'show', 'filter'] },
    { name: 'position', label: 'Position in the feed', in: ['show'] },
    { name: 'data', label: 'Data', isPreformatted: true, in: ['show'] },
    { name: 'occurredAt', label: 'When', type: 'datetime', in: ['list', 'show', 'filter'] },
  ],
  ...queryList(EventList, {
    filterOf: async (filters, panel): Promise<EventFilter> => ({
      types: typesOf(textOf(filters, 'type')),
      actor: choiceOf(filters, 'actor', ACTORS),
      occurred: spanOf(filters, 'occurredAt'),
      orderId: await orderIdOf(filters, panel),
    }),
    rowOf: (row) => ({ ...row, data: factsOf(row.data) }),
  }),
};

/** What can be no type finds nothing. */
function typesOf(typed: string | undefined): readonly string[] | undefined {
  if (typed === undefined) return undefined;
  return TYPE.test(typed) ? [typed] : [];
}
