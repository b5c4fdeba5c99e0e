import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { once } from 'node:events';
import { factsOfProcess } from '../processes.js';
import { SetupError } from '../setup-error.js';
import { assertOwner, canReach, type Account } from './account.js';

export interface RunningServer {
  pid: number;
  port: number;
}

/** No PG* variable or locale of the caller leaks into the server. */
export const serverEnvironment = { PATH: process.env.PATH, TZ: 'UTC', LC_ALL: 'C' };

/**
 * Where the data really lives: the folder asked for, or, where the server's account cannot walk down to it (a repository
 * below root's home), one in /var/tmp that is always the same for it.
 */
export function chooseDataFolder(asked: string, account: Account | undefined): string {
  const wanted = resolve(asked);
  mkdirSync(dirname(wanted), { recursive: true });
  const parent = realpathSync(dirname(wanted));
  if (canReach(parent, account)) return join(parent, basename(wanted));
  const elsewhere = `/var/tmp/settle-${createHash('sha256').update(wanted).digest('hex').slice(0, 12)}`;
  mkdirSync(elsewhere, { recursive: true });
  assertOwner(elsewhere, process.getuid?.());
  chmodSync(elsewhere, 0o755);
  return join(elsewhere, 'postgres');
}

/** initdb works in a folder beside and is renamed at the end: killed half way, it leaves no database that looks whole. */
export async function initialiseOnce(
  folder: string,
  binaries: string,
  account: Account | undefined,
  sync: boolean,
) {
  if (existsSync(join(folder, 'PG_VERSION'))) return assertOwner(folder, account?.uid ?? process.getuid?.());
  removeUnfinished(folder);
  const unfinished = `${folder}.new-${process.pid}`;
  mkdirSync(unfinished, { mode: 0o700 });
  if (account) chownSync(unfinished, account.uid, account.gid);
  // C.UTF-8 built into Postgres sorts by code point and knows letters beyond ASCII, the same on every machine.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  // Trust is for this machine only: the pg_hba.conf that initdb writes lets nobody in from elsewhere.
  const access = ['--username=postgres', '--auth=trust'];
  const initdb = spawn(
    join(binaries, 'bin', 'initdb'),
    ['-D', unfinished, ...locale, ...access, '--no-instructions', ...(sync ? [] : ['--no-sync'])],
    { ...account, cwd: '/', env: serverEnvironment, detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const [complaint, [code]] = await Promise.all([
    text(initdb.stderr),
    once(initdb, 'close') as Promise<[number]>,
  ]);
  if (code !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    throw new SetupError(`Postgres could not create its data folder ${folder}: ${lastLine(complaint)}`);
  }
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw new SetupError(
      `Postgres cannot use ${folder} (${(error as Error).message}): delete that folder, or start as the user who owns it.`,
    );
  }
}

/** The server that holds this data folder, judged by its command line: a pid file alone outlives its process. */
export function findServer(folder: string): RunningServer | undefined {
  const { pid, port } = readPidFile(folder);
  if (!pid || !port) return undefined;
  const command = factsOfProcess(pid)?.command ?? '';
  return command.includes(`-D ${folder} -p ${port}`) ? { pid, port } : undefined;
}

/**
 * Postgres sorts out most stale pid files itself, by asking whether the pid exists. A zombie and a stranger who was given
 * that number since look alive to it: those files go.
 */
export function clearMisleadingPidFile(folder: string): void {
  const { pid } = readPidFile(folder);
  if (pid && !findServer(folder) && exists(pid)) rmSync(join(folder, 'postmaster.pid'), { force: true });
}

/** Without a server this says that the last one had no time to clear up. */
export function hasPidFile(folder: string): boolean {
  return existsSync(join(folder, 'postmaster.pid'));
}

function readPidFile(folder: string): Partial<RunningServer> {
  try {
    const [pid, , , port] = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(pid), port: Number(port) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new SetupError(
      `${folder} cannot be read (${(error as Error).message}): start as the user who owns it.`,
    );
  }
}

function removeUnfinished(folder: string): void {
  const prefix = `${basename(folder)}.new-`;
  for (const name of readdirSync(dirname(folder))) {
    if (!name.startsWith(prefix) || factsOfProcess(Number(name.slice(prefix.length)))) continue;
    rmSync(join(dirname(folder), name), { recursive: true, force: true });
  }
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? '';
}
