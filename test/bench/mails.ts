import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Buyer, type Percentiles, percentilesOf, registerCustomers } from './load.ts';
import type { Accepted } from './mail-sink.ts';
import { metered } from './meter.ts';
import { runBenchmark } from './run-benchmark.ts';
import type { System } from './system.ts';

/**
 * `npm run bench:mails`: how long after the commit that confirms an order its mail has been accepted by the mail server, with
 * the invoice attached, while orders come in at a steady rate however long they take.
 */
const RUN_LIMIT_MS = 9 * 60_000;
const TARGET_MS = 300;
const CUSTOMERS = 64;
const WARM_UP_SECONDS = 5;
const SEND_LIMIT_MS = 60_000;

const { values: options } = parseArgs({
  options: {
    rate: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '30' },
    dist: { type: 'string', default: 'dist' },
  },
});

await runBenchmark(options.dist, RUN_LIMIT_MS, async (system) => {
  const [rate, seconds] = [Number(options.rate), Number(options.seconds)];
  const sink = await system.startMailSink();
  const accepted = new Map<string, number>();
  sink.onMessage((message) => {
    const { orderId, at } = message as Accepted;
    accepted.set(orderId, at);
  });
  const gateway = await system.startGateway({ webhooks: true });
  const api = await system.startApi();
  const worker = await system.startWorker();
  const customers = await registerCustomers(api.port, system.products, CUSTOMERS);
  const buyers = customers.map((customer) => ({ customer, buyer: new Buyer(api.port, system.products) }));

  /** An order each so often, by whoever is free; tells how long each create took, and from when it was due. */
  const orderFor = async (during: number) => {
    const free = [...buyers];
    const running: Promise<void>[] = [];
    const orders: string[] = [];
    const createMs: number[] = [];
    const startedAt = performance.now();
    for (let n = 0; n < rate * during; n++) {
      const dueAt = startedAt + (n * 1000) / rate;
      await sleep(Math.max(0, dueAt - performance.now()));
      while (free.length === 0) await sleep(1);
      const next = free.shift()!;
      const order = next.buyer.create(next.customer, true, next.buyer.someItems()).then((orderId) => {
        orders.push(orderId);
        createMs.push(performance.now() - dueAt);
        free.push(next);
      });
      running.push(order);
    }
    await Promise.all(running);
    return { orders: orders.length, ids: orders, createMs };
  };

  await orderFor(WARM_UP_SECONDS);
  await sleep(2_000);
  await system.settleDown();
  const parts = { api: api.part.pid, worker: worker.pid, gateway: gateway.pid, 'mail sink': sink.pid };
  const result = await metered({ postgres: system.postgres.pid, parts }, () => orderFor(seconds));
  const until = performance.now() + SEND_LIMIT_MS;
  while (result.ids.some((id) => !accepted.has(id)) && performance.now() < until) await sleep(100);
  const missing = result.ids.filter((id) => !accepted.has(id)).length;
  const mailMs = percentilesOf(await sinceCommit(system, result.ids, accepted));

  console.log(`${result.orders} orders at ${rate}/s for ${seconds} s; mails that never came: ${missing}`);
  console.log(
    `commit to accepted mail, ms: ${told(mailMs)} (target p95 ${TARGET_MS}: ${mailMs.p95 <= TARGET_MS && missing === 0 ? 'reached' : 'missed'})`,
  );
  console.log(`create, from when it was due, ms: ${told(percentilesOf(result.createMs))}`);
  const cpu = Object.entries(result.cpuMsPerOrder).map(([name, ms]) => `${name} ${ms.toFixed(1)}`);
  console.log(
    `CPU ms per order: ${cpu.join(', ')}; others took ${(result.takenByOthers * 100).toFixed(0)} % of the machine`,
  );
  for (const { buyer } of buyers) buyer.close();
  for (const part of [worker, api.part, gateway, sink]) await part.stop();
});

/** From the moment at which the confirmation was written, a little before its commit. */
async function sinceCommit(
  system: System,
  orders: readonly string[],
  accepted: ReadonlyMap<string, number>,
): Promise<number[]> {
  const { rows } = await system.admin.query<{ number: string; at: string }>(
    `select o.number, extract(epoch from e.occurred_at) * 1000 as at from events e join orders o on o.id = e.order_id
     where e.type = 'order.confirmed' and o.number = any($1)`,
    [orders],
  );
  return rows.flatMap(({ number, at }) => {
    const acceptedAt = accepted.get(number);
    return acceptedAt === undefined ? [] : [acceptedAt - Number(at)];
  });
}

function told({ p50, p95, p99 }: Percentiles): string {
  return `p50 ${p50.toFixed(0)}, p95 ${p95.toFixed(0)}, p99 ${p99.toFixed(0)}`;
}
