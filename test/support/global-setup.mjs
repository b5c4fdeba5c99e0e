// Plain JavaScript: Jest loads it outside its transforms, and Node strips the types of what it imports.
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../dist/sandbox/postgres.js';
import { createDatabase } from './database.ts';
import { freePort } from './ports.ts';
import { runToEnd, testEnvironment } from './processes.ts';

/** One real Postgres for the run, and in it a migrated and seeded template that every spec file clones. */
export default async function setUp() {
  const dataDir = mkdtempSync(join(tmpdir(), 'settle-test-'));
  // As root the server runs as another account, which must be able to enter.
  chmodSync(dataDir, 0o755);
  const server = await startPostgres({
    dataDir,
    port: await freePort(),
    // Tests kill processes, never the machine: what fsync protects from does not happen here.
    settings: { fsync: 'off', synchronous_commit: 'off', max_connections: '300' },
  });
  process.env.TEST_POSTGRES_URL = server.url;
  process.env.TEST_POSTGRES_ADMIN_URL = server.adminUrl;
  process.env.TEST_FILES = dataDir;
  globalThis.testPostgres = server;
  const url = await createDatabase('settle_template');
  await runToEnd(['migrate', 'seed'], testEnvironment({ databaseUrl: url }));
}
