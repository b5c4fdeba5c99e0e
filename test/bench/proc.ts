import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts CPU time in ticks of 10 ms. */
const TICK_MS = 10;

interface Stat {
  readonly parent: number;
  readonly ownMs: number;
  /** Of children that have ended and were collected. */
  readonly childrenMs: number;
}

function statOf(pid: number): Stat | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may itself hold spaces; what counts starts after the last one.
    const fields = line
      .slice(line.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [parent, utime, stime, cutime, cstime] = [1, 11, 12, 13, 14].map((index) => fields[index] ?? 0) as [
      number,
      number,
      number,
      number,
      number,
    ];
    return { parent, ownMs: (utime + stime) * TICK_MS, childrenMs: (cutime + cstime) * TICK_MS };
  } catch {
    return undefined;
  }
}

/** CPU time of one process with all its threads, in ms since it began. */
export const cpuMsOf = (pid: number): number => statOf(pid)?.ownMs ?? 0;

/** CPU time of a process and everything that it ever started: a Postgres with its backends and background workers. */
export function cpuMsOfTree(root: number): number {
  const own = statOf(root);
  if (!own) return 0;
  let total = own.ownMs + own.childrenMs;
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
    if (stat?.parent === root) total += stat.ownMs;
  }
  return total;
}

/** Resident memory in MB. */
export function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 102.4) / 10;
}

/** CPU time of the whole machine that was not idle, in ms since it began. */
export function machineBusyMs(): number {
  const fields = readFileSync('/proc/stat', 'utf8').split('\n')[0]!.trim().split(/\s+/).slice(1).map(Number);
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = fields;
  return (user + nice + system + irq + softirq) * TICK_MS;
}
