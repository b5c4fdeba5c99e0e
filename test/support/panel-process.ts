// What the panel is to the product: a process of its own with the modules' use cases in it. It is told by messages which
// to run, and answers with what came of it.
import { join } from 'node:path';

interface Ask {
  readonly id: number;
  readonly story: string;
  readonly method: string;
  readonly args: readonly unknown[];
}

const built = (path: string) => import(join(process.cwd(), 'dist', path));
const [{ NestFactory }, { AppModule }, { readConfig }, orders, { logger }] = await Promise.all([
  import('@nestjs/core'),
  built('app.module.js'),
  built('config.js'),
  built('orders/index.js'),
  built('shared/logger.js'),
]);
logger.level = 'fatal';
const options = { logger: false, abortOnError: false } as const;
const app = await NestFactory.createApplicationContext(AppModule.with(readConfig()), options);

async function answer({ id, story, method, args }: Ask): Promise<void> {
  try {
    const told = await app.get(orders[story])[method](...args);
    // What comes in pieces is told whole.
    const isStream = typeof told === 'object' && told !== null && Symbol.asyncIterator in told;
    process.send!({ id, told: isStream ? await piecesOf(told) : told });
  } catch (error) {
    const { message, code, facts, stack } = error as Error & { code?: string; facts?: object };
    process.send!({ id, refused: { message, code, facts, stack } });
  }
}

async function piecesOf(stream: AsyncIterable<unknown>): Promise<unknown[]> {
  const pieces: unknown[] = [];
  for await (const piece of stream) pieces.push(piece);
  return pieces;
}

process.on('message', (ask: Ask) => void answer(ask));
/** Whatever is still open then ends with the process. */
const CLOSE_LIMIT_MS = 2_000;
process.on('SIGTERM', () => {
  setTimeout(() => process.exit(0), CLOSE_LIMIT_MS);
  void app.close().then(() => process.exit(0));
});
process.on('disconnect', () => process.exit(0));
process.send!({ ready: true });
