import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '../setup-error.js';
import { Box, type Programs } from './box.js';
import { assertPortsFree } from './free-ports.js';
import { keepPorts } from './kept-ports.js';
import { takeLock } from './lock.js';
import { screenOf } from './screen.js';
import { readSettings, type Settings } from './settings.js';

/** npm passes a Ctrl-C on that the terminal has already sent: what comes this soon is the same one, not a second. */
const sameInterruptionMs = 500;

/** Starts the whole system from `root`, stays until it is interrupted or a part ends, and returns the exit code. */
export async function run(root: string, programs: Programs): Promise<number> {
  // The terminal may be gone (SIGHUP) while there still is something to say and to end.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  try {
    const folder = join(root, '.settle');
    mkdirSync(folder, { recursive: true });
    const lock = takeLock(folder);
    try {
      const settings = readSettings(root, folder, process.env);
      await assertPortsFree(settings, lock.afterKill);
      keepPorts(settings);
      return await live(settings, new Box(settings, programs));
    } finally {
      lock.release();
    }
  } catch (error) {
    console.error(sentenceOf(error));
    return 1;
  }
}

async function live(settings: Settings, box: Box): Promise<number> {
  const interrupted = interruption(() => void box.kill().finally(() => process.exit(130)));
  try {
    const facts = await Promise.race([box.start(), box.failed, interrupted]);
    if (facts) {
      console.log(screenOf(settings, facts));
      await Promise.race([box.failed, interrupted]);
    }
  } catch (error) {
    console.error(sentenceOf(error));
    await box.stop();
    return 1;
  }
  process.stdout.write('\nStopping (Ctrl-C again ends everything at once) … ');
  await box.stop();
  console.log('everything has ended.');
  return 0;
}

/** Resolves at the first signal; a second one calls `insist`. */
function interruption(insist: () => void): Promise<undefined> {
  return new Promise((resolve) => {
    let firstAt = 0;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
      process.on(signal, () => {
        if (firstAt === 0) firstAt = performance.now();
        else if (performance.now() - firstAt > sameInterruptionMs) insist();
        resolve(undefined);
      });
  });
}

/** A stack helps only where the fault is ours. */
function sentenceOf(error: unknown): string {
  if (error instanceof SetupError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
