import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';

/** Three tries in all: what a passing fault hits gets through, a dead gateway is known within a second. */
const MAX_RETRIES = 2;
/** Less than this cannot carry a call; it would only turn a known state into an unknown one. */
const SHORTEST_CALL_MS = 50;

/** How one gateway's calls are made: the longest that one may last, and which of its errors a repeat may heal. */
export interface CallPolicy {
  readonly callMs: number;
  readonly isRetryable: (error: unknown) => boolean;
}

/**
 * Calls a gateway under one key, inside a deadline. Retryable errors are tried again under the same key, with jitter.
 * A 5xx and a time-out should not be among them: what answered so, or not at all, may have happened.
 */
export async function callGateway<T>(
  { callMs, isRetryable }: CallPolicy,
  deadline: Date,
  call: (timeoutMs: number) => Promise<T>,
): Promise<T> {
  const retries = retry(
    handleWhen((error) => isRetryable(error) && deadline.getTime() - Date.now() > SHORTEST_CALL_MS),
    { maxAttempts: MAX_RETRIES, backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 1_000 }) },
  );
  return retries.execute(() => {
    const leftMs = Math.min(callMs, deadline.getTime() - Date.now());
    if (leftMs < SHORTEST_CALL_MS) throw new DeadlinePassed();
    // An SDK's own time-out, where it has one, restarts with every byte; this one does not.
    return within(leftMs, call(Math.ceil(leftMs)));
  });
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
export class TimedOut extends Error {}

/** Nothing was sent: there was no time left to wait for an answer. */
export class DeadlinePassed extends Error {}
