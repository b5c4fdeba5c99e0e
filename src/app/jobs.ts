import { MikroORM } from '@mikro-orm/postgresql';
import { type Config, ConfigError } from '../config.js';
import { ormOptions } from '../shared/database/mikro-orm.config.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { JobQueue } from '../shared/events/job-queue.js';
import { WakeUp } from '../shared/events/wake-up.js';

const USAGE =
  'Use: jobs [retry]. Alone it tells how each queue stands; `retry` sends back the jobs that were tried in vain.';

/** For whoever operates it: how the queues stand, and another try for jobs that were given up. */
export async function jobs(config: Config, words: readonly string[]): Promise<void> {
  const [word, ...more] = words;
  if (more.length > 0 || (word !== undefined && word !== 'retry')) throw new ConfigError(USAGE);
  const orm = await MikroORM.init({ ...ormOptions(config), pool: { min: 0, max: 2 } });
  const uow = new UnitOfWork(orm);
  const queue = new JobQueue(config, uow, new WakeUp(uow));
  try {
    if (word === 'retry') say(`${await queue.reviveDeadJobs()} jobs are tried anew.`);
    else for (const line of await table(queue)) say(line);
  } finally {
    await queue.onApplicationShutdown();
    await orm.close();
  }
}

async function table(queue: JobQueue): Promise<string[]> {
  const rows = (await queue.backlogs()).map(({ queue: name, waiting, oldestSeconds, underWay, dead }) => [
    name,
    ...[waiting, Math.round(oldestSeconds), underWay, dead].map(String),
  ]);
  const all = [['queue', 'waiting', 'oldest, s', 'under way', 'dead'], ...rows];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  return all.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '),
  );
}

const say = (line: string): boolean => process.stdout.write(`${line}\n`);
