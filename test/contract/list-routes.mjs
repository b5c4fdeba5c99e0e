// Prints the routes that the api registers, as JSON. A process of its own, with the environment of an api.
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../../dist/app.module.js';
import { serveDocs } from '../../dist/app/docs.js';
import { readConfig } from '../../dist/config.js';
import { configureHttp, httpAdapter } from '../../dist/shared/http/server.js';

const config = readConfig();
const adapter = httpAdapter();
const routes = [];
adapter.getInstance().addHook('onRoute', ({ method, url }) => {
  for (const each of [method].flat()) routes.push(`${each} ${url}`);
});
const app = await NestFactory.create(AppModule.with(config), adapter, { logger: false, bodyParser: false });
configureHttp(app);
serveDocs(app, config);
await app.init();
process.stdout.write(JSON.stringify(routes));
await app.close();
process.exit(0);
