import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { logger } from '../logger.js';
import { DomainError, type ProblemCode } from '../problem.js';
import { FinalAnswer, problemAnswer } from './answer.js';
import type { SettleReply, SettleRequest } from './request.js';

/** What the framework refuses before our code runs, by its status. */
const FRAMEWORK_REFUSALS: Readonly<Record<number, ProblemCode>> = {
  400: 'malformed_body',
  404: 'not_found',
  405: 'not_found',
  413: 'body_too_large',
  414: 'malformed_body',
  415: 'unsupported_media_type',
};

/** The one way out for everything that is thrown: a problem document, never a stack, a query or a secret. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<SettleRequest>();
    const answer = thrown instanceof FinalAnswer ? thrown : problemAnswer(asRefusal(thrown), pathOf(request));
    const reply = http.getResponse<SettleReply>();
    void reply.status(answer.status).headers(answer.headers).send(answer.body);
  }
}

function asRefusal(thrown: unknown): DomainError {
  if (thrown instanceof DomainError) return thrown;
  const status = statusOf(thrown);
  const code = status === undefined ? undefined : FRAMEWORK_REFUSALS[status];
  if (code) return new DomainError(code);
  logger.error({ err: thrown }, 'internal error');
  return new DomainError('internal_error');
}

/** Nest's exceptions answer `getStatus()`, Fastify's carry `statusCode`. */
function statusOf(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const { getStatus, statusCode } = thrown as { getStatus?: () => number; statusCode?: number };
  return typeof getStatus === 'function' ? getStatus.call(thrown) : statusCode;
}

/** The path without the query, which may carry what a log must not. */
export const pathOf = (request: SettleRequest): string => request.url.split('?', 1)[0]!;
