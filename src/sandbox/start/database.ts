import pg from 'pg';
import { SetupError } from '../setup-error.js';

const connectLimitMs = 5_000;

/** Asked before anything starts: a wrong address would otherwise surface as the api's failure, among its other lines. */
export async function assertAnswers(databaseUrl: string): Promise<void> {
  if (!/^postgres(ql)?:$/.test(URL.parse(databaseUrl)?.protocol ?? ''))
    throw new SetupError(
      'DATABASE_URL is not an address like postgres://user@host/database: correct it, or leave it out.',
    );
  try {
    const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: connectLimitMs });
    client.on('error', () => undefined);
    await client.connect();
    await client.end();
  } catch (error) {
    const { message, code } = error as { message?: string; code?: string };
    throw new SetupError(
      `DATABASE_URL does not lead to a database (${message || code}): correct it, or leave it out to use the built-in Postgres.`,
    );
  }
}

export function withoutPassword(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  if (url.password) url.password = '…';
  return decodeURI(url.href);
}
