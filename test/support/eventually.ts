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

/** Asks until nothing is found any more. Fails, with what is still there, after the limit. */
export async function eventuallyNone(
  find: () => Promise<readonly unknown[]>,
  limit?: { withinMs?: number },
): Promise<void> {
  let left: readonly unknown[] = [];
  const isNone = async () => (left = await find()).length === 0;
  await eventually(isNone, limit).catch(() =>
    expect({ 'is still there': left }).toEqual({ 'is still there': [] }),
  );
}
