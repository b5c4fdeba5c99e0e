import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';

const tryAgainAfterMs = 20;
const connectLimitMs = 2_000;

/** A server on its way up or down: it refuses to listen yet, or says "starting up", "shutting down" (57P03). */
const notYet = new Set(['ECONNREFUSED', 'ECONNRESET', '57P03']);

export interface Address {
  host: string;
  port: number;
}

/**
 * True once a server with this data folder answers; false when `hasEnded` says there is nothing left to wait for, or at the
 * deadline. The folder is asked for because another Postgres may sit on the port.
 */
export async function answersWithin(
  address: Address,
  folder: string,
  limitMs: number,
  hasEnded: () => boolean,
): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  while (!hasEnded() && Date.now() < deadline) {
    try {
      return (await askDataFolder(address)) === folder;
    } catch (error) {
      if (!notYet.has((error as { code?: string }).code ?? '')) throw error;
    }
    await sleep(tryAgainAfterMs);
  }
  return false;
}

/** The application's own role may create databases (tests clone theirs) but is no superuser, so that it meets the same rights as elsewhere. */
export async function ensureDatabase(address: Address): Promise<void> {
  await asSuperuser(address, async (client) => {
    const { rows } = await client.query<{ role: boolean; database: boolean }>(
      `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'settle') AS role,
              EXISTS (SELECT FROM pg_database WHERE datname = 'settle') AS database`,
    );
    if (!rows[0]?.role) await client.query('CREATE ROLE settle LOGIN CREATEDB');
    if (!rows[0]?.database) await client.query('CREATE DATABASE settle OWNER settle');
  });
}

async function askDataFolder(address: Address): Promise<string | undefined> {
  return asSuperuser(address, async (client) => {
    const { rows } = await client.query<{ folder: string }>(
      "SELECT current_setting('data_directory') AS folder",
    );
    return rows[0]?.folder;
  });
}

async function asSuperuser<T>(address: Address, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    ...address,
    user: 'postgres',
    password: '',
    database: 'postgres',
    ssl: false,
    connectionTimeoutMillis: connectLimitMs,
  });
  // Without a listener a server that dies under the connection would end this process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
