import type { RequestHandler } from 'express';
import { refuse } from '../http/refusals.js';
import { changesNothing } from '../http/request.js';
import type { Panel } from '../panel.js';

/** AdminJS shows, and changes nothing: whatever would be a change of its own does not even reach it. */
export function onlyReads(panel: Panel): RequestHandler {
  return async (request, response, next) => {
    if (changesNothing(request)) return next();
    await refuse(panel, request, response, 'read_only');
  };
}
