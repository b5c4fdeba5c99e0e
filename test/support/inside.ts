import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { testEnvironment } from './processes.js';
import type { World } from './world.js';

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string; readonly code?: string; readonly facts?: unknown };
}

/**
 * The built product's own classes over a world's database, called through the doors of their modules: for what no HTTP
 * shows. A process as everywhere (decision 23), since Jest's loader cannot take in all of the product.
 */
export class Inside {
  private calls = 0;
  private readonly waiting = new Map<number, (answer: Answer) => void>();

  private constructor(private readonly child: ChildProcess) {
    child.on('message', (answer: Answer) => this.waiting.get(answer.id)?.(answer));
  }

  static async start(world: World, settings: Readonly<Record<string, string>> = {}): Promise<Inside> {
    const child = fork(join(process.cwd(), 'test/support/inside-process.mjs'), [], {
      env: testEnvironment({ databaseUrl: world.databaseUrl, extra: settings }),
      execArgv: ['--enable-source-maps'],
    });
    const ended = once(child, 'exit').then(() => Promise.reject(new Error('it ended before it was ready')));
    await Promise.race([once(child, 'message'), ended]);
    return new Inside(child);
  }

  /** A class behind a module's door; its methods are called over there, and reject with what they throw. */
  // eslint-disable-next-line typescript/no-unnecessary-type-parameters -- who asks knows the class that it names
  get<T extends object>(door: string, name: string): T {
    return new Proxy({} as T, {
      get: (_, method) => (method === 'then' ? undefined : this.caller(door, name, String(method))),
    });
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill();
    await ended;
  }

  private caller(door: string, name: string, method: string) {
    return async (...args: unknown[]): Promise<unknown> => {
      const id = ++this.calls;
      const { result, error } = await new Promise<Answer>((resolve) => {
        this.waiting.set(id, resolve);
        this.child.send({ id, door, name, method, args });
      });
      this.waiting.delete(id);
      if (!error) return result;
      throw Object.assign(new Error(error.message), { code: error.code, facts: error.facts });
    };
  }
}
