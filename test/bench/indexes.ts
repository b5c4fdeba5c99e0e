import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { buyFromList, type Customer, registerCustomers, runLevel } from './load.ts';
import { metered } from './meter.ts';
import { runBenchmark } from './run-benchmark.ts';
import type { System } from './system.ts';

/** `npm run bench:indexes`: what the indexes of the back office's lists cost an order, with and without them in turns. */
const RUN_LIMIT_MS = 15 * 60_000;
const CLIENTS = 8;
const WARM_UP_MS = 10_000;
const LEVEL_MS = 6_000;
const MIGRATION = new URL(
  '../../src/shared/database/migrations/2026-11-28-back-office-lists.ts',
  import.meta.url,
);

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '4' }, dist: { type: 'string', default: 'dist' } },
});

interface Cost {
  readonly postgresCpuMs: number;
  readonly walKb: number;
}

await runBenchmark(options.dist, RUN_LIMIT_MS, async (system) => {
  const gateway = await system.startGateway({ webhooks: false });
  const api = await system.startApi();
  const customers = await registerCustomers(api.port, system.products, 4 * CLIENTS);
  await place(system, api.port, customers, WARM_UP_MS);
  const [withThem, without]: [Cost[], Cost[]] = [[], []];
  for (let round = 0; round < Number(options.rounds); round++) {
    withThem.push(await place(system, api.port, customers));
    const definitions = await takeDown(system);
    without.push(await place(system, api.port, customers));
    for (const definition of definitions) await system.admin.query(definition);
  }
  await api.part.stop();
  await gateway.stop();
  const table = { with: withThem, without };
  console.log('| | Postgres, CPU ms per order | WAL, kB per order |\n|---|---|---|');
  for (const [name, costs] of Object.entries(table)) {
    const of = (what: keyof Cost) => medianOf(costs.map((cost) => cost[what])).toFixed(1);
    console.log(`| ${name} | ${of('postgresCpuMs')} | ${of('walKb')} |`);
  }
});

const medianOf = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

async function place(
  system: System,
  port: number,
  customers: readonly Customer[],
  ms = LEVEL_MS,
): Promise<Cost> {
  await system.settleDown();
  const from = await walPosition(system);
  const { orders, cpuMsPerOrder } = await metered({ postgres: system.postgres.pid, parts: {} }, () =>
    runLevel(port, system.products, customers, CLIENTS, ms, buyFromList),
  );
  const bytes = Number((await walPosition(system)) - from);
  return { postgresCpuMs: cpuMsPerOrder['postgres']!, walKb: bytes / orders / 1_000 };
}

async function walPosition({ admin }: System): Promise<bigint> {
  const { rows } = await admin.query<{ at: string }>(
    `select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text as at`,
  );
  return BigInt(rows[0]!.at);
}

/** Those that the migration names; returns what makes them again. */
async function takeDown({ admin }: System): Promise<string[]> {
  const names = [...readFileSync(MIGRATION, 'utf8').matchAll(/create index (\w+)/g)].map(([, name]) => name!);
  const { rows } = await admin.query<{ definition: string }>(
    `select indexdef as definition from pg_indexes where indexname = any($1)`,
    [names],
  );
  if (rows.length !== names.length) throw new Error('An index of the migration is not there.');
  await admin.query(names.map((name) => `drop index ${name}`).join('; '));
  return rows.map(({ definition }) => definition);
}
