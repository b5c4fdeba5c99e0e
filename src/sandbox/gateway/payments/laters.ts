import type { Settings } from '../settings.js';
import { Commit } from '../store/commit.js';
import type { Later } from '../store/records.js';
import type { Store } from '../store/store.js';
import { WHAT_COMES_LATER } from './what-comes-later.js';

/** The longest that a timer can wait; a longer wait is made of several. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/** Runs what happens after a while, also where the gateway was down at that moment. */
export class Laters {
  constructor(
    private readonly store: Store,
    private readonly settings: Settings,
    private readonly finish: (commit: Commit) => void,
  ) {}

  resume(): void {
    this.schedule([...this.store.laters.oldestFirst()]);
  }

  schedule(laters: readonly Later[]): void {
    for (const later of laters) this.wait(later);
  }

  private wait(later: Later): void {
    const leftMs = Math.max(0, later.dueAt - Date.now());
    if (leftMs > TIMER_MS_MAX) setTimeout(() => this.wait(later), TIMER_MS_MAX);
    else setTimeout(() => this.run(later), leftMs);
  }

  private run(later: Later): void {
    const { settings, store } = this;
    const commit = new Commit(store);
    WHAT_COMES_LATER[later.what]({ commit, settings, store }, later.subject);
    commit.put<Later>({ ...later, deleted: true });
    this.finish(commit);
  }
}
