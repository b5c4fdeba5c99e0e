import { setTimeout as sleep } from 'node:timers/promises';

/** Several times what the longer way takes. */
const TOLD_AFTER_MS = 200;

/**
 * Runs what takes longer where there is something than where there is nothing, and ends after the same time: whoever
 * measures the answer learns no more than who reads it.
 */
export async function inOneTime(work: () => Promise<void>): Promise<void> {
  await Promise.all([work(), sleep(TOLD_AFTER_MS)]);
}
