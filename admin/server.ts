import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import type { Config } from '../src/config.js';
import { nestLogger } from '../src/shared/nest-logger.js';
import { panelApp } from './app.js';
import { panelOf } from './panel.js';
import { PanelModule } from './panel.module.js';

/** The panel's process: the house as a context, Express in front of AdminJS. Returns how it is ended. */
export async function servePanel(config: Config): Promise<() => Promise<void>> {
  const house = await NestFactory.createApplicationContext(PanelModule.with(config), {
    logger: nestLogger,
    abortOnError: false,
  });
  const server = createServer(await panelApp(panelOf(config, house)));
  server.listen(config.ADMIN_PORT, config.HOST);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  nestLogger.log(`the panel listens on ${port}`);
  return async () => {
    server.closeIdleConnections();
    await new Promise((resolve) => server.close(resolve));
    await house.close();
  };
}
