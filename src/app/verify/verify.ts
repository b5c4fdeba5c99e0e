import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { AppModule } from '../../app.module.js';
import type { Config } from '../../config.js';
import { Payments } from '../../payments/index.js';
import { logger } from '../../shared/logger.js';
import { gatewaysBeside } from './counts.sql.js';
import { readOptions } from './options.js';
import { jsonReport, type Report, textReport } from './report.js';
import { Verification } from './verification.js';

const CONNECT_LIMIT_MS = 5_000;

/** What the process ends with. That something could not be checked outweighs what was found. */
const EXIT = { agrees: 0, broken: 1, notChecked: 2 } as const;

/**
 * Compares orders, stock, payments and ledger with each other and with the gateways' own books, and changes nothing.
 * Every break is told once, with its remedy.
 */
export async function verify(config: Config, words: readonly string[]): Promise<void> {
  const { json, graceMinutes, sinceDays } = readOptions(words);
  // What is told goes where logs go: only what ends the run may stand between.
  logger.level = 'fatal';
  const report = (json ? jsonReport : textReport)((line) => process.stdout.write(`${line}\n`));
  const db = await connect(config);
  if (!db) {
    report.notChecked('anything', 'the database does not answer');
    process.exitCode = EXIT.notChecked;
    return;
  }
  const app = await NestFactory.createApplicationContext(AppModule.with(config), {
    logger: false,
    abortOnError: false,
  });
  try {
    const { cutoff, since } = await momentsOf(db, graceMinutes, sinceDays);
    process.exitCode = await run(db, app.get(Payments), report, cutoff, since);
  } finally {
    await Promise.all([app.close(), db.end()]);
  }
}

async function run(
  db: pg.Client,
  payments: Payments,
  report: Report,
  cutoff: Date,
  since: Date,
): Promise<number> {
  const verification = new Verification(db, report, cutoff);
  await verification.ofRows();
  for (const gateway of payments.gatewayNames)
    await verification.ofBooks(gateway, payments.movements(gateway, since), since);
  for (const gateway of await gatewaysBeside(db, payments.gatewayNames, since))
    verification.notChecked(`the books of ${gateway}`, 'payments were made there, and it is not set up here');
  const { breaks, gaps } = verification.end();
  if (gaps > 0) return EXIT.notChecked;
  return breaks > 0 ? EXIT.broken : EXIT.agrees;
}

/** One session, past any pooler: the gateways' books are a temporary table of it. */
async function connect(config: Config): Promise<pg.Client | undefined> {
  const db = new pg.Client({
    connectionString: config.DATABASE_DIRECT_URL ?? config.DATABASE_URL,
    application_name: 'settle-verify',
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
  });
  // Without a listener a lost connection would end the process as if a break were found; the next query fails anyway.
  db.on('error', () => undefined);
  try {
    await db.connect();
    return db;
  } catch {
    return undefined;
  }
}

/** By the database's clock: what has moved since the cutoff is under way; the books are read since `since`. */
async function momentsOf(db: pg.Client, graceMinutes: number, sinceDays: number) {
  const { rows } = await db.query<{ cutoff: Date; since: Date }>(
    `select now() - make_interval(secs => $1) as cutoff, now() - make_interval(secs => $2) as since`,
    [graceMinutes * 60, sinceDays * 86_400],
  );
  return rows[0]!;
}
