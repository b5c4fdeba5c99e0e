import 'reflect-metadata';
import { readFile, writeFile } from 'node:fs/promises';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../app.module.js';
import type { Config } from '../config.js';
import { httpAdapter } from '../shared/http/server.js';
import { openApiDocument } from './docs.js';

/** `node dist/app/write-openapi.js` writes the contract; with `--check` it only tells whether it is up to date. */
const FILE = new URL('../../openapi/openapi.json', import.meta.url);

// Preview builds the routes and instantiates nothing, so no setting is read and nothing is connected.
const app = await NestFactory.create<NestFastifyApplication>(AppModule.with({} as Config), httpAdapter(), {
  preview: true,
  logger: false,
});
const contract = `${JSON.stringify(openApiDocument(app), null, 2)}\n`;
if (process.argv.includes('--check')) {
  const stored = await readFile(FILE, 'utf8').catch(() => '');
  if (stored !== contract) {
    process.stderr.write('openapi/openapi.json is not what the code says: run "npm run contract".\n');
    process.exit(1);
  }
} else {
  await writeFile(FILE, contract);
}
process.exit(0);
