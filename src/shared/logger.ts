import { pino } from 'pino';
import { sqlState } from './sql-state.js';
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
  'secret',
  'encryptedPaymentData',
];

/**
 * Lines leave in batches: one write per line costs a busy process more than making it. They are at most 100 ms behind,
 * and none is lost on an orderly end; what a SIGKILL takes along was no record of anything, those are in the database.
 */
const destination = pino.destination({ dest: 1, sync: false, minLength: 4096, periodicFlush: 100 });
process.on('exit', () => destination.flushSync());

/**
 * Structured logs, one JSON line each, with the request's id. Bodies are never logged; the redaction is the second
 * lock behind that rule.
 */
export const logger = pino(
  {
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[secret]' },
    serializers: { err: withoutValues },
    mixin: () => {
      const request = currentRequest();
      return request ? { requestId: request.requestId } : {};
    },
  },
  destination,
);

/**
 * An error as it may be logged. Messages of Postgres and of the ORM quote statements and values, which may be personal:
 * of these only code and constraint are told. Frames say where, never what.
 */
function withoutValues(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const state = sqlState(error);
  const { constraint, table } = error as { constraint?: string; table?: string };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    ...(state ? { sqlState: state, constraint, table } : { message: error.message.slice(0, 300) }),
    at: frames.slice(0, 12).map((frame) => frame.trim()),
  };
}
