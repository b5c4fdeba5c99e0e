import { join } from 'node:path';
import type { MadeMove, MakeMoveCommand, Move, MovePreview } from '../../src/orders/index.js';
import { type Running, startProcess } from './processes.js';
import type { World } from './world.js';

/** A use case refused, as its caller is told. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly code: string | undefined,
    readonly facts: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

interface Answer {
  readonly id: number;
  readonly told?: unknown;
  readonly refused?: { readonly message: string; readonly code?: string; readonly facts?: Refused['facts'] };
}

/** Who calls use cases as the panel does: in a process of its own, over a world's database and gateways. */
export class Panel {
  /** Someone who works here. */
  readonly actor = { kind: 'admin', id: crypto.randomUUID() } as const;
  private readonly waiting = new Map<number, (answer: Answer) => void>();
  private asked = 0;

  private constructor(private readonly running: Running) {
    running.process.on('message', (answer: Answer) => this.waiting.get(answer.id)?.(answer));
  }

  static async start(world: World, settings: Readonly<Record<string, string>> = {}): Promise<Panel> {
    const file = join(process.cwd(), 'test/support/panel-process.ts');
    return new Panel(await startProcess(file, [], { ...world.settings, ...settings }));
  }

  stop(): Promise<void> {
    return this.running.stop();
  }

  /** Runs a use case that the module's door shows, by its name. */
  async ask<T>(story: string, method: string, ...args: readonly unknown[]): Promise<T> {
    const id = ++this.asked;
    const answered = new Promise<Answer>((resolve) => this.waiting.set(id, resolve));
    this.running.process.send({ id, story, method, args });
    const { told, refused } = await answered;
    this.waiting.delete(id);
    if (refused) throw new Refused(refused.message, refused.code, refused.facts);
    return told as T;
  }

  all(orderNumber: string): Promise<MovePreview[]> {
    return this.ask('PreviewMoves', 'all', { actor: this.actor, orderNumber });
  }

  preview(orderNumber: string, move: Move): Promise<MovePreview> {
    return this.ask('PreviewMoves', 'previewOf', { actor: this.actor, orderNumber, ...move });
  }

  make(
    orderNumber: string,
    move: Move,
    more: Pick<MakeMoveCommand, 'expectedVersion'> & Partial<MakeMoveCommand>,
  ): Promise<MadeMove> {
    const common = {
      actor: this.actor,
      limitMinor: null,
      reason: 'The customer has called',
      token: crypto.randomUUID(),
    };
    return this.ask('MakeMove', 'run', { ...common, orderNumber, ...move, ...more });
  }
}
