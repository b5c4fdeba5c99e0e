import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Launch, tokeniserLaunch } from '../../src/tokeniser/launch.ts';

const MAIN = join(process.cwd(), 'dist/main.js');
const PANEL = join(process.cwd(), 'dist/admin/main.js');
const TOKENISER = join(process.cwd(), 'dist/tokeniser/main.js');
const GATEWAY = join(process.cwd(), 'dist/sandbox/gateway/main.js');
const PAYPAL = join(process.cwd(), 'dist/sandbox/paypal/main.js');

export const GATEWAY_KEY = 'sk_test_settle';
export const WEBHOOK_SECRET = 'whsec_settle';
export const JWT_SECRET = 'a-secret-of-tests-that-is-long-enough';
export const PAYPAL_CLIENT = {
  id: 'settle-spec',
  secret: 'settle-spec-secret',
  webhookId: 'WH-SETTLE-SPEC',
} as const;

/** What the product needs to know of a sandbox PayPal. */
export const payPalEnvironment = (port: number): Record<string, string> => ({
  PAYPAL_CLIENT_ID: PAYPAL_CLIENT.id,
  PAYPAL_CLIENT_SECRET: PAYPAL_CLIENT.secret,
  PAYPAL_WEBHOOK_ID: PAYPAL_CLIENT.webhookId,
  PAYPAL_API_URL: `http://127.0.0.1:${port}`,
});

export interface EnvironmentOf {
  readonly databaseUrl: string;
  readonly port?: number;
  readonly gatewayPort?: number;
  readonly smtpPort?: number;
  readonly tokeniserSocket?: string;
  readonly extra?: Readonly<Record<string, string>>;
}

/** The whole environment of a product process; nothing of the developer's own leaks in. */
export function testEnvironment({
  databaseUrl,
  port = 0,
  gatewayPort = 9,
  smtpPort = 9,
  tokeniserSocket = '/nowhere',
  extra,
}: EnvironmentOf): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    DATABASE_URL: databaseUrl,
    DATABASE_DIRECT_URL: databaseUrl,
    HOST: '127.0.0.1',
    PORT: String(port),
    JWT_SECRET,
    CARD_TOKENISER_SOCKET: tokeniserSocket,
    STRIPE_SECRET_KEY: GATEWAY_KEY,
    STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
    STRIPE_API_URL: `http://127.0.0.1:${gatewayPort}`,
    SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
    MAIL_FROM: 'Settle <orders@settle.example>',
    LOG_LEVEL: 'warn',
    SWEEP_INTERVAL_SECONDS: '0.2',
    ...extra,
  };
}

/** What one process has compiled the next one need not: a fifth of each start. */
const compiled = () => ({ NODE_COMPILE_CACHE: join(process.env['TEST_FILES']!, 'compiled') });

export interface Running {
  readonly process: ChildProcess;
  /** What it wrote to its streams so far. */
  output(): string;
  /** SIGTERM, then waits for the end. */
  stop(): Promise<void>;
  /** SIGKILL, as a crash does it. */
  kill(): Promise<void>;
}

export const hasEnded = ({ process: child }: Running): boolean =>
  child.exitCode !== null || child.signalCode !== null;

/** Starts a process and waits until it says that it is ready. */
export async function startProcess(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  launch?: Launch,
): Promise<Running & { ready: unknown }> {
  const child = fork(file, [...args], {
    env: { ...env, ...compiled() },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: ['--enable-source-maps'],
    ...launch,
  });
  let output = '';
  child.stdout!.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr!.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, 'exit');
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
  };
  const ready = await Promise.race([
    once(child, 'message').then(([message]: unknown[]) => message),
    ended.then(() => Promise.reject(new Error(`${file} ended before it was ready:\n${output}`))),
  ]);
  return {
    process: child,
    ready,
    output: () => output,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

/** The product in the given roles (`api`, `worker`). */
export const startProduct = (roles: readonly string[], env: NodeJS.ProcessEnv): Promise<Running> =>
  startProcess(MAIN, roles, env);

/** The admin panel. */
export const startPanel = (env: NodeJS.ProcessEnv): Promise<Running> => startProcess(PANEL, [], env);

/** The process that opens card data, with the product's settings and the keys of a file. */
export const startTokeniser = (env: NodeJS.ProcessEnv, keysFile: string): Promise<Running> =>
  startProcess(TOKENISER, [], env, tokeniserLaunch(TOKENISER, { ...env, CARD_KEYS_FILE: keysFile }));

export const startGateway = (port: number, dataDir: string, args: readonly string[]): Promise<Running> =>
  startProcess(GATEWAY, ['--port', String(port), '--data', dataDir, '--secret-key', GATEWAY_KEY, ...args], {
    PATH: process.env['PATH'],
  });

export const startPayPal = (port: number, dataDir: string, args: readonly string[]): Promise<Running> => {
  const client = ['--client-id', PAYPAL_CLIENT.id, '--client-secret', PAYPAL_CLIENT.secret];
  const own = ['--port', String(port), '--data', dataDir, ...client];
  return startProcess(PAYPAL, [...own, ...args], { PATH: process.env['PATH'] });
};

/** A role that ends by itself (`migrate`, `seed`). */
export async function runToEnd(roles: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = fork(MAIN, [...roles], { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${roles.join(' ')} ended with code ${code}`);
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Any role that ends by itself, with what it says and however it ends. */
export async function runAndTell(words: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  const child = fork(MAIN, [...words], { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const closed = once(child, 'close');
  const [stdout, stderr] = await Promise.all([text(child.stdout!), text(child.stderr!)]);
  const [code] = (await closed) as [number | null];
  return { code, stdout, stderr };
}
