import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { factsOfProcess, signalProcess } from '../../src/sandbox/processes.js';

const repository = process.cwd();
const portNames = [
  'PORT',
  'ADMIN_PORT',
  'GATEWAY_PORT',
  'PAYPAL_PORT',
  'MAILBOX_PORT',
  'SMTP_PORT',
  'POSTGRES_PORT',
] as const;

/** Stands in for every part: notes its pid and environment, listens where the api would, and obeys as the real ones do. */
const part = `
  import { createServer } from 'node:http';
  import { writeFileSync } from 'node:fs';
  const [role] = process.argv.slice(-1);
  const isApi = role === 'api';
  writeFileSync(process.env.PIDS + '/' + process.pid, isApi ? JSON.stringify(process.env) : role);
  if (process.env.BREAKS === role) {
    console.log(JSON.stringify({ level: 60, msg: 'cannot start', err: { message: 'the schema is from the future' } }));
    process.exit(1);
  }
  process.on('SIGTERM', () => setTimeout(() => process.exit(0), process.env.LINGERS_MS ?? 0));
  process.on('disconnect', () => process.exit(0));
  createServer((request, response) => response.end('here'))
    .listen(isApi ? process.env.PORT : 0, '127.0.0.1', () => process.send({ ready: true }));
`;

/** The tokeniser may write nothing but its socket: its pid stands there. */
const confined = `
  import { writeFileSync } from 'node:fs';
  writeFileSync(process.env.CARD_TOKENISER_SOCKET, process.pid + ' ' + Object.keys(process.env));
  process.on('SIGTERM', () => process.exit(0));
  process.on('disconnect', () => process.exit(0));
  process.send({ ready: true });
`;

let root: string;
let pids: string;
let starter: string;
let ports: Record<string, string>;
const started: Start[] = [];

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'settle-start-'));
  // Open to the account that Postgres runs as where the tests are run by root.
  chmodSync(root, 0o755);
  pids = join(root, 'pids');
  const program = join(root, 'part.mjs');
  starter = join(root, 'start.mjs');
  const tokeniser = join(root, 'tokeniser.mjs');
  const run = pathToFileURL(join(repository, 'src/sandbox/start/run.ts')).href;
  const programs = JSON.stringify({
    application: program,
    panel: program,
    gateway: program,
    paypal: program,
    mailbox: program,
    tokeniser,
  });
  writeFileSync(program, part);
  writeFileSync(tokeniser, confined);
  writeFileSync(
    starter,
    `import { run } from ${JSON.stringify(run)};\nprocess.exit(await run(${JSON.stringify(root)}, ${programs}));\n`,
  );
});

beforeEach(async () => {
  rmSync(pids, { recursive: true, force: true });
  mkdirSync(pids);
  ports = Object.fromEntries(await Promise.all(portNames.map(async (name) => [name, await freePort()])));
});

afterEach(async () => {
  for (const { process: node } of started.splice(0)) {
    node.kill('SIGTERM');
    if (node.exitCode === null && node.signalCode === null) await once(node, 'exit');
  }
  await postgresHasEnded();
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

test('one screen says where everything is, who to log in as and how to stop', async () => {
  const start = await startAndWait();

  for (const text of [
    `127.0.0.1:${ports.PORT}/docs`,
    `127.0.0.1:${ports.ADMIN_PORT}/admin`,
    'staff -- demo-code',
    `:${ports.GATEWAY_PORT}`,
    `:${ports.PAYPAL_PORT}`,
    `:${ports.MAILBOX_PORT}`,
    'Ctrl-C',
  ])
    expect(start.output).toContain(text);
  for (const text of ['demo@settle.example', 'demo-password-1', 'admin@settle.example', 'admin-password-1'])
    expect(start.output).toContain(text);
  expect(start.output).toContain(`postgres://settle@127.0.0.1:${ports.POSTGRES_PORT}/settle`);
});

test('Ctrl-C ends every process and the exit code is 0', async () => {
  const start = await startAndWait();
  const children = [...partPids(), tokeniserPid(), postgresPid()];
  expect(children).toHaveLength(8);

  start.process.kill('SIGINT');

  expect(await start.code).toBe(0);
  expect(children.filter((pid) => factsOfProcess(pid))).toEqual([]);
  expect(start.output).toContain('everything has ended');
});

test('a second Ctrl-C does not wait for anybody', async () => {
  const start = await startAndWait({ LINGERS_MS: '9000' });
  const before = performance.now();

  start.process.kill('SIGINT');
  await sleep(600);
  start.process.kill('SIGINT');

  await start.code;
  expect(performance.now() - before).toBeLessThan(3_000);
  await postgresHasEnded();
  expect(partPids().filter((pid) => factsOfProcess(pid))).toEqual([]);
});

test('one Ctrl-C that npm passes on once more is still one', async () => {
  const start = await startAndWait({ LINGERS_MS: '300' });
  const before = performance.now();

  start.process.kill('SIGINT');
  await sleep(20);
  start.process.kill('SIGINT');

  expect(await start.code).toBe(0);
  // Every part had the time it takes to end.
  expect(performance.now() - before).toBeGreaterThan(300);
});

test('ports in use are named in one sentence, with what they are for and what changes them', async () => {
  const others = [await occupy(ports.PORT), await occupy(ports.SMTP_PORT)];

  const start = begin();

  expect(await start.code).toBe(1);
  expect(start.output.trim().split('\n')).toHaveLength(1);
  expect(start.output).toContain(`port ${ports.PORT} for the api (set by PORT)`);
  expect(start.output).toContain(`port ${ports.SMTP_PORT} for the mailbox's SMTP (set by SMTP_PORT)`);
  expect(partPids()).toEqual([]);
  for (const other of others) other.close();
});

test('a second start in the same folder says that one runs already, and which', async () => {
  const first = await startAndWait();

  const second = begin();

  expect(await second.code).toBe(1);
  expect(second.output.trim()).toBe(
    `Settle already runs from this folder: stop it first with Ctrl-C there, or end process ${first.process.pid}.`,
  );
});

test('a part that ends while it starts is named with the last thing it complained of', async () => {
  const start = begin({ BREAKS: 'worker' });

  expect(await start.code).toBe(1);
  expect(start.output).toContain('The worker ended with code 1: cannot start: the schema is from the future');
  expect(partPids().filter((pid) => factsOfProcess(pid))).toEqual([]);
  await postgresHasEnded();
});

test('a part that ends later takes everything with it', async () => {
  const start = await startAndWait();
  const [api] = partPids();

  signalProcess(api ?? 0, 'SIGKILL');

  expect(await start.code).toBe(1);
  expect(start.output).toMatch(/The \w+ ended by SIGKILL/);
  expect(partPids().filter((pid) => factsOfProcess(pid))).toEqual([]);
});

test('a start that is killed with -9 leaves only Postgres, and the next one takes it over with the same secrets', async () => {
  const killed = await startAndWait();
  const postgres = postgresPid();
  const before = apiEnvironment();
  const cardKeys = join(root, '.settle', 'card-keys.json');
  const keysBefore = readFileSync(cardKeys, 'utf8');
  killed.process.kill('SIGKILL');
  await killed.code;
  while (partPids().some((pid) => factsOfProcess(pid))) await sleep(10);
  expect(factsOfProcess(postgres)).toBeDefined();
  for (const pid of partPids()) rmSync(join(pids, String(pid)));

  const next = await startAndWait();

  expect(next.output).toContain('Settle is ready');
  expect(postgresPid()).toBe(postgres);
  expect(apiEnvironment()).toMatchObject({
    JWT_SECRET: before.JWT_SECRET,
    PAYPAL_API_URL: `http://127.0.0.1:${ports.PAYPAL_PORT}`,
    PAYPAL_WEBHOOK_ID: before.PAYPAL_WEBHOOK_ID,
  });
  expect(readFileSync(cardKeys, 'utf8')).toBe(keysBefore);
  for (const file of ['secrets.json', 'card-keys.json'])
    expect(statSync(join(root, '.settle', file)).mode & 0o077).toBe(0);
});

test('the tokeniser is told where the card keys are and nothing that shows its memory; the api is not told', async () => {
  await startAndWait({ NODE_DEBUG: 'settle', CARD_KEY_OVERLAP_HOURS: '2', CARD_KEYS_FILE: '' });

  const environment = tokeniserNotes()[1]?.split(',');
  expect(environment).toEqual(expect.arrayContaining(['CARD_KEYS_FILE', 'CARD_KEY_OVERLAP_HOURS']));
  for (const name of ['NODE_DEBUG', 'DATABASE_URL', 'JWT_SECRET']) expect(environment).not.toContain(name);
  expect(apiEnvironment()).not.toHaveProperty('CARD_KEYS_FILE');
  expect(apiEnvironment()).toHaveProperty('CARD_TOKENISER_SOCKET', join('.settle', 'tokeniser.sock'));
});

test("an account at PayPal itself is used as it is, and the sandbox's is not started", async () => {
  const start = await startAndWait({ PAYPAL_CLIENT_ID: 'of-our-own', PAYPAL_CLIENT_SECRET: 'hush' });

  expect(partPids()).toHaveLength(5);
  expect(start.output).toContain('PayPal itself');
  expect(apiEnvironment()).toMatchObject({ PAYPAL_CLIENT_ID: 'of-our-own' });
  expect(apiEnvironment()).not.toHaveProperty('PAYPAL_API_URL');
  expect(apiEnvironment()).not.toHaveProperty('PAYPAL_WEBHOOK_ID');
});

test('a DATABASE_URL that leads nowhere is one sentence without its password', async () => {
  const start = begin({ DATABASE_URL: 'postgres://settle:hush@127.0.0.1:1/settle' });

  expect(await start.code).toBe(1);
  expect(start.output).toMatch(/^DATABASE_URL does not lead to a database \(.*ECONNREFUSED.*\): correct it/);
  expect(start.output).not.toContain('hush');
});

interface Start {
  process: ChildProcess;
  output: string;
  code: Promise<number | null>;
}

function begin(extra: Record<string, string> = {}): Start {
  const { PATH } = process.env;
  const node = spawn(process.execPath, ['--import', './test/sandbox/from-source.mjs', starter], {
    cwd: repository,
    env: { PATH, PIDS: pids, ...ports, ...extra },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const code = once(node, 'close').then(([exitCode]) => exitCode as number | null);
  const start: Start = { process: node, output: '', code };
  for (const stream of [node.stdout, node.stderr])
    stream.on('data', (chunk: Buffer) => {
      start.output += chunk.toString();
    });
  started.push(start);
  return start;
}

async function startAndWait(extra: Record<string, string> = {}): Promise<Start> {
  const start = begin(extra);
  while (!start.output.includes('Stop        Ctrl-C')) {
    if (start.process.exitCode !== null) throw new Error(`The start ended: ${start.output}`);
    await sleep(10);
  }
  return start;
}

function partPids(): number[] {
  return readdirSync(pids).map(Number);
}

function tokeniserNotes(): string[] {
  return readFileSync(join(root, '.settle', 'tokeniser.sock'), 'utf8').split(' ');
}

function tokeniserPid(): number {
  return Number(tokeniserNotes()[0]);
}

function apiEnvironment(): Record<string, string> {
  const notes = readdirSync(pids).map((pid) => readFileSync(join(pids, pid), 'utf8'));
  return JSON.parse(notes.findLast((note) => note.startsWith('{')) ?? '{}') as Record<string, string>;
}

function postgresPid(): number {
  const file = join(root, '.settle', 'postgres', 'postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0;
}

async function postgresHasEnded(): Promise<void> {
  while (factsOfProcess(postgresPid())) await sleep(10);
}

async function freePort(): Promise<string> {
  const probe = await occupy('0');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return String(port);
}

async function occupy(port = '0'): Promise<Server> {
  const server = createServer().listen(Number(port), '127.0.0.1');
  await once(server, 'listening');
  return server;
}
