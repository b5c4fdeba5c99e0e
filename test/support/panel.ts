import type { MadeMove, MakeMoveCommand, Move, MovePreview } from '../../src/orders/back-office/index.js';
import { Inside } from './inside.js';
import type { World } from './world.js';

/** Who moves orders as the panel does, with its use cases and without its pages. */
export class Panel {
  /** Someone who works here. */
  readonly actor = { kind: 'admin', id: crypto.randomUUID() } as const;

  private constructor(private readonly inside: Inside) {}

  static async start(world: World, settings: Readonly<Record<string, string>> = {}): Promise<Panel> {
    return new Panel(await Inside.start(world, settings));
  }

  stop(): Promise<void> {
    return this.inside.stop();
  }

  /** Runs a use case that the back office of orders shows, by its name; rejects with its `code` and `facts`. */
  // eslint-disable-next-line typescript/no-unnecessary-type-parameters -- who asks knows what it is told
  ask<T>(story: string, method: string, ...args: readonly unknown[]): Promise<T> {
    return this.inside.call('orders/back-office', story, method, ...args) as Promise<T>;
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
