import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import type { PostgresServer } from '../../src/sandbox/postgres.js';
import { Connection } from './connection.ts';
import { killParts, Part } from './part.ts';
import { PRODUCTS, UNITS_OF_EACH } from './settings.ts';

const GATEWAY_KEY = 'sk_test_bench';
const WEBHOOK_SECRET = 'whsec_bench';
export const JWT_SECRET = 'a-secret-of-the-bench-that-is-long-enough';
const READY_POLL_MS = 5;
const COMPLAINTS = 3;

export interface ApiOptions {
  /** Another build than the system's own, for a comparison within one run. */
  readonly dist?: string;
  /** Another way to the database: the counting proxy's. */
  readonly databaseUrl?: string;
  /** For a second api beside the first; webhooks go to the first one only. */
  readonly port?: number;
  readonly execArgv?: readonly string[];
  readonly settings?: Readonly<Record<string, string>>;
}

export interface Api {
  readonly part: Part;
  readonly port: number;
  /** From the spawn to the first 200 of /health/ready. */
  readonly startUpMs: number;
}

export interface Panel {
  readonly part: Part;
  readonly url: string;
  /** From the spawn until it listens. */
  readonly startUpMs: number;
}

/** A whole Settle on a database of its own, as `npm start` runs it; in the mailbox's place there is a sink. */
export class System {
  readonly postgres: PostgresServer;
  /** The system's database as superuser. */
  readonly admin: pg.Pool;
  readonly products: readonly string[];
  private readonly dist: string;
  private readonly folder: string;
  private readonly gatewayPort: number;
  private readonly webhookPort: number;
  private smtpPort = 9;

  private constructor(
    dist: string,
    folder: string,
    postgres: PostgresServer,
    ports: readonly [number, number],
  ) {
    this.dist = dist;
    this.folder = folder;
    this.postgres = postgres;
    [this.gatewayPort, this.webhookPort] = ports;
    this.admin = new pg.Pool({
      connectionString: postgres.adminUrl.replace(/\/postgres$/, '/settle'),
      max: 2,
    });
    this.products = Array.from(
      { length: PRODUCTS },
      (_, index) => `prod_bench_${String(index).padStart(4, '0')}`,
    );
  }

  /** Postgres with its durable defaults, migrated and seeded; nothing else runs yet. */
  static async start(dist: string): Promise<System> {
    const folder = mkdtempSync(join(tmpdir(), 'settle-bench-'));
    // As root the server runs as another account, which must be able to enter.
    chmodSync(folder, 0o755);
    const { startPostgres } = (await import(
      pathToFileURL(resolve(dist, 'sandbox/postgres.js')).href
    )) as typeof import('../../src/sandbox/postgres.js');
    const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), port: await freePort() });
    const system = new System(dist, folder, postgres, [await freePort(), await freePort()]);
    await system.provision().catch(async (error: unknown) => {
      await system.stop();
      throw error;
    });
    return system;
  }

  /** Without webhooks nothing but the answers to its calls leaves it; with them, what the shop subscribes to. */
  async startGateway({ webhooks }: { webhooks: boolean }): Promise<Part> {
    const { STRIPE_EVENTS } = (await import(
      pathToFileURL(resolve(this.dist, 'payments/gateways/stripe/stripe-webhook.js')).href
    )) as typeof import('../../src/payments/gateways/stripe/stripe-webhook.js');
    const told = [
      '--webhook-events',
      STRIPE_EVENTS.join(),
      '--webhook-url',
      `http://127.0.0.1:${this.webhookPort}/payment/webhooks/stripe`,
    ];
    const args = [
      '--port',
      String(this.gatewayPort),
      '--data',
      join(this.folder, 'gateway'),
      '--secret-key',
      GATEWAY_KEY,
    ];
    if (webhooks) args.push(...told, '--webhook-secret', WEBHOOK_SECRET);
    return Part.start(this.plan('gateway', 'sandbox/gateway/main.js', args, { PATH: process.env['PATH'] }));
  }

  async startApi(options: ApiOptions = {}): Promise<Api> {
    const port = options.port ?? this.webhookPort;
    const startedAt = performance.now();
    const env = this.environment({ PORT: String(port), ...options.settings }, options.databaseUrl);
    const plan = this.plan('api', 'main.js', ['api'], env, options.dist);
    const part = Part.spawn({ ...plan, ...(options.execArgv && { execArgv: options.execArgv }) });
    await part.saysReady();
    await part.before(untilReady(port));
    return { part, port, startUpMs: performance.now() - startedAt };
  }

  /** `execArgv`: for a profile. */
  startWorker(databaseUrl?: string, execArgv: readonly string[] = []): Promise<Part> {
    const plan = this.plan('worker', 'main.js', ['worker'], this.environment({}, databaseUrl));
    return Part.start({ ...plan, execArgv });
  }

  async startPanel(execArgv?: readonly string[]): Promise<Panel> {
    const port = await freePort();
    const env = this.environment({ ADMIN_PORT: String(port) });
    const startedAt = performance.now();
    const plan = this.plan('panel', 'admin/main.js', [], env);
    const part = await Part.start({ ...plan, ...(execArgv && { execArgv }) });
    return { part, url: `http://127.0.0.1:${port}/admin`, startUpMs: performance.now() - startedAt };
  }

  async startMailSink(): Promise<Part> {
    const file = new URL('mail-sink.ts', import.meta.url).pathname;
    const part = Part.spawn({ ...this.plan('mail-sink', '', [], { PATH: process.env['PATH'] }), file });
    this.smtpPort = ((await part.saysReady()) as { port: number }).port;
    return part;
  }

  async holdWebhooks(action: 'pause' | 'resume'): Promise<void> {
    await fetch(`http://127.0.0.1:${this.gatewayPort}/sandbox/webhooks/${action}`, { method: 'POST' });
  }

  /** The same start for whatever is measured next: nothing left to vacuum, statistics fresh, no checkpoint due. */
  async settleDown(): Promise<void> {
    await this.admin.query('vacuum analyze');
    await this.admin.query('checkpoint');
  }

  /** Jobs that a phase without a worker has left. */
  async forgetJobs(): Promise<void> {
    await this.admin.query('delete from pgboss.job');
  }

  /** The last errors in a part's log, where it has one. */
  complaintsOf(name: string): string {
    const file = join(this.folder, `${name}.log`);
    if (!existsSync(file)) return '';
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => /"level":[56]0/.test(line))
      .slice(-COMPLAINTS)
      .join('\n');
  }

  async stop(): Promise<void> {
    killParts();
    await this.admin.end().catch(() => undefined);
    await this.postgres.stop('immediate').catch(() => undefined);
    rmSync(this.folder, { recursive: true, force: true });
    // Where the server's account could not walk down to the folder, it chose another.
    rmSync(this.postgres.dataDir, { recursive: true, force: true });
  }

  private async provision(): Promise<void> {
    const plan = this.plan('migrate', 'main.js', ['migrate', 'seed'], this.environment({}));
    const code = await Part.spawn(plan).exitCode();
    if (code !== 0) throw new Error(`migrate and seed failed:\n${readFileSync(plan.logFile, 'utf8')}`);
    await this.addProducts();
  }

  private async addProducts(): Promise<void> {
    await this.admin.query(
      `with p as (insert into products (id, name, description, price_minor, currency)
                  select id, 'Product ' || id, '', 999 + 10 * n, 'USD' from unnest($1::text[]) with ordinality u(id, n) returning id),
         stocked as (insert into stock (product_id, on_hand) select id, $2 from p returning product_id, on_hand)
       insert into stock_movements (id, product_id, kind, on_hand_delta, held_delta, actor)
       select gen_random_uuid(), product_id, 'received', on_hand, 0, 'system' from stocked`,
      [this.products, UNITS_OF_EACH],
    );
  }

  private plan(
    name: string,
    file: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv,
    dist = this.dist,
  ) {
    return { name, file: resolve(dist, file), args, env, logFile: join(this.folder, `${name}.log`) };
  }

  /** The whole environment of a product process: its defaults, and nothing of the developer's own. */
  private environment(
    more: Readonly<Record<string, string>>,
    databaseUrl = this.postgres.url,
  ): NodeJS.ProcessEnv {
    return {
      PATH: process.env['PATH'],
      DATABASE_URL: databaseUrl,
      DATABASE_DIRECT_URL: databaseUrl,
      JWT_SECRET,
      // Nobody is there: the load pays with tokens.
      CARD_TOKENISER_SOCKET: join(this.folder, 'tokeniser.sock'),
      STRIPE_SECRET_KEY: GATEWAY_KEY,
      STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
      STRIPE_API_URL: `http://127.0.0.1:${this.gatewayPort}`,
      SMTP_URL: `smtp://127.0.0.1:${this.smtpPort}`,
      MAIL_FROM: 'Settle <orders@settle.example>',
      ...more,
    };
  }
}

async function untilReady(port: number): Promise<void> {
  for (;;) {
    const connection = new Connection(port);
    const answer = await connection.get('/health/ready').catch(() => undefined);
    connection.close();
    if (answer?.status === 200) return;
    await sleep(READY_POLL_MS);
  }
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
