import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { isOurs, isRead, PLAN_MODES, planOf } from '../support/plans.ts';
import { Connection } from './connection.ts';
import type { LargeShop } from './large-shop.ts';
import { type Percentiles, percentilesOf } from './load.ts';
import { cpuMsOf } from './proc.ts';
import { type Read, type ReadKind, readKinds } from './shop-reads.ts';
import { type Part, type SqlProxy, startSqlProxy, type Statement } from './sql-proxy.ts';
import { JWT_SECRET, type System } from './system.ts';

const ROUNDS = 10;
/** Longer than anything that goes on after an answer. */
const QUIET_MS = 30;
const TARGET_P95_MS = 10;

interface Measured {
  readonly name: string;
  readonly statements: number;
  /** The most that a request reads. */
  readonly rowsRead: number;
  /** Growing tables that a statement reads from end to end. */
  readonly scanned: ReadonlySet<string>;
  readonly databaseMs: Percentiles;
  /** CPU time of the connection's backend, which other processes of the machine do not lengthen. */
  readonly databaseCpuMs: number;
  readonly httpMs: Percentiles;
}

/**
 * What reads cost in a large shop. In the database: the very statements that the api has sent for a request, run again
 * with their values on one connection where they are prepared, from the call to the last row. Over HTTP: the request.
 */
export async function measureLists(system: System, shop: LargeShop): Promise<void> {
  const kinds = await readKinds(system.admin, shop, JWT_SECRET);
  const asked = await statementsOf(system, kinds);
  const [db, planner] = [new pg.Client(system.postgres.url), new pg.Client(system.postgres.url)];
  await Promise.all([db.connect(), planner.connect()]);
  const { rows } = await db.query<{ pid: number }>('select pg_backend_pid() as pid');
  const backend = rows[0]!.pid;
  const api = await system.startApi();
  const connection = new Connection(api.port);
  const results: Measured[] = [];
  for (const kind of kinds) {
    const requests = asked.get(kind)!;
    await inDatabase(db, backend, requests, 1);
    await overHttp(connection, kind, 1);
    results.push({
      name: kind.name,
      statements: Math.max(...requests.map((parts) => parts.length)),
      ...(await plansOf(planner, requests)),
      ...(await inDatabase(db, backend, requests, ROUNDS)),
      httpMs: await overHttp(connection, kind, ROUNDS),
    });
  }
  connection.close();
  await Promise.all([db.end(), planner.end()]);
  await api.part.stop();
  print(results);
}

/** What the api asks for each request, seen on its way. */
async function statementsOf(
  system: System,
  kinds: readonly ReadKind[],
): Promise<Map<ReadKind, readonly (readonly Part[])[]>> {
  const proxy = await startSqlProxy(system.postgres.url);
  const api = await system.startApi({ databaseUrl: proxy.url });
  const connection = new Connection(api.port);
  const asked = new Map<ReadKind, readonly (readonly Part[])[]>();
  for (const kind of kinds) {
    const requests: (readonly Part[])[] = [];
    for (const request of kind.requests) requests.push(await statementsOfOne(proxy, connection, request));
    asked.set(kind, requests);
  }
  connection.close();
  await api.part.stop();
  proxy.close();
  return asked;
}

async function statementsOfOne(proxy: SqlProxy, connection: Connection, request: Read): Promise<Part[]> {
  proxy.take();
  await send(connection, request);
  await sleep(QUIET_MS);
  const parts = proxy.take().flatMap((statement: Statement) => statement.parts);
  return parts.filter((part) => isOurs(part) && isRead(part));
}

async function send(connection: Connection, { path, token, body, status }: Read): Promise<void> {
  const answer = await (body ? connection.post(path, body, token) : connection.get(path, token));
  if (answer.status !== status) throw new Error(`${path} answered ${answer.status}: ${answer.body}`);
}

async function inDatabase(
  db: pg.Client,
  backend: number,
  requests: readonly (readonly Part[])[],
  rounds: number,
) {
  const samples: number[] = [];
  const cpuBefore = cpuMsOf(backend);
  for (let round = 0; round < rounds; round++) {
    for (const parts of requests) {
      const began = performance.now();
      for (const { sql, values } of parts)
        await db.query({ name: nameOf(sql), text: sql, values: [...values] });
      samples.push(performance.now() - began);
    }
  }
  const databaseCpuMs = (cpuMsOf(backend) - cpuBefore) / samples.length;
  return { databaseMs: percentilesOf(samples), databaseCpuMs };
}

const nameOf = (sql: string): string => createHash('sha1').update(sql).digest('hex');

async function overHttp(connection: Connection, kind: ReadKind, rounds: number): Promise<Percentiles> {
  const samples: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const request of kind.requests) {
      const began = performance.now();
      await send(connection, request);
      samples.push(performance.now() - began);
    }
  }
  return percentilesOf(samples);
}

/** However Postgres plans the statements, as it would by itself. */
async function plansOf(planner: pg.Client, requests: readonly (readonly Part[])[]) {
  const scanned = new Set<string>();
  let most = 0;
  for (const mode of PLAN_MODES) {
    for (const parts of requests) {
      let rowsRead = 0;
      for (const part of parts) {
        const plan = await planOf(planner, part, mode, { cheapest: true });
        for (const table of plan.scanned) scanned.add(table);
        rowsRead += plan.rowsRead;
      }
      most = Math.max(most, rowsRead);
    }
  }
  return { rowsRead: most, scanned };
}

function print(results: readonly Measured[]): void {
  console.log(
    `\n| | statements | rows read | database p50 / p95 / p99, ms | CPU, ms | HTTP p50 / p95 / p99, ms |\n|---|---|---|---|---|---|`,
  );
  const three = ({ p50, p95, p99 }: Percentiles) => [p50, p95, p99].map((ms) => ms.toFixed(1)).join(' / ');
  for (const { name, statements, rowsRead, databaseMs, databaseCpuMs, httpMs } of results)
    console.log(
      `| ${name} | ${statements} | ${rowsRead} | ${three(databaseMs)} | ${databaseCpuMs.toFixed(1)} | ${three(httpMs)} |`,
    );
  const slow = results.filter(({ databaseMs }) => databaseMs.p95 >= TARGET_P95_MS);
  const scanning = results.filter(({ scanned }) => scanned.size > 0);
  console.log(
    slow.length === 0
      ? `\nEvery p95 in the database is below ${TARGET_P95_MS} ms.`
      : `\nAt or above ${TARGET_P95_MS} ms in the database: ${slow.map(({ name }) => name).join('; ')}.`,
  );
  console.log(
    scanning.length === 0
      ? 'No sequential scan of a table that grows.'
      : `Read from end to end: ${scanning.map(({ name, scanned }) => `${[...scanned].join(', ')} (${name})`).join('; ')}.`,
  );
}
