import { parseArgs } from 'node:util';
import { growLargeShop } from './large-shop.ts';
import { measurePanel } from './measure-panel.ts';
import { runBenchmark } from './run-benchmark.ts';

/** A million orders have to be written first, on a busy machine too. */
const RUN_LIMIT_MS = 60 * 60_000;

const { values: options } = parseArgs({
  options: { orders: { type: 'string', default: '1000000' }, dist: { type: 'string', default: 'dist' } },
});

await runBenchmark(options.dist, RUN_LIMIT_MS, async (system) => {
  const startedAt = performance.now();
  const orders = Number(options.orders);
  const db = await system.admin.connect();
  const shop = await growLargeShop(db, { orders, ofOneCustomer: orders / 100 });
  db.release();
  console.log(`${orders} orders in ${Math.round((performance.now() - startedAt) / 1000)} s`);
  await measurePanel(system, shop);
});
