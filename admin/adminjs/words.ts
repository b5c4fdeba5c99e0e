import { ACTIONS } from '../actions/index.js';
import { RESOURCES } from '../resources/index.js';

/** What AdminJS says in the words of a programmer. */
const MISSING = {
  pageNotFound_title: 'Not found',
  pageNotFound_subtitle: 'There is nothing at this address.',
  error404Resource: 'There is no such list, or your role does not see it.',
  error404Action: 'There is no such row, or your role may not do this with it.',
  error404Record: 'There is no such row, or your role does not see it.',
  errorFetchingRecords: 'The rows cannot be shown now. Try again.',
  errorFetchingRecord: 'The row cannot be shown now. Try again.',
} as const;

/** Every label of the panel, made from what resources and actions call themselves. */
export function words() {
  const resources = Object.fromEntries(
    RESOURCES.map((source) => [
      source.id,
      {
        properties: Object.fromEntries(source.fields.map(({ name, label }) => [name, label])),
        actions: { list: source.label },
        messages: { noRecordsInResource: source.whenEmpty ?? 'There is nothing here.' },
      },
    ]),
  );
  return {
    labels: { navigation: 'Lists', ...Object.fromEntries(RESOURCES.map(({ id, label }) => [id, label])) },
    actions: { show: 'Details', ...Object.fromEntries(ACTIONS.map(({ name, label }) => [name, label])) },
    messages: MISSING,
    pages: { inbox: 'Inbox', bulk: 'Bulk', exports: 'Exports' },
    resources,
  };
}
