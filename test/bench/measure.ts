import { setTimeout as sleep } from 'node:timers/promises';
import { type Ceiling, prepareCeiling, runCeiling } from './ceiling.ts';
import {
  Buyer,
  buyFromCart,
  buyFromList,
  type Customer,
  type Level,
  registerCustomers,
  runLevel,
} from './load.ts';
import { type Measured, metered } from './meter.ts';
import { residentMb } from './proc.ts';
import { type Counted, count, countCreate, perOrder } from './round-trips.ts';
import { type BenchSettings, LEVELS, MOST_CLIENTS } from './settings.ts';
import { type SqlProxy, startSqlProxy } from './sql-proxy.ts';
import type { Api, System } from './system.ts';

export interface Result {
  readonly at: string;
  readonly seconds: number;
  readonly apiStartUpMs: number;
  readonly memoryMb: Readonly<Record<string, number>>;
  /** The worker stopped and no webhooks, as the ceiling has neither. */
  readonly levels: readonly (Level & Measured)[];
  /** `items` in the create's body: no cart, one request an order, at the most clients. */
  readonly withoutCart: Level & Measured;
  readonly ceiling: Ceiling & Measured;
  readonly ratio: Ratio;
  readonly ratioWithoutCart: Ratio;
  /** With worker, webhooks and mail. */
  readonly fullBox: Level & Measured;
  readonly roundTrips: RoundTrips;
}

/** The product's share of what Postgres alone can do. */
export interface Ratio {
  /** Of the orders per second; the median of the rounds, each of which measured both within seconds. */
  readonly ofOrdersPerSecond: number;
  /** Of the CPU time of an order: what the ratio would be on a machine that nobody else uses. */
  readonly ofCpuTime: number;
}

interface Round {
  readonly ceiling: Ceiling & Measured;
  readonly orders: Level & Measured;
  readonly withoutCart: Level & Measured;
}

export interface RoundTrips {
  readonly withKey: Counted;
  readonly withoutKey: Counted;
  readonly with20Lines: Counted;
  readonly cartItem: Counted;
  /** All that one order causes. */
  readonly webhooks: Counted;
  /** Statements per order of the worker while it works off a batch, the polls of its queues apart. */
  readonly worker: readonly (readonly [sql: string, perOrder: number])[];
}

/** Alone, because the first order of a process starts the sender of the job queue. */
const FIRST_ORDERS_MS = 500;

/** The phases of a run, in an order that lets nothing of one disturb the next. */
export async function measure(system: System, settings: BenchSettings): Promise<Result> {
  const startedAt = performance.now();
  const memoryMb: Record<string, number> = {};
  let gateway = await system.startGateway({ webhooks: false });
  const api = await system.startApi();
  memoryMb['api after start'] = residentMb(api.part.pid);

  const customers = await registerCustomers(
    api.port,
    system.products,
    MOST_CLIENTS * settings.customersPerClient,
  );
  const ceilingCustomers = await prepareCeiling(system.admin, MOST_CLIENTS);
  const parts = { api: api.part.pid, gateway: gateway.pid };
  const run = async (clients: number, ms = settings.levelMs, journey = buyFromCart) => {
    await system.settleDown();
    return metered({ postgres: system.postgres.pid, parts }, () =>
      runLevel(api.port, system.products, customers, clients, ms, journey),
    );
  };
  const ceiling = async () => {
    await system.settleDown();
    return metered({ postgres: system.postgres.pid, parts: {} }, () =>
      runCeiling(system.postgres.url, ceilingCustomers, system.products, MOST_CLIENTS, settings.ceilingMs),
    );
  };
  await run(1, FIRST_ORDERS_MS);
  await run(MOST_CLIENTS, settings.warmUpMs);

  const levels: (Level & Measured)[] = [];
  for (const clients of LEVELS) levels.push(await run(clients));
  const rounds: Round[] = [];
  for (let round = 0; round < settings.rounds; round++) {
    rounds.push({
      ceiling: await ceiling(),
      orders: await run(MOST_CLIENTS),
      withoutCart: await run(MOST_CLIENTS, settings.levelMs, buyFromList),
    });
  }
  memoryMb['api after the run'] = residentMb(api.part.pid);

  await gateway.stop();
  gateway = await system.startGateway({ webhooks: true });
  const fullBox = await measureFullBox(system, api, gateway.pid, customers, settings, memoryMb);
  await api.part.stop();
  await gateway.stop();
  const roundTrips = await countRoundTrips(system, customers[0]!, settings.countedOrders);

  return {
    at: new Date().toISOString(),
    seconds: Math.round((performance.now() - startedAt) / 1000),
    apiStartUpMs: Math.round(api.startUpMs),
    memoryMb,
    levels: [...levels, typical(rounds.map(({ orders }) => orders))],
    withoutCart: typical(rounds.map(({ withoutCart }) => withoutCart)),
    ceiling: typical(rounds.map((round) => round.ceiling)),
    ratio: ratioOf(rounds, 'orders'),
    ratioWithoutCart: ratioOf(rounds, 'withoutCart'),
    fullBox,
    roundTrips,
  };
}

/** The round in the middle, whole: its numbers belong together. */
function typical<T extends { readonly ordersPerSecond: number }>(results: readonly T[]): T {
  return [...results].sort((a, b) => a.ordersPerSecond - b.ordersPerSecond)[Math.floor(results.length / 2)]!;
}

function ratioOf(rounds: readonly Round[], which: 'orders' | 'withoutCart'): Ratio {
  const median = (shares: number[]) => shares.sort((a, b) => a - b)[Math.floor(shares.length / 2)]!;
  const cpuMs = ({ cpuMsPerOrder }: Measured) =>
    Object.values(cpuMsPerOrder).reduce((sum, ms) => sum + ms, 0);
  return {
    ofOrdersPerSecond: median(
      rounds.map((round) => round[which].ordersPerSecond / round.ceiling.ordersPerSecond),
    ),
    ofCpuTime: median(rounds.map((round) => cpuMs(round.ceiling) / cpuMs(round[which]))),
  };
}

async function measureFullBox(
  system: System,
  api: Api,
  gatewayPid: number,
  customers: readonly Customer[],
  settings: BenchSettings,
  memoryMb: Record<string, number>,
): Promise<Level & Measured> {
  await system.forgetJobs();
  await system.settleDown();
  const sink = await system.startMailSink();
  const worker = await system.startWorker();
  memoryMb['worker after start'] = residentMb(worker.pid);
  const parts = { api: api.part.pid, gateway: gatewayPid, worker: worker.pid };
  const level = await metered({ postgres: system.postgres.pid, parts }, () =>
    runLevel(api.port, system.products, customers, MOST_CLIENTS, settings.levelMs, buyFromCart),
  );
  memoryMb['worker after the run'] = residentMb(worker.pid);
  await worker.stop();
  await sink.stop();
  await system.forgetJobs();
  return level;
}

/** Long enough for the worker's polls, twice a second, and for what they lead to. */
const WORKER_SETTLES_MS = 2_500;
/** The gateway waits 5 ms before it tells, the api answers in a few more. */
const WEBHOOKS_SETTLE_MS = 400;

/** A pass of its own, through proxies that write down what passes them. */
async function countRoundTrips(system: System, customer: Customer, times: number): Promise<RoundTrips> {
  const proxy = await startSqlProxy(system.postgres.url);
  let gateway = await system.startGateway({ webhooks: false });
  const api = await system.startApi({ databaseUrl: proxy.url });
  const buyer = new Buyer(api.port, system.products);
  // The first create of a process starts the job queue's sender.
  await buyer.fillCart(customer);
  await buyer.create(customer);
  const withKey = await countCreate(proxy, buyer, customer, { lines: 2, withKey: true, times });
  const withoutKey = await countCreate(proxy, buyer, customer, { lines: 2, withKey: false, times });
  const with20Lines = await countCreate(proxy, buyer, customer, { lines: 20, withKey: true, times });
  proxy.take();
  await buyer.fillCart(customer, 1);
  const cartItem = count(proxy.take());
  await gateway.stop();
  gateway = await system.startGateway({ webhooks: true });
  const webhooks = await countWebhooks(system, proxy, buyer, customer);
  const worker = await countWorker(system, buyer, customer, times);
  buyer.close();
  await api.part.stop();
  await gateway.stop();
  proxy.close();
  return { withKey, withoutKey, with20Lines, cartItem, webhooks, worker };
}

/** An order's webhooks are held back until its own statements are over; then they come all at once. */
async function countWebhooks(
  system: System,
  proxy: SqlProxy,
  buyer: Buyer,
  customer: Customer,
): Promise<Counted> {
  await system.holdWebhooks('pause');
  await buyer.fillCart(customer);
  await buyer.create(customer);
  await sleep(WEBHOOKS_SETTLE_MS);
  proxy.take();
  await system.holdWebhooks('resume');
  await sleep(WEBHOOKS_SETTLE_MS);
  return count(proxy.take());
}

/** The worker's statements per order, without those that it asks while there is nothing to do. */
async function countWorker(system: System, buyer: Buyer, customer: Customer, times: number) {
  const proxy = await startSqlProxy(system.postgres.url);
  await system.forgetJobs();
  const sink = await system.startMailSink();
  const worker = await system.startWorker(proxy.url);
  await sleep(WORKER_SETTLES_MS);
  proxy.take();
  await sleep(WORKER_SETTLES_MS);
  const idle = new Set(proxy.take().map(({ sql }) => sql));
  for (let time = 0; time < times; time++) {
    await buyer.fillCart(customer);
    await buyer.create(customer);
  }
  await sleep(WORKER_SETTLES_MS);
  const busy = proxy.take().filter(({ sql }) => !idle.has(sql));
  await worker.stop();
  await sink.stop();
  proxy.close();
  return perOrder(busy, times);
}
