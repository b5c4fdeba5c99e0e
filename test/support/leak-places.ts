import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { filesUnder, piecesOf } from './leak-search.js';
import { memoryOf } from './process-memory.js';
import type { World } from './world.js';

/** Somewhere that something could have been left, in pieces that overlap by so many bytes. */
export type Place = (overlap: number) => Promise<Iterable<Buffer>> | Iterable<Buffer>;

/** Every value of every table, those of the job queue among them, as Postgres writes it as text. */
export const tablesOf =
  (world: World): Place =>
  async () => {
    const { rows: tables } = await world.db.query<{ name: string; values: string }>(
      `select format('%I.%I', table_schema, table_name) as name,
         string_agg(format('%I::text', column_name), ', ') as values
       from information_schema.columns join information_schema.tables using (table_schema, table_name)
       where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE' group by 1`,
    );
    expect(tables.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['public.events', 'public.audit_log', 'public.stored_webhooks', 'pgboss.job']),
    );
    const rows = await Promise.all(
      tables.map(({ name, values }) =>
        world.db.query<{ text: string }>(`select concat_ws(e'\\n', ${values}) as text from ${name}`),
      ),
    );
    return rows.flatMap(({ rows }) => rows.map(({ text }) => Buffer.from(text)));
  };

/** What Postgres has on disk of this database: its files, after a checkpoint. */
export const dataFilesOf =
  (world: World): Place =>
  async (overlap) => {
    const { rows } = await world.db.query<{ oid: number }>(
      'select oid::int from pg_database where datname = current_database()',
    );
    return piecesOf(filesUnder(join(await dataDirectory(), 'base', String(rows[0]!.oid))), overlap);
  };

/** The write-ahead log, and what the server has printed. It is of the whole cluster, other databases included. */
export const writeAheadLog: Place = async (overlap) => {
  const directory = await dataDirectory();
  const printed = readdirSync(directory).filter((name) => name.endsWith('.log'));
  return piecesOf(
    [...filesUnder(join(directory, 'pg_wal')), ...printed.map((name) => join(directory, name))],
    overlap,
  );
};

async function dataDirectory(): Promise<string> {
  const admin = new pg.Client(process.env['TEST_POSTGRES_ADMIN_URL']);
  await admin.connect();
  try {
    await admin.query('checkpoint');
    return (await admin.query<{ data_directory: string }>('show data_directory')).rows[0]!.data_directory;
  } finally {
    await admin.end();
  }
}

export const memoryOfProcess =
  (pid: () => number): Place =>
  (overlap) =>
    memoryOf(pid(), overlap);
