import { type AuditFilter, AuditList } from '../../src/audit/back-office/index.js';
import type { ListSource } from '../adminjs/list-source.js';
import { ACTORS } from './events.resource.js';
import { choiceOf, spanOf, textOf } from './filters.js';
import { queryList } from './query-list.js';
import { factsOf } from './said.js';

const ENDINGS = ['done', 'refused'] as const;

/** Who did what, when, and how it ended. */
export const audit: ListSource = {
  id: 'audit',
  label: 'Audit',
  icon: 'Eye',
  group: 'Operation',
  permission: 'read_audit',
  fields: [
    { name: 'id', label: 'Id', isId: true, in: ['show'] },
    { name: 'action', label: 'What', isTitle: true, in: ['list', 'show', 'filter'] },
    { name: 'outcome', label: 'Outcome' },
    { name: 'ending', label: 'Done or refused', oneOf: ENDINGS, in: ['filter'] },
    { name: 'actorKind', label: 'By', oneOf: ACTORS, in: ['list', 'show', 'filter'] },
    { name: 'actorId', label: 'Who', in: ['show', 'filter'] },
    { name: 'subjectKind', label: 'Of what', in: ['show'] },
    { name: 'subjectId', label: 'About', in: ['list', 'show', 'filter'] },
    { name: 'requestId', label: 'Request', in: ['show'] },
    { name: 'reason', label: 'Reason' },
    { name: 'facts', label: 'Facts', isPreformatted: true, in: ['show'] },
    { name: 'occurredAt', label: 'When', type: 'datetime', in: ['list', 'show', 'filter'] },
  ],
  ...queryList(AuditList, {
    filterOf: (filters): AuditFilter => ({
      subjectId: textOf(filters, 'subjectId'),
      actorId: textOf(filters, 'actorId'),
      actorKind: choiceOf(filters, 'actorKind', ACTORS),
      action: textOf(filters, 'action'),
      outcome: choiceOf(filters, 'ending', ENDINGS),
      occurred: spanOf(filters, 'occurredAt'),
    }),
    rowOf: (row) => ({ ...row, reason: row.facts['reason'], facts: factsOf(row.facts) }),
  }),
};
