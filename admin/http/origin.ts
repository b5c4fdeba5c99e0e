import type { RequestHandler } from 'express';
import type { Panel } from '../panel.js';
import { refuse } from './refusals.js';
import { changesNothing } from './request.js';

/** Browsers say where a change comes from; what comes from elsewhere, or does not say, is refused. */
export function refuseForeignOrigins(panel: Panel): RequestHandler {
  const own = ownOrigins(panel);
  return async (request, response, next) => {
    const { origin } = request.headers;
    if (changesNothing(request) || (origin !== undefined && own.has(origin))) return next();
    await refuse(panel, request, response, 'foreign_origin');
  };
}

/** Without an address that is set, the panel is opened on its own machine. */
function ownOrigins({ config: { ADMIN_URL, HOST, ADMIN_PORT } }: Panel): ReadonlySet<string> {
  if (ADMIN_URL) return new Set([new URL(ADMIN_URL).origin]);
  return new Set(['127.0.0.1', 'localhost', HOST].map((host) => `http://${host}:${ADMIN_PORT}`));
}
