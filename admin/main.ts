import 'reflect-metadata';
import { enableCompileCache } from 'node:module';
import { ConfigError } from '../src/config.js';
import { logger } from '../src/shared/logger.js';

/** Longer than an action takes: an accepted request is answered before the process goes. */
const SHUTDOWN_LIMIT_MS = 20_000;

async function main(): Promise<void> {
  // AdminJS is much code: what one start has compiled the next one need not.
  enableCompileCache();
  const { config } = await import('./environment.js');
  logger.level = config.LOG_LEVEL;
  const { servePanel } = await import('./server.js');
  const stop = await servePanel(config);
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), SHUTDOWN_LIMIT_MS).unref();
    await stop().catch((error: unknown) => logger.error({ err: error }, 'shutdown'));
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(signal, () => void end());
  process.send?.({ ready: true });
}

main().catch((error: unknown) => {
  if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
  else logger.fatal({ err: error }, 'cannot start');
  process.exit(1);
});
