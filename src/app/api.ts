import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../app.module.js';
import { ConfigError, type Config } from '../config.js';
import { serveDocs } from './docs.js';
import { nestLogger } from '../shared/nest-logger.js';
import { configureHttp, httpAdapter } from '../shared/http/server.js';

/** The api process: HTTP in, answers out. Returns how it is ended: no new requests, running ones are finished. */
export async function serveApi(config: Config): Promise<() => Promise<void>> {
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config), httpAdapter(), {
    logger: nestLogger,
    rawBody: true,
    // Only what useJsonBodies knows is read: Nest's own parsers would take forms, too, past its checks.
    bodyParser: false,
    abortOnError: false,
  });
  configureHttp(app);
  serveDocs(app);
  try {
    await app.listen(config.PORT, config.HOST);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new ConfigError(`Port ${config.PORT} is in use: end what listens there, or set PORT to another.`);
  }
  return () => app.close();
}
