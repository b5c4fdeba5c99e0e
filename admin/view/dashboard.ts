import { Router } from 'express';
import { DashboardQueries } from '../../src/back-office/index.js';
import { may } from '../../src/staff/index.js';
import { sessionOf } from '../http/request.js';
import type { Panel } from '../panel.js';
import { jobsPart, ordersPart } from './dashboard-orders.js';
import { paymentsPart, revenueParts } from './dashboard-money.js';
import { needsOf } from './dashboard-needs.js';

/** The day's figures as far as a role may look at what is behind them. */
export function dashboardView(panel: Panel): Router {
  const router = Router();
  router.get('/dashboard', async (request, response) => {
    const { role } = sessionOf(request);
    const figures = await panel.get(DashboardQueries).read();
    response.json({
      needs: await needsOf(panel, role, figures),
      parts: [
        ...(may(role, 'read_orders') ? [ordersPart(figures)] : []),
        ...(may(role, 'read_money') ? [...revenueParts(figures), paymentsPart(figures)] : []),
        ...(may(role, 'read_jobs') ? [jobsPart(figures)] : []),
      ],
      countedAt: figures.countedAt,
    });
  });
  return router;
}
