import { ACTIONS } from '../actions/index.js';
import { RESOURCES } from '../resources/index.js';

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
    actions: Object.fromEntries(ACTIONS.map(({ name, label }) => [name, label])),
    pages: { inbox: 'Inbox', bulk: 'Bulk', exports: 'Exports' },
    resources,
  };
}
