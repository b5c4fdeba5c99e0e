import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Often enough that nobody notices, seldom enough for systems where each look is a `ps`. */
const lookEveryMs = process.platform === 'linux' ? 10 : 100;

export interface ProcessFacts {
  /** With the pid it identifies a process; the pid alone is given to another one sooner or later. */
  birth: string;
  command: string;
}

/** Undefined once the process has ended, also where nobody has collected it yet (a zombie still answers `kill -0`). */
export function factsOfProcess(pid: number): ProcessFacts | undefined {
  try {
    const facts = process.platform === 'linux' ? factsFromProc(pid) : factsFromPs(pid);
    return facts.state.startsWith('Z') ? undefined : facts;
  } catch {
    return undefined;
  }
}

export async function hasEndedWithin(pid: number, limitMs: number): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  const birth = factsOfProcess(pid)?.birth;
  if (birth === undefined) return true;
  while (factsOfProcess(pid)?.birth === birth) {
    if (Date.now() > deadline) return false;
    await sleep(lookEveryMs);
  }
  return true;
}

/** A process that has just ended is no error: that is what the signal was for. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function factsFromProc(pid: number): ProcessFacts & { state: string } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in brackets may itself hold spaces and brackets; what counts starts after the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  return { state: fields[0] ?? '', birth: fields[19] ?? '', command };
}

function factsFromPs(pid: number): ProcessFacts & { state: string } {
  const line = execFileSync('ps', ['-o', 'state=,lstart=,command=', '-p', String(pid)], { encoding: 'utf8' });
  const [state = '', ...rest] = line.trim().split(/\s+/);
  return { state, birth: rest.slice(0, 5).join(' '), command: rest.slice(5).join(' ') };
}
