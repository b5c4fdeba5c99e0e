import { readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  const file = join(folder, 'start.lock');
  const mine = `${process.pid} ${factsOfProcess(process.pid)?.birth}`;
  const release = () => rmSync(file, { force: true });
  if (create(file, mine)) return { afterKill: false, release };

  const [pid = '', ...birth] = readFileSync(file, 'utf8').split(' ');
  if (factsOfProcess(Number(pid))?.birth === birth.join(' '))
    throw new SetupError(
      `Settle already runs from this folder: stop it first with Ctrl-C there, or end process ${pid}.`,
    );
  release();
  if (create(file, mine)) return { afterKill: true, release };
  throw new SetupError(
    'Settle is being started from this folder at this very moment: leave it to the other start.',
  );
}

function create(file: string, content: string): boolean {
  try {
    writeFileSync(file, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
