import { System } from './system.ts';

/** Starts a system, runs `work` on it, and leaves nothing behind, however it ends. */
export async function runBenchmark(
  dist: string,
  limitMs: number,
  work: (system: System) => Promise<void>,
): Promise<void> {
  const system = await System.start(dist);
  const end = async (code: number, why?: unknown) => {
    if (why) console.error(why);
    await system.stop();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(130));
  process.on('uncaughtException', (error) => void end(1, error));
  setTimeout(
    () => void end(1, `The run took longer than ${limitMs / 1000} s and was ended.`),
    limitMs,
  ).unref();
  try {
    await work(system);
    await end(0);
  } catch (error) {
    console.error(error);
    console.error(system.complaintsOf('api'));
    await end(1);
  }
}
