/** One allowed move: in state `from`, the event leads to `to`. */
export interface Move<State extends string, Event extends string> {
  readonly from: State;
  readonly event: Event;
  readonly to: State;
  readonly who: string;
}

/** A state machine as data. Everything that may happen is a row; what is no row cannot happen. */
export class StateTable<State extends string, Event extends string> {
  private readonly next = new Map<string, State>();

  constructor(
    readonly states: readonly State[],
    readonly moves: readonly Move<State, Event>[],
  ) {
    for (const move of moves) {
      const key = `${move.from} ${move.event}`;
      if (this.next.has(key)) throw new Error(`two moves for ${key}`);
      this.next.set(key, move.to);
    }
  }

  /** The state after the event, or `undefined` where the table has no such row. */
  after(state: State, event: Event): State | undefined {
    return this.next.get(`${state} ${event}`);
  }

  /** The Mermaid state diagram of the docs; rows that share both ends are drawn as one arrow. */
  toMermaid(start: State): string {
    const arrows = new Map<string, string[]>();
    for (const { from, to, event } of this.moves) {
      const key = `    ${from} --> ${to}`;
      arrows.set(key, [...(arrows.get(key) ?? []), event.replaceAll('_', ' ')]);
    }
    const lines = [...arrows].map(([arrow, events]) => `${arrow}: ${events.join(', ')}`);
    return ['stateDiagram-v2', `    [*] --> ${start}`, ...lines].join('\n');
  }
}
