import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { Router } from 'express';
import { Exports } from '../../src/orders/back-office/index.js';
import { may } from '../../src/staff/index.js';
import { refuse } from '../http/refusals.js';
import { sessionOf } from '../http/request.js';
import type { Panel } from '../panel.js';
import { orders } from '../resources/orders.resource.js';

/** Files that somebody has asked for: their own, and nobody else's. */
export function exportsView(panel: Panel): Router {
  const router = Router();
  router.use('/exports', async (request, response, next) => {
    if (may(sessionOf(request).role, 'export_lists')) return next();
    await refuse(panel, request, response, 'not_permitted');
  });
  router.get('/exports', async (request, response) => {
    const { memberId, role } = sessionOf(request);
    response.json({
      exports: await panel.get(Exports).of(memberId),
      fields: orders.fields.filter((field) => field.in?.includes('filter')),
      mayReveal: may(role, 'reveal_personal_data'),
    });
  });
  router.get('/exports/:exportId.csv', async (request, response) => {
    const { memberId, role } = sessionOf(request);
    const { exportId } = request.params;
    const { showsPersonalData } = await panel.get(Exports).get(memberId, exportId);
    // The right may have gone since.
    if (showsPersonalData && !may(role, 'reveal_personal_data'))
      return refuse(panel, request, response, 'not_permitted', { subject: { kind: 'export', id: exportId } });
    const pieces = panel.get(Exports).content(memberId, exportId);
    const first = await pieces.next();
    response.attachment(`orders-${exportId}.csv`).set('content-type', 'text/csv; charset=utf-8');
    await pipeline(Readable.from(withFirst(first, pieces)), response);
  });
  return router;
}

/** What cannot be read is refused before anything is sent. */
async function* withFirst(
  first: IteratorResult<string>,
  rest: AsyncIterable<string>,
): AsyncGenerator<string> {
  if (first.done) return;
  yield first.value;
  yield* rest;
}
