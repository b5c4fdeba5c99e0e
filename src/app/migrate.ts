import { MikroORM } from '@mikro-orm/postgresql';
import type { Config } from '../config.js';
import { ormOptions } from '../shared/database/mikro-orm.config.js';
import { migrateJobQueue } from '../shared/events/job-queue.js';

/** Brings the database to the present schema. Safe to run twice, and by two processes at once. */
export async function migrate(config: Config): Promise<void> {
  const orm = await MikroORM.init({ ...ormOptions(config), pool: { min: 0, max: 2 } });
  try {
    await orm.em.getConnection().execute('select 1');
    await orm.migrator.up();
  } finally {
    await orm.close();
  }
  await migrateJobQueue(config.DATABASE_DIRECT_URL ?? config.DATABASE_URL);
}
