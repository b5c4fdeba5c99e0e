import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { measure } from './measure.ts';
import { printResult } from './report.ts';
import { runBenchmark } from './run-benchmark.ts';
import { FULL, QUICK, RUN_LIMIT_MS } from './settings.ts';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    dist: { type: 'string', default: 'dist' },
  },
});

await runBenchmark(options.dist, RUN_LIMIT_MS, async (system) => {
  const result = await measure(system, options.quick ? QUICK : FULL);
  printResult(result);
  mkdirSync('.settle/bench', { recursive: true });
  writeFileSync('.settle/bench/last.json', `${JSON.stringify(result, null, 2)}\n`);
});
