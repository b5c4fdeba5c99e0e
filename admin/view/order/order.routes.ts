import { Router } from 'express';
import { DomainError, problems } from '../../../src/shared/problem.js';
import { may } from '../../../src/staff/index.js';
import { refuse } from '../../http/refusals.js';
import { actorOf, sessionOf } from '../../http/request.js';
import type { Panel } from '../../panel.js';
import { orderView } from './order-view.js';

/** What the page of an order shows to whoever looks at it. */
export function orderPage(panel: Panel): Router {
  const router = Router();
  router.get('/order/:number', async (request, response) => {
    const { role } = sessionOf(request);
    const subject = { kind: 'order', id: request.params.number } as const;
    if (!may(role, 'read_orders')) return refuse(panel, request, response, 'not_permitted', { subject });
    try {
      response.json(await orderView(panel, { actor: actorOf(request), role, recordId: subject.id }));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const { status, detail: text } = problems[error.code];
      response.status(status).json({ code: error.code, text });
    }
  });
  return router;
}
