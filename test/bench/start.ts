import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Part } from './part.ts';
import { cpuMsOf, residentMb } from './proc.ts';
import { runBenchmark } from './run-benchmark.ts';
import type { System } from './system.ts';

const RUN_LIMIT_MS = 20 * 60_000;
/** Until what a start leaves to be done is done. */
const REST_MS = 2_000;
const EXEC_ARGV = [
  '--enable-source-maps',
  '--expose-gc',
  '--import',
  new URL('live-heap.mjs', import.meta.url).href,
];

const { values: options } = parseArgs({
  options: {
    dist: { type: 'string', default: 'dist' },
    /** Another build, whose api starts in turns with this one's. */
    beside: { type: 'string' },
    times: { type: 'string', default: '7' },
  },
});

interface Start {
  readonly ms: number;
  /** What it has used of a processor by then, which others on the machine do not lengthen. */
  readonly cpuMs: number;
  readonly residentMb: number;
  /** After a collection: how much of the rest is young garbage is V8's to decide. */
  readonly liveKb: number;
}

/** How long processes take to start, and what they have in memory then. The first start of each is not counted: it fills caches. */
await runBenchmark(options.dist, RUN_LIMIT_MS, async (system) => {
  const gateway = await system.startGateway({ webhooks: false });
  const kinds: [string, () => Promise<Start>][] = [
    ['api', () => startApi(system)],
    ['panel', () => startPanel(system)],
  ];
  const { beside } = options;
  if (beside) kinds.splice(1, 0, [`api of ${beside}`, () => startApi(system, beside)]);
  const starts = kinds.map((): Start[] => []);
  for (let round = 0; round <= Number(options.times); round++) {
    for (const [index, [, start]] of kinds.entries()) {
      const measured = await start();
      if (round > 0) starts[index]!.push(measured);
    }
  }
  await gateway.stop();
  console.log(
    '| | until it is ready, ms | CPU, ms | resident, MB | alive in its heap, kB |\n|---|---|---|---|---|',
  );
  for (const [index, [name]] of kinds.entries()) {
    const of = (what: keyof Start) => spread(starts[index]!.map((start) => start[what]));
    console.log(`| ${name} | ${of('ms')} | ${of('cpuMs')} | ${of('residentMb')} | ${of('liveKb')} |`);
  }
});

async function startApi(system: System, dist?: string): Promise<Start> {
  const { part, startUpMs } = await system.startApi({ execArgv: EXEC_ARGV, ...(dist && { dist }) });
  return measured(part, startUpMs);
}

async function startPanel(system: System): Promise<Start> {
  const { part, startUpMs } = await system.startPanel(EXEC_ARGV);
  return measured(part, startUpMs);
}

async function measured(part: Part, ms: number): Promise<Start> {
  const cpuMs = cpuMsOf(part.pid);
  await sleep(REST_MS);
  const resident = residentMb(part.pid);
  const { liveHeapBytes } = (await part.answers('live heap')) as { liveHeapBytes: number };
  await part.stop();
  return { ms, cpuMs, residentMb: resident, liveKb: liveHeapBytes / 1_000 };
}

/** Median, smallest and largest. */
function spread(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const [least, median, most] = [0, Math.floor(sorted.length / 2), sorted.length - 1].map((index) =>
    Math.round(sorted[index]!),
  );
  return `${median} (${least} to ${most})`;
}
