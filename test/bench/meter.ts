import { availableParallelism } from 'node:os';
import { cpuMsOf, cpuMsOfTree, machineBusyMs } from './proc.ts';

/** Processes by what they are for; `postgres` counts all its backends. */
export interface Metered {
  readonly postgres: number;
  readonly parts: Readonly<Record<string, number>>;
}

export type CpuPerOrder = Readonly<Record<string, number>>;

export interface Measured {
  readonly cpuMsPerOrder: CpuPerOrder;
  /** Which share of the machine was taken by what is not part of the bench: above a few percent, measure again. */
  readonly takenByOthers: number;
}

/** CPU ms per order of every process while `work` runs; the load generator is this very process. */
export async function metered<T extends { readonly orders: number }>(
  { postgres, parts }: Metered,
  work: () => Promise<T>,
): Promise<T & Measured> {
  const read = () => ({
    ...Object.fromEntries(Object.entries(parts).map(([name, pid]) => [name, cpuMsOf(pid)])),
    postgres: cpuMsOfTree(postgres),
    'load generator': cpuMsOf(process.pid),
  });
  const before: Record<string, number> = read();
  const [busyBefore, startedAt] = [machineBusyMs(), performance.now()];
  const result = await work();
  const busyMs = machineBusyMs() - busyBefore;
  const machineMs = (performance.now() - startedAt) * availableParallelism();
  const after: Record<string, number> = read();
  const cpuMsPerOrder = Object.fromEntries(
    Object.keys(after).map((name) => [name, (after[name]! - before[name]!) / Math.max(result.orders, 1)]),
  );
  const ownMs = Object.keys(after).reduce((sum, name) => sum + after[name]! - before[name]!, 0);
  return { ...result, cpuMsPerOrder, takenByOthers: Math.max(0, (busyMs - ownMs) / machineMs) };
}
