import { z } from 'zod';
import { RequestExport } from '../../src/orders/back-office/index.js';
import { may } from '../../src/staff/index.js';
import type { Filters } from '../adminjs/list-source.js';
import { orderFilterOf } from '../resources/order-filter.js';
import { orders } from '../resources/orders.resource.js';
import { ActionRefused, defineAction } from './action.js';

const LONGEST = 200;
const text = z.string().max(LONGEST);
const span = z.strictObject({ from: text.optional(), to: text.optional() });
/** A filter that the list does not have would leave nothing out. */
const filters = z.strictObject(
  Object.fromEntries(
    orders.fields
      .filter((field) => field.in?.includes('filter'))
      .map(({ name }) => [name, z.union([text, span]).optional()]),
  ),
);

/** What the list shows as a file. Stands on no row: the page of exports sends it, with the list's filter. */
export const requestExport = defineAction({
  name: 'request-export',
  label: 'Export these',
  icon: 'Download',
  resource: 'orders',
  permission: 'export_lists',
  subject: (recordId) => ({ kind: 'export', id: recordId }),
  input: z.strictObject({
    filters: filters.default({}),
    showsPersonalData: z.boolean().default(false),
  }),
  fields: async () => [],
  preview: async () => ({
    version: 'new',
    isAllowed: true,
    effects: [],
    warnings: [],
    undo: { isPossible: false, how: 'The file is gone after a day.' },
  }),
  async run({ actor, role, input, reason, token }, panel) {
    const { showsPersonalData } = input;
    if (showsPersonalData && !may(role, 'reveal_personal_data'))
      throw new ActionRefused('not_permitted', 'Your role may not see personal data.');
    const filter = orderFilterOf(input.filters as Filters);
    const { exportId } = await panel
      .get(RequestExport)
      .run({ actor, list: 'orders', filter, showsPersonalData, reason, token });
    return exportId;
  },
});
