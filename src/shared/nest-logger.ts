import type { LoggerService } from '@nestjs/common';
import { logger } from './logger.js';

/** Nest's own words in the product's log: warnings and errors; its start-up chatter only at debug. */
export const nestLogger: LoggerService = {
  log: (message: unknown) => logger.debug(String(message)),
  warn: (message: unknown) => logger.warn(String(message)),
  error: (message: unknown, stack?: unknown) => logger.error({ stack }, String(message)),
  fatal: (message: unknown) => logger.fatal(String(message)),
};
