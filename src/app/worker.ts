import { NestFactory } from '@nestjs/core';
import type { Config } from '../config.js';
import { readyToPrint } from '../invoices/index.js';
import { Dispatcher } from '../shared/events/dispatcher.js';
import { Sweeper } from '../shared/events/sweeper.js';
import { nestLogger } from '../shared/nest-logger.js';
import { withBackOffice } from './back-office.js';

/** The worker process: delivers events, applies webhooks, and looks for what time has made due. */
export async function work(config: Config): Promise<() => Promise<void>> {
  const app = await NestFactory.createApplicationContext(withBackOffice(config), {
    logger: nestLogger,
    abortOnError: false,
  });
  const dispatcher = app.get(Dispatcher);
  const sweeper = app.get(Sweeper);
  await readyToPrint();
  await dispatcher.start();
  sweeper.start();
  return async () => {
    await Promise.all([dispatcher.stop(), sweeper.stop()]);
    await app.close();
  };
}
