import { Router, type RequestHandler } from 'express';
import { may } from '../../src/staff/index.js';
import { actionNamed } from '../actions/index.js';
import { mayDo } from '../actions/may-do.js';
import { answerRefusal, refuse } from '../http/refusals.js';
import { sessionOf } from '../http/request.js';
import type { Panel } from '../panel.js';
import { RESOURCES } from '../resources/index.js';

/** What AdminJS itself does on a list; everything else that it could is refused. */
const READS: ReadonlySet<string> = new Set(['list', 'show']);

/** AdminJS says by a notice on a page of 200 that something is forbidden: here it is refused before, and told to the audit. */
export function onlyPermitted(panel: Panel): Router {
  const router = Router();
  const check: RequestHandler = async (request, response, next) => {
    const { resourceId, action } = request.params as Readonly<Record<string, string | undefined>>;
    const list = RESOURCES.find(({ id }) => id === resourceId);
    if (!list) return answerRefusal(request, response, 'not_found');
    const { role } = sessionOf(request);
    const dialog = actionNamed(action);
    // A list with a page of its own has its dialogs there, and AdminJS knows none of them.
    const isDialogHere = dialog?.resource === list.id && !list.page;
    const isKnown = action === undefined || READS.has(action) || isDialogHere;
    const isPermitted = isKnown && may(role, list.permission) && (!dialog || mayDo(role, dialog));
    if (isPermitted) return next();
    await refuse(panel, request, response, 'not_permitted');
  };
  for (const base of ['/api/resources/:resourceId', '/resources/:resourceId'])
    router.get(
      [
        `${base}/actions/:action{/*rest}`,
        `${base}/records/:recordId/:action{/*rest}`,
        `${base}/:action{/*rest}`,
        base,
      ],
      check,
    );
  return router;
}
