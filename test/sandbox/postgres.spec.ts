import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { serverAccount } from '../../src/sandbox/postgres/account.js';
import { startPostgres, type PostgresServer } from '../../src/sandbox/postgres.js';
import { factsOfProcess } from '../../src/sandbox/processes.js';

// Nothing here is worth a disk flush but the flush itself, which the durable default keeps.
const settings = { fsync: 'off' };
const root = process.cwd();

let home: string;
let port: number;
let server: PostgresServer | undefined;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'settle-postgres-'));
  // Open to the account that the server runs as where the tests are run by root.
  chmodSync(home, 0o755);
  port = await freePort();
});

afterEach(async () => {
  await server?.stop();
  server = undefined;
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

test('a fresh folder becomes a database whose owner is no superuser', async () => {
  // What an initdb that was killed half way leaves behind.
  mkdirSync(join(home, 'data.new-999999999', 'base'), { recursive: true });

  server = await start();

  const [row] = await query(
    server.url,
    `SELECT current_database() AS database, rolsuper AS superuser, rolcreatedb AS creates, lower('ÄÉ') AS lower
     FROM pg_roles WHERE rolname = current_user`,
  );
  expect(row).toEqual({ database: 'settle', superuser: false, creates: true, lower: 'äé' });
  expect(server.adopted).toBe(false);
  expect(readdirSync(home)).toEqual(['data']);
});

test('the server does not run as root, whoever starts it', async () => {
  server = await start();

  expect(statSync(join(server.dataDir, 'postmaster.pid')).uid).not.toBe(0);
});

test('a second start keeps the data and takes well under a second', async () => {
  server = await start();
  await query(server.url, 'CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)');
  await server.stop();
  const before = performance.now();

  server = await start();

  expect(performance.now() - before).toBeLessThan(1_000);
  expect(await query(server.url, 'SELECT id FROM kept')).toEqual([{ id: 7 }]);
});

test('a server that was killed with -9 comes back with what was committed', async () => {
  server = await start();
  await query(server.url, 'CREATE TABLE committed AS SELECT 1 AS id');
  process.kill(server.pid, 'SIGKILL');

  server = await start();

  expect(await query(server.url, 'SELECT id FROM committed')).toEqual([{ id: 1 }]);
});

test('a server outlives a Node that was killed with -9, and the next start adopts it', async () => {
  const pid = await startInAnotherNodeAndKillIt();
  expect(factsOfProcess(pid)).toBeDefined();

  server = await start();

  expect(server).toMatchObject({ adopted: true, pid });
});

test('a server left on another port moves to the port that is asked for', async () => {
  const pid = await startInAnotherNodeAndKillIt();
  port = await freePort();

  server = await start();

  expect(server).toMatchObject({ adopted: false, port });
  expect(factsOfProcess(pid)).toBeUndefined();
});

test('a pid file whose number was given to another process since does not stop a start', async () => {
  const stranger = spawn('sleep', ['30'], { ...serverAccount(), cwd: '/' });
  writePidFile(stranger.pid ?? 0);

  server = await start();

  expect(server.adopted).toBe(false);
  stranger.kill();
});

test('a pid file of a zombie does not stop a start', async () => {
  // `exec` replaces the shell that would have collected its child.
  const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 30'], { ...serverAccount(), cwd: '/' });
  const [zombie] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
  writePidFile(Number(zombie));

  server = await start();

  expect(server.adopted).toBe(false);
  parent.kill();
});

test('a port that is in use is named in one sentence', async () => {
  const other = createServer().listen(port, '127.0.0.1');
  await once(other, 'listening');

  await expect(start()).rejects.toThrow(
    `Postgres cannot start because port ${port} is in use by another program.`,
  );

  other.close();
});

test('stopping leaves no process and no pid file', async () => {
  server = await start();

  await server.stop();

  expect(factsOfProcess(server.pid)).toBeUndefined();
  expect(existsSync(join(server.dataDir, 'postmaster.pid'))).toBe(false);
});

function start(): Promise<PostgresServer> {
  return startPostgres({ dataDir: join(home, 'data'), port, settings });
}

async function startInAnotherNodeAndKillIt(): Promise<number> {
  const source = pathToFileURL(join(root, 'src/sandbox/postgres.ts')).href;
  const script = `
    const { startPostgres } = await import(${JSON.stringify(source)});
    console.log((await startPostgres(${JSON.stringify({ dataDir: join(home, 'data'), port, settings })})).pid);
    setInterval(() => undefined, 1000);`;
  const node = spawn(
    process.execPath,
    ['--import', './test/sandbox/from-source.mjs', '--input-type=module', '-e', script],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [pid] = (await once(createInterface({ input: node.stdout }), 'line')) as [string];
  node.kill('SIGKILL');
  await once(node, 'exit');
  return Number(pid);
}

/** As the server writes it: pid, folder, start time, port. */
function writePidFile(pid: number): void {
  const file = join(home, 'data', 'postmaster.pid');
  writeFileSync(file, `${pid}\n${join(home, 'data')}\n1700000000\n${port}\n`);
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  // A server that is killed takes its connections with it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port: free } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return free;
}
