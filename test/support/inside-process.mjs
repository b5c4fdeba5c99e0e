// The product's modules in a process of their own, for what no HTTP shows. Told by messages which class is to do what.
import 'reflect-metadata';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { NestFactory } from '@nestjs/core';

const built = (path) => import(pathToFileURL(join(process.cwd(), 'dist', path)).href);

const [{ AppModule }, { readConfig }] = await Promise.all([built('app.module.js'), built('config.js')]);
const app = await NestFactory.createApplicationContext(AppModule.with(readConfig()), {
  logger: ['error'],
  abortOnError: false,
});

async function answerTo({ id, door, name, method, args }) {
  try {
    const classes = await built(`${door}/index.js`);
    return { id, result: await app.get(classes[name])[method](...args) };
  } catch (error) {
    return { id, error: { message: error.stack, code: error.code, facts: error.facts } };
  }
}

process.on('message', (asked) => void answerTo(asked).then((answer) => process.send(answer)));
process.on('SIGTERM', () => void app.close().then(() => process.exit(0)));
process.send('ready');
