import { pino } from 'pino';
import { currentRequest } from './http/request-context.js';

/** Keys whose values never reach a log, wherever they stand. */
const SECRET_KEYS = [
  'authorization',
  'password',
  'accessToken',
  'refreshToken',
  'cardNumber',
  'cvv',
  'token',
  'encryptedPaymentData',
];

/**
 * Structured logs, one JSON line each, with the request's id. Bodies are never logged; the redaction is the second
 * lock behind that rule.
 */
export const logger = pino({
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: { paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[secret]' },
  mixin: () => {
    const request = currentRequest();
    return request ? { requestId: request.requestId } : {};
  },
});
