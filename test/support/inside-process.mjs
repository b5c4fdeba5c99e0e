// The product's modules in a process of their own, for what no HTTP shows. Told by messages which class is to do what.
import 'reflect-metadata';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { NestFactory } from '@nestjs/core';

const built = (path) => import(pathToFileURL(join(process.cwd(), 'dist', path)).href);

const [{ withBackOffice }, { readConfig }, { logger }] = await Promise.all([
  built('app/back-office.js'),
  built('config.js'),
  built('shared/logger.js'),
]);
logger.level = 'fatal';
const app = await NestFactory.createApplicationContext(withBackOffice(readConfig()), {
  logger: ['error'],
  abortOnError: false,
});

async function answerTo({ id, door, name, method, args }) {
  try {
    const classes = await built(`${door}/index.js`);
    const result = await app.get(classes[name])[method](...args);
    return { id, result: isStream(result) ? await Array.fromAsync(result) : result };
  } catch (error) {
    return { id, error: { message: error.stack, code: error.code, facts: error.facts } };
  }
}

const isStream = (result) => typeof result === 'object' && result !== null && Symbol.asyncIterator in result;

/** Whatever is still open then ends with the process. */
const CLOSE_LIMIT_MS = 2_000;

process.on('message', (asked) => void answerTo(asked).then((answer) => process.send(answer)));
process.on('SIGTERM', () => {
  setTimeout(() => process.exit(0), CLOSE_LIMIT_MS);
  void app.close().then(() => process.exit(0));
});
process.on('disconnect', () => process.exit(0));
process.send('ready');
