import pg from 'pg';
import type { Config } from '../../config.js';
import { nameOf } from '../database/lean-client.js';
import { logger } from '../logger.js';

/**
 * Taking and ending jobs need not be on the disk: what a crash of the server undoes of it is done again, as jobs may be at
 * any time. The order of commits stays: no job has ended whose effects are lost.
 */
const SESSION = '-c synchronous_commit=off';
/** A plan that was made while the queue was empty does not fit a full one: it lives no longer than its connection. */
const MAX_SECONDS = 60;
const MAX_CONNECTIONS = 4;

/** Without a semicolon inside: several statements cannot be prepared as one. */
const SINGLE_STATEMENT = /^[^;]*;?\s*$/;

/** The connections over which a worker takes its jobs, in the form that pg-boss asks for. */
export interface WorkerPool {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  end(): Promise<void>;
}

/** Statements are prepared where the connection keeps them: planning those of the queue takes longer than running them. */
export function workerPool(config: Config): WorkerPool {
  const { DATABASE_DIRECT_URL: direct, DATABASE_URL: url, DATABASE_PREPARED_STATEMENTS } = config;
  const prepares = direct !== undefined || DATABASE_PREPARED_STATEMENTS;
  const pool = new pg.Pool({
    connectionString: withOptions(direct ?? url, SESSION),
    application_name: 'settle-jobs',
    max: MAX_CONNECTIONS,
    maxLifetimeSeconds: MAX_SECONDS,
  });
  pool.on('error', (error) => logger.warn({ err: error }, 'job queue'));
  return {
    executeSql(text, values = []) {
      const name = prepares && SINGLE_STATEMENT.test(text) ? nameOf(text) : undefined;
      return pool.query({ text, ...(values.length > 0 && { values }), ...(name && { name }) });
    },
    end: () => pool.end(),
  };
}

function withOptions(databaseUrl: string, more: string): string {
  const url = new URL(databaseUrl);
  const options = url.searchParams.get('options');
  url.searchParams.set('options', [options, more].filter(Boolean).join(' '));
  return url.href;
}
