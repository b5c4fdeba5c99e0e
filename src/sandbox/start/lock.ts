import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { factsOfProcess } from '../processes.js';
import { SetupError } from '../setup-error.js';

export interface Lock {
  /** The start before this one was killed: its processes may need a moment to notice and go. */
  afterKill: boolean;
  release(): void;
}

/** One start for each folder: two would share data, logs and secrets. A killed start leaves its lock; that one is taken over. */
export function takeLock(folder: string): Lock {
  const file = fileIn(folder);
  const mine = `${process.pid} ${factsOfProcess(process.pid)?.birth}`;
  const release = () => rmSync(file, { force: true });
  if (create(file, mine)) return { afterKill: false, release };

  const pid = holderOf(folder);
  if (pid)
    throw new SetupError(
      `Settle already runs from this folder: stop it first with Ctrl-C there, or end process ${pid}.`,
    );
  release();
  if (create(file, mine)) return { afterKill: true, release };
  throw new SetupError(
    'Settle is being started from this folder at this very moment: leave it to the other start.',
  );
}

/** The pid of the start that runs from the folder; undefined where none does. */
export function holderOf(folder: string): string | undefined {
  if (!existsSync(fileIn(folder))) return undefined;
  const [pid = '', ...birth] = readFileSync(fileIn(folder), 'utf8').split(' ');
  return factsOfProcess(Number(pid))?.birth === birth.join(' ') ? pid : undefined;
}

const fileIn = (folder: string): string => join(folder, 'start.lock');

function create(file: string, content: string): boolean {
  try {
    writeFileSync(file, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
