import { z } from 'zod';
import { StartBulkRun } from '../../src/orders/back-office/index.js';
import { defineAction } from './action.js';

const orderNumbers = z
  .string()
  .transform((text) => text.split(/[\s,;]+/).filter((word) => word !== ''))
  .refine((numbers) => numbers.length > 0, 'Give at least one order number.');

/** Many orders at once. Stands on no list: the page of bulk runs sends it, and goes on with the run's id that it is told. */
export const startBulkRun = defineAction({
  name: 'start-bulk-run',
  label: 'Start a bulk run',
  icon: 'Layers',
  resource: 'bulk-runs',
  permission: 'move_orders',
  subject: (recordId) => ({ kind: 'bulk_run', id: recordId }),
  input: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('prepare'), isDryRun: z.boolean(), orders: orderNumbers }),
    z.object({ kind: z.literal('ship'), isDryRun: z.boolean(), csv: z.string().min(1, 'Give a CSV.') }),
  ]),
  fields: async () => [],
  preview: async () => ({
    version: 'new',
    isAllowed: true,
    effects: [],
    warnings: [],
    undo: { isPossible: false, how: 'Each row is a move of its own.' },
  }),
  async run({ actor, input, reason, token }, panel) {
    const what =
      input.kind === 'ship'
        ? { kind: input.kind, csv: input.csv }
        : { kind: input.kind, orderNumbers: input.orders };
    const common = { actor, isDryRun: input.isDryRun, reason, token };
    const { runId } = await panel.get(StartBulkRun).run({ ...common, ...what });
    return runId;
  },
});
