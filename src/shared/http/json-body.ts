import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../problem.js';

/** More than any order needs, and little enough that parsing it never stalls the process. */
export const BODY_LIMIT_BYTES = 64 * 1024;

/** An order is four deep, the gateways' events about ten; what walks a body recursively must not run out of stack. */
const MAX_DEPTH = 32;

/** Escapes that may stand for what Postgres cannot store: NUL, and halves of surrogate pairs. */
const SUSPICIOUS = /\\u(?:0000|d[89a-f])/i;

/**
 * Parses JSON bodies strictly; no body at all is an empty object. Routes that want the bytes alone get them unparsed:
 * what a gateway has signed is not for us to refuse.
 */
export function useJsonBodies(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.removeContentTypeParser('text/plain');
  fastify.addHook('onRoute', (route) => {
    if (route.config?.bytesOnly) route.bodyLimit = route.config.bytesOnly.limitBytes;
  });
  const parse = fastify.getDefaultJsonParser('error', 'error');
  app.useBodyParser('application/json', { bodyLimit: BODY_LIMIT_BYTES }, (request, raw, done) => {
    if ((request as FastifyRequest).routeOptions.config.bytesOnly) return done(null, {});
    const text = raw.toString('utf8');
    if (text === '') return done(null, {});
    if (text.includes('\0')) return done(new DomainError('malformed_body'));
    return parse(request as FastifyRequest, text, (error, value: unknown) => {
      if (error || !isWithin(MAX_DEPTH, value)) return done(new DomainError('malformed_body'));
      if (SUSPICIOUS.test(text) && !isStorable(value)) return done(new DomainError('malformed_body'));
      return done(null, value);
    });
  });
}

/** Whether a value has at most so many levels of lists and objects. Ends at the limit, however deep the value is. */
function isWithin(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isWithin(levels - 1, inner));
}

/** Whether Postgres can store every string of a parsed body. Only run where the text looks suspicious. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('\0') && value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, inner]) => isStorable(key) && isStorable(inner));
}
