import type { World } from './world.js';

export interface Watch {
  /** Ends the watch, and answers with what it saw broken, and how often it looked. */
  stop(): Promise<{ looks: number; broken: unknown[] }>;
}

/** Asks for rows that must not exist, again and again all the while; each question is one snapshot. */
export function watch(
  world: World,
  questions: readonly (string | (() => Promise<unknown[]>))[],
  everyMs: number,
): Watch {
  const seen = { looks: 0, broken: [] as unknown[] };
  let looking: Promise<unknown> = Promise.resolve();
  const look = async () => {
    for (const question of questions) {
      const found = typeof question === 'string' ? (await world.db.query(question)).rows : await question();
      seen.broken.push(...found);
    }
    seen.looks++;
  };
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, everyMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await looking;
      return seen;
    },
  };
}
