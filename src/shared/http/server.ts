import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { logger } from '../logger.js';
import { DomainError } from '../problem.js';
import { problemAnswer } from './answer.js';
import { BODY_LIMIT_BYTES, useJsonBodies } from './json-body.js';
import { pathOf, ProblemFilter } from './problem.filter.js';
import { runInRequest } from './request-context.js';
import { validationPipe } from './validation.pipe.js';

const SAFE_REQUEST_ID = /^[\w-]{8,64}$/;

/** The HTTP adapter: a caller's request id is kept where it is harmless, else made. */
export function httpAdapter(): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    genReqId: (request: IncomingMessage) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && SAFE_REQUEST_ID.test(given) ? given : randomUUID();
    },
    // A path that cannot be decoded is refused before hooks and filters: it names nothing.
    frameworkErrors: (_error: unknown, request: FastifyRequest, reply: FastifyReply) => {
      const answer = runInRequest({ requestId: request.id }, () =>
        problemAnswer(new DomainError('not_found'), pathOf(request)),
      );
      void reply
        .status(answer.status)
        .headers({ ...answer.headers, 'x-request-id': request.id })
        .send(answer.body);
    },
  });
}

/** What every request passes: context, bodies, validation, problems, one log line. */
export function configureHttp(app: NestFastifyApplication): void {
  useJsonBodies(app);
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter());
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    runInRequest({ requestId: request.id }, done);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    logger.info(requestLine(request, reply.statusCode, reply.elapsedTime), 'request');
    done();
  });
}

/** The route rather than the URL: a query or an id in a path may be personal. */
function requestLine(request: FastifyRequest, status: number, elapsedMs: number) {
  const route = request.routeOptions.url ?? 'unknown';
  return {
    requestId: request.id,
    method: request.method,
    route,
    status,
    elapsedMs: Math.round(elapsedMs * 10) / 10,
  };
}
