import { parseArgs } from 'node:util';
import { Buyer, type Customer, percentilesOf } from './load.ts';
import { runBenchmark } from './run-benchmark.ts';
import { count } from './round-trips.ts';
import { startSqlProxy } from './sql-proxy.ts';
import type { System } from './system.ts';

/** `npm run bench:lines`: what an order of 50 lines costs beside one of 2, in turns, so that both meet the same machine. */
const RUN_LIMIT_MS = 10 * 60_000;
const FEW = 2;
const MANY = 50;
const WARM_UP_ORDERS = 40;
const COUNTED_ORDERS = 5;
const TARGET_RATIO = 3;

const { values: options } = parseArgs({
  options: { orders: { type: 'string', default: '150' }, dist: { type: 'string', default: 'dist' } },
});

type Source = 'items' | 'cart';

await runBenchmark(options.dist, RUN_LIMIT_MS, async (system) => {
  const gateway = await system.startGateway({ webhooks: false });
  await measureLines(system, Number(options.orders));
  await countLines(system);
  await gateway.stop();
});

async function measureLines(system: System, orders: number): Promise<void> {
  const api = await system.startApi();
  const buyer = new Buyer(api.port, system.products);
  const customer = await buyer.register();
  for (const source of ['items', 'cart'] as const) {
    const inTurns = async (times: number) => {
      const samples: Record<number, number[]> = { [FEW]: [], [MANY]: [] };
      for (let time = 0; time < times; time++)
        for (const lines of [FEW, MANY]) samples[lines]!.push(await place(buyer, customer, source, lines));
      return { few: told(samples[FEW]!), many: told(samples[MANY]!) };
    };
    await inTurns(WARM_UP_ORDERS);
    await system.settleDown();
    const { few, many } = await inTurns(orders);
    const [ratio, atBest] = [many.p50 / few.p50, many.best / few.best];
    console.log(
      `${source}: p50 ${few.p50.toFixed(1)} ms with ${FEW} lines, ${many.p50.toFixed(1)} ms with ${MANY}: ` +
        `${ratio.toFixed(2)} times (target ${TARGET_RATIO}: ${ratio <= TARGET_RATIO ? 'reached' : 'missed'}); ` +
        `at best ${few.best.toFixed(1)} and ${many.best.toFixed(1)} ms: ${atBest.toFixed(2)} times`,
    );
  }
  buyer.close();
  await api.part.stop();
}

/** The best tenth is what a machine would do that nobody else uses. */
function told(samples: number[]) {
  const { p50 } = percentilesOf(samples);
  return { p50, best: samples[Math.floor(samples.length / 10)]! };
}

/** How long the create took; a cart is filled before. */
async function place(buyer: Buyer, customer: Customer, source: Source, lines: number): Promise<number> {
  if (source === 'cart') await buyer.fillCart(customer, lines);
  const items = source === 'items' ? buyer.someItems(lines) : undefined;
  const began = performance.now();
  await buyer.create(customer, true, items);
  return performance.now() - began;
}

async function countLines(system: System): Promise<void> {
  const proxy = await startSqlProxy(system.postgres.url);
  const api = await system.startApi({ databaseUrl: proxy.url });
  const buyer = new Buyer(api.port, system.products);
  const customer = await buyer.register();
  await place(buyer, customer, 'items', 1);
  for (const lines of [FEW, MANY]) {
    const counts: number[] = [];
    for (let time = 0; time < COUNTED_ORDERS; time++) {
      proxy.take();
      await place(buyer, customer, 'items', lines);
      counts.push(count(proxy.take()).roundTrips);
    }
    // The fewest: a timer of the api's may come between.
    console.log(`${lines} lines: ${Math.min(...counts)} round trips`);
  }
  buyer.close();
  await api.part.stop();
  proxy.close();
}
