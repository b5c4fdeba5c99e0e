/** Receivers that were down together are not asked again all at once. */
const JITTER = 0.1;

/**
 * Seconds until a delivery is tried again that has now failed so many times; `null` where it has failed for good. The
 * first try is at once, each further one after its pause.
 */
export function nextTryInSeconds(
  pauses: readonly number[],
  failures: number,
  random: () => number = Math.random,
): number | null {
  const pause = pauses[failures - 1];
  return pause === undefined ? null : pause * (1 + JITTER * (2 * random() - 1));
}
