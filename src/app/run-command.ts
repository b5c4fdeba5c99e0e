import type { DynamicModule, INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { logger } from '../shared/logger.js';

/** What a command of the command line does with the house. */
export type Command = (app: INestApplicationContext) => Promise<void>;

/** What it tells goes where logs go: only what ends the run may stand between. */
export async function runCommand(house: DynamicModule, command: Command): Promise<void> {
  logger.level = 'fatal';
  const app = await NestFactory.createApplicationContext(house, { logger: false, abortOnError: false });
  try {
    await command(app);
  } finally {
    await app.close();
  }
}
