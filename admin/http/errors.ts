import type { ErrorRequestHandler, RequestHandler } from 'express';
import { logger } from '../../src/shared/logger.js';
import { DomainError, problems } from '../../src/shared/problem.js';
import type { Panel } from '../panel.js';
import { answerRefusal, auditRefusal } from './refusals.js';

export const notFound: RequestHandler = (request, response) => answerRefusal(request, response, 'not_found');

/** The one way out for what is thrown: the problem's own text, never a stack, a statement or a path. */
export function answerErrors(panel: Panel): ErrorRequestHandler {
  return async (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof DomainError) {
      await auditRefusal(panel, request, error.code);
      const { status, detail } = problems[error.code];
      response.status(status).json({ code: error.code, text: detail });
      return;
    }
    const { name, status } = error as { name?: string; status?: unknown };
    if (name === 'ForbiddenError') {
      await auditRefusal(panel, request, 'not_permitted');
      return answerRefusal(request, response, 'not_permitted');
    }
    // What Express's own body parsers and AdminJS refuse: too long, malformed, unknown.
    if (name === 'NotFoundError' || (typeof status === 'number' && status < 500))
      return answerRefusal(
        request,
        response,
        status === 413 || status === 400 ? 'form_invalid' : 'not_found',
      );
    logger.error({ err: error }, 'panel');
    answerRefusal(request, response, 'internal_error');
  };
}
