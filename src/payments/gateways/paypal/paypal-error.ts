import { DeadlinePassed, TimedOut } from '../call-gateway.js';

/** The connection broke: nothing says whether the request arrived. */
export class ConnectionError extends Error {}

/** An answer that is no success, or a success without a JSON object in it. `httpStatusCode` is what the SDK looks at. */
export class PayPalError extends Error {
  /** PayPal's own word (`INSTRUMENT_DECLINED`); `null` where it has none. */
  readonly code: string | null;

  constructor(
    readonly httpStatusCode: number,
    answer: unknown,
  ) {
    super('PayPal did not do it');
    this.code = codeOf(answer);
  }
}

/** PayPal spells its codes so; anything else is text, and stays where it is. */
const CODE = /^[A-Za-z_]{3,80}$/;

function codeOf(answer: unknown): string | null {
  const { name, error } = (answer ?? {}) as { name?: unknown; error?: unknown };
  const code = name ?? error;
  return typeof code === 'string' && CODE.test(code) ? code : null;
}

/** Two requests under one key at a time, or too many: neither was processed. */
const PASSING: ReadonlySet<number> = new Set([409, 429]);

export function isRetryable(error: unknown): boolean {
  return (
    error instanceof ConnectionError || (error instanceof PayPalError && PASSING.has(error.httpStatusCode))
  );
}

/** A 4xx with a word of PayPal's: it has read the request and refused it. Not its 401, which is about us. */
export function refusalOf(error: unknown): string | undefined {
  if (!(error instanceof PayPalError) || !error.code) return undefined;
  return [400, 403, 404, 422].includes(error.httpStatusCode) ? error.code : undefined;
}

export const isNotFound = (error: unknown): boolean =>
  refusalOf(error) !== undefined && (error as PayPalError).httpStatusCode === 404;

/** A short word for logs and `failure_code`: never a text of PayPal's or of the SDK's, which may quote the request. */
export function causeOf(error: unknown): string {
  if (error instanceof PayPalError) {
    const isSuccess = error.httpStatusCode < 300;
    return isSuccess ? 'odd_answer' : (error.code ?? `http_${error.httpStatusCode}`);
  }
  if (error instanceof ConnectionError) return 'connection_error';
  if (error instanceof TimedOut) return 'timeout';
  return error instanceof DeadlinePassed ? 'deadline_passed' : 'odd_answer';
}
