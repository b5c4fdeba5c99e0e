import { Migrator } from '@mikro-orm/migrations';
import { defineConfig } from '@mikro-orm/postgresql';
import pg from 'pg';
import type { Config } from '../../config.js';
import { LeanClient } from './lean-client.js';
import { migrations } from './migrations/index.js';

// bigint columns arrive as numbers: a CHECK keeps every amount below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** One place for the connection, for every process. */
export function ormOptions(config: Config) {
  return defineConfig({
    clientUrl: config.DATABASE_URL,
    discovery: { warnWhenNoEntities: false },
    pool: { min: 2, max: config.DATABASE_POOL_SIZE },
    driverOptions: {
      application_name: 'settle',
      connectionTimeoutMillis: 5_000,
      ...(config.DATABASE_PREPARED_STATEMENTS && { Client: LeanClient }),
    },
    extensions: [Migrator],
    migrations: { migrationsList: migrations, tableName: 'schema_migrations', snapshot: false, silent: true },
  });
}
