import { parseArgs } from 'node:util';
import { growLargeShop, type LargeShop } from './large-shop.ts';
import { measureLists } from './measure-lists.ts';
import { runBenchmark } from './run-benchmark.ts';
import type { System } from './system.ts';

/** A million orders have to be written first, on a busy machine too. */
const RUN_LIMIT_MS = 60 * 60_000;

const { values: options } = parseArgs({
  options: {
    orders: { type: 'string', default: '1000000' },
    'of-one': { type: 'string', default: '10000' },
    dist: { type: 'string', default: 'dist' },
  },
});

await runBenchmark(options.dist, RUN_LIMIT_MS, async (system) => {
  const startedAt = performance.now();
  const shop = await grow(system, Number(options.orders), Number(options['of-one']));
  console.log(`${options.orders} orders in ${Math.round((performance.now() - startedAt) / 1000)} s`);
  await measureLists(system, shop);
});

async function grow(system: System, orders: number, ofOneCustomer: number): Promise<LargeShop> {
  const db = await system.admin.connect();
  try {
    return await growLargeShop(db, { orders, ofOneCustomer });
  } finally {
    db.release();
  }
}
