import { Router } from 'express';
import { may } from '../../src/staff/index.js';
import { sessionOf } from '../http/request.js';
import type { Panel } from '../panel.js';
import { mayReadInbox, openEntries } from './inbox.js';

/** Which pages of our own a role has in the menu, and what waits in them. */
export function menuView(panel: Panel): Router {
  const router = Router();
  router.get('/menu', async (request, response) => {
    const { role } = sessionOf(request);
    response.json({
      pages: [
        ...(mayReadInbox(role) ? [{ name: 'inbox', waiting: await openEntries(panel) }] : []),
        ...(may(role, 'move_orders') ? [{ name: 'bulk', waiting: 0 }] : []),
        ...(may(role, 'export_lists') ? [{ name: 'exports', waiting: 0 }] : []),
      ],
    });
  });
  return router;
}
