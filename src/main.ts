import 'reflect-metadata';
import { ConfigError, readConfig } from './config.js';
import { logger } from './shared/logger.js';

/**
 * What a process can be told to do; the words of the command line are run in their order. Each is loaded when it is asked
 * for: no process keeps in memory what another one does.
 */
const ROLES = {
  migrate: async () => (await import('./app/migrate.js')).migrate,
  seed: async () => (await import('./app/seed.js')).seed,
  verify: async () => (await import('./app/verify/verify.js')).verify,
  webhooks: async () => (await import('./app/webhooks.js')).webhooks,
  partners: async () => (await import('./app/partners.js')).partners,
  staff: async () => (await import('./app/staff.js')).staff,
  jobs: async () => (await import('./app/jobs.js')).jobs,
  api: async () => (await import('./app/api.js')).serveApi,
  worker: async () => (await import('./app/worker.js')).work,
} as const;
type Role = keyof typeof ROLES;

/** Longer than a gateway call and its settlement take: an accepted request is answered before the process goes. */
const SHUTDOWN_LIMIT_MS = 20_000;

async function main(words: readonly string[]): Promise<void> {
  const { roles, options } = rolesOf(words);
  const unknown = roles.find((word) => !Object.hasOwn(ROLES, word));
  if (unknown)
    throw new ConfigError(`"${unknown}" is no role; use one or more of: ${Object.keys(ROLES).join(', ')}.`);
  const config = readConfig();
  logger.level = config.LOG_LEVEL;
  const stops: (() => Promise<void>)[] = [];
  for (const role of roles as Role[]) {
    const run = await ROLES[role]();
    const stop = await run(config, options);
    if (stop) stops.push(stop);
  }
  if (stops.length > 0) serveUntilTold(stops);
  process.send?.({ ready: true });
  if (stops.length === 0) process.disconnect?.();
}

/** What follows one of these are its options. */
const WITH_OPTIONS = new Set(['verify', 'webhooks', 'jobs', 'partners', 'staff']);

function rolesOf(words: readonly string[]): { roles: readonly string[]; options: readonly string[] } {
  const end = words.findIndex((word) => WITH_OPTIONS.has(word)) + 1;
  if (end > 0) return { roles: words.slice(0, end), options: words.slice(end) };
  return { roles: words.length > 0 ? words : ['api'], options: [] };
}

/** Ends on a signal, and when the parent that started this process is gone. */
function serveUntilTold(stops: readonly (() => Promise<void>)[]): void {
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), SHUTDOWN_LIMIT_MS).unref();
    for (const stop of stops)
      await stop().catch((error: unknown) => logger.error({ err: error }, 'shutdown'));
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(signal, () => void end());
}

main(process.argv.slice(2)).catch((error: unknown) => {
  if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
  else logger.fatal({ err: error }, 'cannot start');
  // To `verify` 1 means that it has found a break.
  process.exit(process.argv.includes('verify') ? 2 : 1);
});
