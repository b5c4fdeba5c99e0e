import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 50;

/** Asks until the answer is truthy. Fails, with the last answer, after the limit. */
export async function eventually<T>(
  ask: () => T | Promise<T>,
  { withinMs = 10_000 }: { withinMs?: number } = {},
): Promise<NonNullable<Exclude<T, false>>> {
  const until = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer as NonNullable<Exclude<T, false>>;
    if (Date.now() > until)
      throw new Error(`did not happen within ${withinMs} ms; last answer: ${JSON.stringify(answer)}`);
    await sleep(POLL_MS);
  }
}
