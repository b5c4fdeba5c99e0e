import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { Stripe } from 'stripe';

/** Three tries in all: the cards of a passing fault get through, a dead gateway is known within a second. */
const MAX_RETRIES = 2;
/** Less than this cannot carry a call; it would only turn a known state into an unknown one. */
const SHORTEST_CALL_MS = 50;

/**
 * Calls Stripe under one key, inside a deadline. Connection errors, 409 and 429 are tried again under the same key,
 * with jitter; a 5xx and a time-out are not: Stripe replays a stored 5xx, and what timed out may have happened.
 */
export async function callStripe<T>(
  deadline: Date,
  callMs: number,
  call: (timeoutMs: number) => Promise<T>,
): Promise<T> {
  const retries = retry(
    handleWhen((error) => isRetryable(error) && deadline.getTime() - Date.now() > SHORTEST_CALL_MS),
    { maxAttempts: MAX_RETRIES, backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 1_000 }) },
  );
  return retries.execute(() => {
    const leftMs = Math.min(callMs, deadline.getTime() - Date.now());
    if (leftMs < SHORTEST_CALL_MS) throw new DeadlinePassed();
    // The SDK's own time-out restarts with every byte; this one does not.
    return within(leftMs, call(Math.ceil(leftMs)));
  });
}

/**
 * The object that was asked for by its id, and no other: the SDK resolves a 5xx whose JSON has no `error` as success,
 * and an empty object must not pass for one that is none of ours.
 */
export async function withId<T extends { readonly id: string }>(id: string, answer: Promise<T>): Promise<T> {
  const object = await answer;
  if (object?.id !== id) throw new Error('odd answer to retrieve');
  return object;
}

/** The answer, or `TimedOut`; a late answer is dropped. (A timer per call: no abort signal, whose error costs more.) */
async function within<T>(limitMs: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimedOut()), limitMs);
  });
  try {
    return await Promise.race([answer, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** No whole answer came in time; what was asked may have happened. */
class TimedOut extends Error {}

/** Nothing was sent: there was no time left to wait for an answer. */
export class DeadlinePassed extends Error {}

function isRetryable(error: unknown): boolean {
  if (error instanceof Stripe.errors.StripeConnectionError) return !isTimeout(error);
  return error instanceof Stripe.errors.StripeError && (error.statusCode === 409 || error.statusCode === 429);
}

function isTimeout(error: InstanceType<typeof Stripe.errors.StripeConnectionError>): boolean {
  return error.message.includes('timeout');
}

/** A short word for logs and `failure_code`: never the SDK's own text, which may quote the request. */
export function causeOf(error: unknown): string {
  if (error instanceof Stripe.errors.StripeConnectionError)
    return isTimeout(error) ? 'timeout' : 'connection_error';
  if (error instanceof Stripe.errors.StripeError) return error.code ?? `http_${error.statusCode ?? 'error'}`;
  if (error instanceof DeadlinePassed) return 'deadline_passed';
  return error instanceof TimedOut ? 'timeout' : 'odd_answer';
}
