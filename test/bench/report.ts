import type { Percentiles } from './load.ts';
import type { CpuPerOrder } from './meter.ts';
import type { Ratio, Result } from './measure.ts';
import type { Counted } from './round-trips.ts';
import { TARGET_RATIO } from './settings.ts';

interface Row {
  readonly name: string;
  readonly ordersPerSecond: number;
  readonly journeyMs?: Percentiles;
  readonly createMs?: Percentiles;
  readonly cpuMsPerOrder: CpuPerOrder;
  readonly takenByOthers: number;
}

export function printResult(result: Result): void {
  const rows: Row[] = [
    ...result.levels.map((level) => ({ name: clients(level.clients), ...level })),
    { name: '32 clients, no cart', ...result.withoutCart },
    { name: '32 clients, full box', ...result.fullBox },
    { name: 'ceiling', ...result.ceiling, journeyMs: result.ceiling.orderMs },
  ];
  console.log(`\n${HEAD.map(([title, width]) => title.padStart(width)).join(' ')}`);
  for (const row of rows) console.log(lineOf(row));
  console.log();
  printRatio('orders through the cart', result.ratio);
  printRatio('orders of listed items, as the ceiling writes no cart', result.ratioWithoutCart);
  const memory = Object.entries(result.memoryMb).map(([name, mb]) => `${name} ${Math.round(mb)} MB`);
  console.log(`Start-up of the api ${result.apiStartUpMs} ms; resident: ${memory.join(', ')}`);
  const { withKey, withoutKey, with20Lines, cartItem, webhooks, worker } = result.roundTrips;
  printCounted('POST /orders/create, card token, 2 lines, Idempotency-Key', withKey, true);
  printCounted('The same without Idempotency-Key', withoutKey, true);
  printCounted('The same with Idempotency-Key and 20 lines', with20Lines, false);
  printCounted('POST /cart/items', cartItem, true);
  printCounted('The webhooks of one order, all at once', webhooks, true);
  console.log('\nThe worker per order, without its idle polls');
  for (const [sql, times] of worker)
    if (times >= LEAST_PER_ORDER) console.log(`  ${times.toFixed(1).padStart(5)} x ${sql}`);
  console.log(`\nThe run took ${result.seconds} s.`);
}

/** Rarer statements are the worker's own housekeeping. */
const LEAST_PER_ORDER = 0.5;

function printRatio(what: string, { ofOrdersPerSecond, ofCpuTime }: Ratio): void {
  const verdict = ofOrdersPerSecond >= TARGET_RATIO ? 'reached' : 'missed';
  console.log(
    `${percent(ofOrdersPerSecond)} of the ceiling at 32 clients, ${what} (target ${percent(TARGET_RATIO)}: ${verdict}; ` +
      `by CPU time ${percent(ofCpuTime)})`,
  );
}

const HEAD: readonly (readonly [title: string, width: number])[] = [
  ['', 22],
  ['orders/s', 9],
  ['journey p50', 12],
  ['p95', 7],
  ['p99', 7],
  ['create p50', 11],
  ['p95', 7],
  ['p99', 7],
  ['| CPU ms/order: api', 19],
  ['postgres', 9],
  ['gateway', 8],
  ['worker', 7],
  ['load', 6],
  ['| others', 9],
];

function lineOf({ name, ordersPerSecond, journeyMs, createMs, cpuMsPerOrder, takenByOthers }: Row): string {
  const cells = [
    name,
    ordersPerSecond.toFixed(0),
    ...[journeyMs?.p50, journeyMs?.p95, journeyMs?.p99, createMs?.p50, createMs?.p95, createMs?.p99].map(one),
    ...['api', 'postgres', 'gateway', 'worker', 'load generator'].map((part) => two(cpuMsPerOrder[part])),
    percent(takenByOthers),
  ];
  return cells.map((cell, index) => cell.padStart(HEAD[index]![1])).join(' ');
}

const clients = (count: number): string => `${count} ${count === 1 ? 'client' : 'clients'}`;
const one = (value: number | undefined): string => value?.toFixed(1) ?? '';
const two = (value: number | undefined): string => value?.toFixed(2) ?? '';
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

function printCounted(title: string, counted: Counted, withStatements: boolean): void {
  const jobs = counted.statements.filter((statement) => statement.startsWith('[job]')).length;
  console.log(
    `\n${title}: ${counted.roundTrips} round trips (${jobs} of them for jobs), ${counted.transactions} transactions` +
      ` and ${counted.autocommits} single statements`,
  );
  if (withStatements) for (const statement of counted.statements) console.log(`  ${statement}`);
}
