/** Receivers that were down together are not asked again all at once. */
const JITTER = 0.1;

/** A receiver that is full may ask us to come later, and not to stay away. */
const ASKED_SECONDS_MAX = 3_600;

/**
 * Seconds until a delivery is tried again that has now failed so many times; `null` where it has failed for good. The
 * first try is at once, each further one after its pause, or later where the receiver `asked` for it (seconds).
 */
export function nextTryInSeconds(
  pauses: readonly number[],
  failures: number,
  asked = 0,
  random: () => number = Math.random,
): number | null {
  const pause = pauses[failures - 1];
  if (pause === undefined) return null;
  return Math.max(pause * (1 + JITTER * (2 * random() - 1)), Math.min(asked, ASKED_SECONDS_MAX));
}

/** What `Retry-After` asks for, in seconds or until a time (RFC 9110 10.2.3); 0 where it says nothing that can be read. */
export function askedSeconds(retryAfter: string | undefined, now = Date.now()): number {
  if (retryAfter === undefined) return 0;
  const seconds = /^\s*\d+\s*$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - now) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : 0;
}
