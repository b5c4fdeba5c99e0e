import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { databaseUrl } from '../postgres.js';
import { keptPorts } from './kept-ports.js';
import { holderOf } from './lock.js';
import { readSettings } from './settings.js';

/** What a role ends with where it could not do its work. */
const NOT_DONE = 2;

/** Runs a role of the application over what `npm start` runs from `root`; returns its exit code. */
export async function runInBox(
  root: string,
  application: string,
  role: string,
  options: readonly string[],
): Promise<number> {
  const folder = join(root, '.settle');
  if (!holderOf(folder)) {
    console.error(
      'Settle does not run from this folder: start it with npm start, and do this in another terminal. ' +
        `Elsewhere use node dist/main.js ${role}, with the settings of the api.`,
    );
    return NOT_DONE;
  }
  const { environment, ports } = readSettings(root, folder, { ...keptPorts(folder), ...process.env });
  const child = fork(application, [role, ...options], {
    cwd: root,
    execArgv: ['--enable-source-maps'],
    env: { DATABASE_URL: databaseUrl({ host: '127.0.0.1', port: ports.POSTGRES_PORT }), ...environment },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? NOT_DONE;
}
