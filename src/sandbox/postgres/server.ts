import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { factsOfProcess, hasEndedWithin, signalProcess } from '../processes.js';
import { SetupError } from '../setup-error.js';
import type { Account } from './account.js';
import type { Address } from './connection.js';
import { findServer, serverEnvironment } from './data-folder.js';

const fastShutdownLimitMs = 10_000;
const immediateShutdownLimitMs = 5_000;
const lookForStrangerEveryMs = 500;

export interface ServerPlan {
  folder: string;
  binaries: string;
  account: Account | undefined;
  address: Address;
  settings: Record<string, string>;
}

export interface ServerProcess {
  pid: number;
  hasEnded: () => boolean;
  ended: Promise<void>;
}

export function launchServer({ folder, binaries, account, address, settings }: ServerPlan): ServerProcess {
  const all = {
    listen_addresses: address.host,
    // No unix socket: their paths are limited to 107 characters, and everybody here speaks TCP.
    unix_socket_directories: '',
    log_checkpoints: 'off',
    // Solid-state disks read anywhere at nearly the same price; statements of milliseconds are not worth compiling.
    random_page_cost: '1.1',
    jit: 'off',
    ...settings,
  };
  // A file rather than a pipe: the server must not choke on its own log when Node is killed.
  const log = openSync(logOf(folder), 'w');
  const server = spawn(
    join(binaries, 'bin', 'postgres'),
    [
      '-D',
      folder,
      '-p',
      String(address.port),
      ...Object.entries(all).map(([name, value]) => `--${name}=${value}`),
    ],
    // Detached: Ctrl-C in a terminal reaches a whole process group, and the database must be the last to go.
    { ...account, cwd: '/', env: serverEnvironment, detached: true, stdio: ['ignore', log, log] },
  );
  closeSync(log);
  server.unref();
  let over = false;
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      over = true;
      resolve();
    };
    server.once('exit', end);
    server.once('error', end);
  });
  return { pid: server.pid ?? 0, hasEnded: () => over, ended };
}

/** A server that is not our child: nobody tells us when it ends, so it is looked at. */
export function watchServer(pid: number): ServerProcess {
  const hasEnded = () => factsOfProcess(pid) === undefined;
  const ended = new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      if (!hasEnded()) return;
      clearInterval(timer);
      resolve();
    }, lookForStrangerEveryMs).unref();
  });
  return { pid, hasEnded, ended };
}

/** Fast: sessions are cut, the folder is closed cleanly. Immediate: as if the power failed; the next start recovers. */
export async function stopServer(folder: string, manner: 'fast' | 'immediate'): Promise<void> {
  const server = findServer(folder);
  if (!server) return;
  if (manner === 'fast') {
    signalProcess(server.pid, 'SIGINT');
    if (await hasEndedWithin(server.pid, fastShutdownLimitMs)) return;
  }
  signalProcess(server.pid, 'SIGQUIT');
  if (await hasEndedWithin(server.pid, immediateShutdownLimitMs)) return;
  throw new SetupError(`Postgres does not stop: end process ${server.pid} yourself.`);
}

/** Why a server ended while it started, in its own words. */
export function complaintOf(folder: string): string {
  const lines = readFileSync(logOf(folder), 'utf8').trim().split('\n');
  // Our own attempts to connect are answered with "FATAL: the database system is starting up".
  const line = lines.findLast((each) => /(FATAL|PANIC): (?!.*starting up)/.test(each)) ?? lines.at(-1) ?? '';
  return `${line.replace(/^.*?(FATAL|PANIC):\s*/, '') || 'it says nothing'} (its log is ${logOf(folder)})`;
}

function logOf(folder: string): string {
  return join(folder, 'server.log');
}
