import { type InterventionKind, REMEDIES } from '../../src/interventions/index.js';
import { type InterventionFilter, InterventionList } from '../../src/orders/back-office/index.js';
import type { ListSource } from '../adminjs/list-source.js';
import { choiceOf, choicesOf, orderField, orderIdOf, spanOf } from './filters.js';
import { queryList } from './query-list.js';
import { factsOf } from './said.js';

const STATES = ['open', 'closed'] as const;
const KINDS = Object.keys(REMEDIES) as InterventionKind[];

/** What waited for a person, and what became of it. */
export const interventions: ListSource = {
  id: 'interventions',
  label: 'Interventions',
  icon: 'LifeBuoy',
  group: 'Operation',
  permission: 'read_audit',
  fields: [
    { name: 'id', label: 'Id', isId: true, in: ['show'] },
    {
      name: 'kind',
      label: 'What',
      isTitle: true,
      oneOf: KINDS,
      in: ['list', 'show', 'filter'],
    },
    { name: 'state', label: 'State', oneOf: STATES, in: ['list', 'show', 'filter'] },
    { ...orderField },
    { name: 'remedy', label: 'Remedy', in: ['show'] },
    { name: 'subjectId', label: 'About', in: ['show'] },
    { name: 'facts', label: 'Facts', isPreformatted: true, in: ['show'] },
    { name: 'ownerId', label: 'Taken by', link: { resource: 'staff' }, in: ['show'] },
    { name: 'takenAt', label: 'Taken', type: 'datetime', in: ['show'] },
    { name: 'openedAt', label: 'Opened', type: 'datetime', in: ['list', 'show', 'filter'] },
    { name: 'closedAt', label: 'Closed', type: 'datetime' },
    { name: 'closedBy', label: 'Closed by', link: { resource: 'staff' }, in: ['show'] },
    { name: 'solution', label: 'Solution', in: ['show'] },
  ],
  ...queryList(InterventionList, {
    filterOf: async (filters, panel): Promise<InterventionFilter> => ({
      state: choiceOf(filters, 'state', STATES),
      kinds: choicesOf(filters, 'kind', KINDS),
      opened: spanOf(filters, 'openedAt'),
      orderId: await orderIdOf(filters, panel),
    }),
    rowOf: (row) => ({
      ...row,
      facts: factsOf(row.facts),
      state: row.closedAt === null ? 'open' : 'closed',
    }),
  }),
};
