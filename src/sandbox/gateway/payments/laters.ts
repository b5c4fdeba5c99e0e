import { Commit } from '../store/commit.js';
import type { Later } from '../store/records.js';
import type { Store } from '../store/store.js';
import { WHAT_COMES_LATER } from './what-comes-later.js';

/** Runs what a card makes happen after a while, also where the gateway was down at that moment. */
export class Laters {
  constructor(
    private readonly store: Store,
    private readonly finish: (commit: Commit) => void,
  ) {}

  resume(): void {
    this.schedule([...this.store.laters.oldestFirst()]);
  }

  schedule(laters: readonly Later[]): void {
    for (const later of laters) setTimeout(() => this.run(later), Math.max(0, later.dueAt - Date.now()));
  }

  private run(later: Later): void {
    const commit = new Commit(this.store);
    WHAT_COMES_LATER[later.what](this.store, commit, later.subject);
    commit.put<Later>({ ...later, deleted: true });
    this.finish(commit);
  }
}
