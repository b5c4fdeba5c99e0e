import express, { type Express } from 'express';
import { actionRoutes } from './actions/action.routes.js';
import { adminRouter } from './adminjs/admin-router.js';
import { onlyPermitted } from './adminjs/only-permitted.js';
import { onlyReads } from './adminjs/only-reads.js';
import { answerErrors, notFound } from './http/errors.js';
import { withRequestId } from './http/request-id.js';
import { refuseForeignOrigins } from './http/origin.js';
import { refuseMultipart } from './http/multipart.js';
import { securityHeaders } from './http/security-headers.js';
import { requireCsrfToken } from './http/csrf.js';
import { requireSession } from './http/session.js';
import { publicAssets } from './http/public-assets.js';
import { accountPages } from './pages/account.js';
import { logInPages } from './pages/log-in.js';
import { ROOT, type Panel } from './panel.js';
import { mailView } from './view/mail.js';
import { orderPage } from './view/order/order.routes.js';
import { searchView } from './view/search.js';
import { bulkRunsView } from './view/bulk-runs.js';
import { dashboardView } from './view/dashboard.js';
import { exportsView } from './view/exports.js';
import { inboxView } from './view/inbox.js';
import { menuView } from './view/menu.js';

/**
 * Everything a request passes, in this order. Before the session stands what a stranger may see: the log-in page and its few
 * files. Behind it nothing is reached without a session, whatever the address looks like.
 */
export async function panelApp(panel: Panel): Promise<Express> {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.use(withRequestId, securityHeaders(panel), refuseMultipart, refuseForeignOrigins(panel));
  app.get('/', (_request, response) => response.redirect(ROOT));
  app.use(ROOT, publicAssets());
  app.use(ROOT, logInPages(panel));
  app.use(requireSession(panel), requireCsrfToken(panel));
  app.use(ROOT, accountPages(panel));
  app.use(`${ROOT}/do`, actionRoutes(panel));
  const views = [
    bulkRunsView(panel),
    dashboardView(panel),
    exportsView(panel),
    inboxView(panel),
    mailView(panel),
    menuView(panel),
    orderPage(panel),
    searchView(panel),
  ];
  app.use(`${ROOT}/view`, views);
  app.use(ROOT, onlyReads(panel), onlyPermitted(panel), await adminRouter(panel));
  app.use(notFound, answerErrors(panel));
  return app;
}
