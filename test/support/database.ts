import { randomBytes } from 'node:crypto';
import pg from 'pg';

pg.types.setTypeParser(pg.types.builtins.INT8, Number);

function urlOf(name: string): string {
  const url = new URL(process.env['TEST_POSTGRES_URL']!);
  url.pathname = `/${name}`;
  return url.href;
}

async function asAdmin(sql: string): Promise<void> {
  const admin = new pg.Client(process.env['TEST_POSTGRES_ADMIN_URL']);
  await admin.connect();
  try {
    await admin.query(sql);
  } finally {
    await admin.end();
  }
}

export async function createDatabase(name: string): Promise<string> {
  await asAdmin(`create database ${name} owner settle`);
  return urlOf(name);
}

/** A database with nothing in it. */
export async function emptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  return { url: await createDatabase(name), drop: () => asAdmin(`drop database ${name} with (force)`) };
}

/** A clone of the migrated and seeded template: a few milliseconds, and nobody else's rows. */
export async function cloneDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  await asAdmin(`create database ${name} template settle_template owner settle`);
  return { url: urlOf(name), drop: () => asAdmin(`drop database ${name} with (force)`) };
}
