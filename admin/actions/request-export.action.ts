import { z } from 'zod';
import { orderStates } from '../../src/orders/index.js';
import { RequestExport } from '../../src/orders/back-office/index.js';
import { may } from '../../src/staff/index.js';
import { ActionRefused, defineAction } from './action.js';

const day = z.union([z.literal(''), z.iso.date('Give a day, as in 2026-11-28.')]);

/** A list as a file. Stands on no list: the page of exports sends it. */
export const requestExport = defineAction({
  name: 'request-export',
  label: 'Make a CSV',
  icon: 'Download',
  resource: 'exports',
  permission: 'export_lists',
  subject: (recordId) => ({ kind: 'export', id: recordId }),
  input: z.object({
    statuses: z.array(z.enum(orderStates.states)).default([]),
    from: day.default(''),
    to: day.default(''),
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
  async run({ actor, role, input: { statuses, from, to, showsPersonalData }, reason, token }, panel) {
    if (showsPersonalData && !may(role, 'reveal_personal_data'))
      throw new ActionRefused('not_permitted', 'Your role may not see personal data.');
    const filter = {
      ...(statuses.length > 0 && { statuses }),
      ...(from && { createdFrom: `${from}T00:00:00Z` }),
      ...(to && { createdTo: `${to}T00:00:00Z` }),
    };
    const { exportId } = await panel
      .get(RequestExport)
      .run({ actor, list: 'orders', filter, showsPersonalData, reason, token });
    return exportId;
  },
});
