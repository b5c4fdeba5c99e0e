import { Router } from 'express';
import { BulkRuns } from '../../src/orders/back-office/index.js';
import { may, StaffQueries } from '../../src/staff/index.js';
import { refuse } from '../http/refusals.js';
import { sessionOf } from '../http/request.js';
import type { Panel } from '../panel.js';

/** Bulk runs and how far they are; for those who move orders. */
export function bulkRunsView(panel: Panel): Router {
  const router = Router();
  router.use('/bulk-runs', async (request, response, next) => {
    if (may(sessionOf(request).role, 'move_orders')) return next();
    await refuse(panel, request, response, 'not_permitted');
  });
  router.get('/bulk-runs', async (_request, response) => {
    const runs = await panel.get(BulkRuns).list();
    const names = await panel.get(StaffQueries).namesOf(runs.map(({ startedBy }) => startedBy));
    response.json({
      runs: runs.map((run) => ({ ...run, startedBy: names.get(run.startedBy) ?? 'somebody' })),
    });
  });
  router.get('/bulk-runs/:runId', async (request, response) => {
    const { results, ...run } = await panel.get(BulkRuns).get(request.params.runId);
    response.json({
      ...run,
      results: results.map(({ lines, wish, status, sentence }) => ({
        lines,
        order: wish.orderNumber,
        parcel: [wish.carrier, wish.trackingNumber].filter(Boolean).join(' '),
        status,
        sentence,
      })),
    });
  });
  return router;
}
