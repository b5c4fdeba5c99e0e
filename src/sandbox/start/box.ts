import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { tokeniserLaunch } from '../../tokeniser/launch.js';
import { startPostgres, type PostgresServer } from '../postgres.js';
import { SetupError } from '../setup-error.js';
import { Child, type ChildPlan } from './child.js';
import { assertAnswers } from './database.js';
import type { Settings } from './settings.js';

/** An order that is being paid may finish: it waits for the gateway up to 5 s a call. */
const gracefulLimitMs = 10_000;
const plainLimitMs = 3_000;

/** The files that are run; another application than the built one only in tests. */
export interface Programs {
  application: string;
  panel: string;
  gateway: string;
  paypal: string;
  mailbox: string;
  tokeniser: string;
}

export interface BoxFacts {
  databaseUrl: string;
  /** Where the built-in Postgres keeps its data. */
  dataDir: string | undefined;
  apiReadyAt: number;
}

/** All the processes of a start: brought up side by side where they allow it, ended in the order that loses nothing. */
export class Box {
  /** Rejects when something that should run ended. */
  readonly failed: Promise<never>;
  private fail: (error: Error) => void = () => undefined;
  private readonly settings: Settings;
  private readonly programs: Programs;
  private readonly application: Child[] = [];
  private readonly surroundings: Child[] = [];
  private postgres: Promise<PostgresServer> | undefined;
  private stopping = false;

  constructor(settings: Settings, programs: Programs) {
    this.settings = settings;
    this.programs = programs;
    this.failed = new Promise((_resolve, reject) => {
      this.fail = reject;
    });
    mkdirSync(join(settings.folder, 'logs'), { recursive: true });
  }

  /** The api waits for the database alone; the worker, which only drains what the api puts down, comes after it. */
  async start(): Promise<BoxFacts> {
    const { ours } = this.settings;
    const gateway = ours.gateway ? this.startGateway() : undefined;
    const tokeniser = this.startTokeniser();
    const paypal = ours.paypal ? this.startPayPal() : undefined;
    const databaseUrl = await this.startDatabase();
    const environment = {
      ...this.settings.environment,
      DATABASE_URL: databaseUrl,
      DATABASE_DIRECT_URL: this.settings.environment.DATABASE_DIRECT_URL ?? databaseUrl,
    };
    const api = this.run(
      this.application,
      'api',
      this.programs.application,
      ['migrate', 'seed', 'api'],
      environment,
    );
    await Promise.all([api.ready(), gateway?.ready(), paypal?.ready(), tokeniser.ready()]);
    const apiReadyAt = performance.now();
    const mailbox = ours.mailbox ? this.startMailbox() : undefined;
    const worker = this.run(this.application, 'worker', this.programs.application, ['worker'], environment);
    const panel = this.run(this.application, 'panel', this.programs.panel, [], environment);
    await Promise.all([worker.ready(), mailbox?.ready(), panel.ready()]);
    const dataDir = (await this.postgres)?.dataDir;
    return { databaseUrl, dataDir, apiReadyAt };
  }

  /** The application first, so that nothing it still says is lost; the database last. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.application.map((child) => child.stop(gracefulLimitMs)));
    await Promise.all(this.surroundings.map((child) => child.stop(plainLimitMs)));
    const postgres = await this.postgres?.catch(() => undefined);
    await postgres?.stop();
  }

  /** Without grace and without order. Postgres gets its immediate shutdown, which the next start recovers from. */
  async kill(): Promise<void> {
    this.stopping = true;
    for (const child of [...this.application, ...this.surroundings]) child.kill();
    const postgres = await this.postgres?.catch(() => undefined);
    await postgres?.stop('immediate');
  }

  private async startDatabase(): Promise<string> {
    const { environment, folder, ports } = this.settings;
    if (environment.DATABASE_URL) {
      await assertAnswers(environment.DATABASE_URL);
      return environment.DATABASE_URL;
    }
    this.postgres = startPostgres({ dataDir: join(folder, 'postgres'), port: ports.POSTGRES_PORT });
    const { url, ended, dataDir } = await this.postgres;
    void ended.then(() =>
      this.report(`Postgres ended: ${join(dataDir, 'server.log')} says why; start again.`),
    );
    return url;
  }

  private startGateway(): Child {
    const { environment, folder, ports, apiUrl } = this.settings;
    const args = flags({
      port: String(ports.GATEWAY_PORT),
      data: join(folder, 'gateway'),
      'webhook-url': `${apiUrl}/payment/webhooks/stripe`,
      'webhook-secret': environment.STRIPE_WEBHOOK_SECRET ?? '',
      'secret-key': environment.STRIPE_SECRET_KEY ?? '',
    });
    return this.run(this.surroundings, 'gateway', this.programs.gateway, args);
  }

  private startTokeniser(): Child {
    const { environment, cardKeysFile } = this.settings;
    const program = this.programs.tokeniser;
    const { env, ...launch } = tokeniserLaunch(program, { ...environment, CARD_KEYS_FILE: cardKeysFile });
    return this.run(this.surroundings, 'tokeniser', program, [], env, launch);
  }

  private startPayPal(): Child {
    const { environment, folder, ports, apiUrl } = this.settings;
    const args = flags({
      port: String(ports.PAYPAL_PORT),
      data: join(folder, 'paypal'),
      'webhook-url': `${apiUrl}/payment/webhooks/paypal`,
      'webhook-id': environment.PAYPAL_WEBHOOK_ID ?? '',
      'client-id': environment.PAYPAL_CLIENT_ID ?? '',
      'client-secret': environment.PAYPAL_CLIENT_SECRET ?? '',
    });
    return this.run(this.surroundings, 'paypal', this.programs.paypal, args);
  }

  private startMailbox(): Child {
    const { folder, ports } = this.settings;
    const args = flags({
      web: String(ports.MAILBOX_PORT),
      smtp: String(ports.SMTP_PORT),
      data: join(folder, 'mailbox'),
    });
    return this.run(this.surroundings, 'mailbox', this.programs.mailbox, args);
  }

  private run(
    group: Child[],
    name: string,
    program: string,
    args: string[],
    environment = process.env,
    launch?: ChildPlan['launch'],
  ): Child {
    // A stop that came while the database was starting: what is not there yet need not come.
    if (this.stopping) throw new SetupError('Stopped while starting.');
    const { root, folder } = this.settings;
    const child = new Child({
      name,
      program,
      args,
      environment,
      cwd: root,
      logFile: join(folder, 'logs', `${name}.log`),
      launch,
    });
    group.push(child);
    void child.ended.then((sentence) => this.report(sentence));
    return child;
  }

  private report(sentence: string): void {
    if (!this.stopping) this.fail(new SetupError(sentence));
  }
}

function flags(values: Record<string, string>): string[] {
  return Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]);
}
