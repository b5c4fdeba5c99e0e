import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { printResult } from './report.ts';
import { FULL, QUICK, RUN_LIMIT_MS } from './settings.ts';
import { measure } from './measure.ts';
import { System } from './system.ts';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    dist: { type: 'string', default: 'dist' },
  },
});

const system = await System.start(options.dist);
const end = async (code: number, why?: unknown) => {
  if (why) console.error(why);
  await system.stop();
  process.exit(code);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(130));
process.on('uncaughtException', (error) => void end(1, error));
setTimeout(
  () => void end(1, `The run took longer than ${RUN_LIMIT_MS / 1000} s and was ended.`),
  RUN_LIMIT_MS,
).unref();

try {
  const result = await measure(system, options.quick ? QUICK : FULL);
  printResult(result);
  mkdirSync('.settle/bench', { recursive: true });
  writeFileSync('.settle/bench/last.json', `${JSON.stringify(result, null, 2)}\n`);
  await end(0);
} catch (error) {
  console.error(system.complaintsOf('api'));
  await end(1, error);
}
