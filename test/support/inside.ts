import { join } from 'node:path';
import { type Running, startProcess } from './processes.js';
import type { World } from './world.js';

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string; readonly code?: string; readonly facts?: object };
}

/**
 * The built product's own classes over a world's database and gateways, called through the doors of their modules: for what
 * no HTTP shows. A process as everywhere (decision 23), since Jest's loader cannot take in all of the product.
 */
export class Inside {
  private calls = 0;
  private readonly waiting = new Map<number, (answer: Answer) => void>();

  private constructor(private readonly running: Running) {
    running.process.on('message', (answer: Answer) => this.waiting.get(answer.id)?.(answer));
  }

  static async start(
    world: Pick<World, 'settings'>,
    settings: Readonly<Record<string, string>> = {},
  ): Promise<Inside> {
    const file = join(process.cwd(), 'test/support/inside-process.mjs');
    return new Inside(await startProcess(file, [], { ...world.settings, ...settings }));
  }

  /** A class behind a module's door; its methods are called over there, and reject with what they throw. */
  // eslint-disable-next-line typescript/no-unnecessary-type-parameters -- who asks knows the class that it names
  get<T extends object>(door: string, name: string): T {
    return new Proxy({} as T, {
      get: (_, method) =>
        method === 'then'
          ? undefined
          : (...args: unknown[]) => this.call(door, name, String(method), ...args),
    });
  }

  /** What comes in pieces is told whole. */
  async call(door: string, name: string, method: string, ...args: readonly unknown[]): Promise<unknown> {
    const id = ++this.calls;
    const { result, error } = await new Promise<Answer>((resolve) => {
      this.waiting.set(id, resolve);
      this.running.process.send({ id, door, name, method, args });
    });
    this.waiting.delete(id);
    if (!error) return result;
    throw Object.assign(new Error(error.message), { code: error.code, facts: error.facts ?? {} });
  }

  stop(): Promise<void> {
    return this.running.stop();
  }
}
