import { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import type { Config } from '../config.js';
import { ormOptions } from '../shared/database/mikro-orm.config.js';
import { migrateJobQueue } from '../shared/events/job-queue.js';

/** Any number, but always this one: whoever migrates holds the lock of this name. */
const MIGRATION_LOCK = 7_355_382;

/** Brings the database to the present schema. Safe to run twice, and by two processes at once: one waits for the other. */
export async function migrate(config: Config): Promise<void> {
  const connectionString = config.DATABASE_DIRECT_URL ?? config.DATABASE_URL;
  const gate = new pg.Client({ connectionString });
  await gate.connect();
  try {
    await gate.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await migrateTables(config);
    await migrateJobQueue(connectionString);
  } finally {
    await gate.end();
  }
}

async function migrateTables(config: Config): Promise<void> {
  const orm = await MikroORM.init({ ...ormOptions(config), pool: { min: 0, max: 2 } });
  try {
    await orm.migrator.up();
  } finally {
    await orm.close();
  }
}
