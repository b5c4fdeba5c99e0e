import type { Collection } from './store/collection.js';
import type { StoredLater } from './store/records.js';

/** The longest that a timer can wait; a longer wait is made of several. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/** Runs what is to happen after a while, also where the provider was down at that moment. */
export class Laters<L extends StoredLater> {
  constructor(
    private readonly kept: Collection<L>,
    private readonly bringAbout: (later: L) => void,
  ) {}

  resume(): void {
    this.schedule([...this.kept.oldestFirst()]);
  }

  schedule(laters: readonly L[]): void {
    for (const later of laters) this.wait(later);
  }

  private wait(later: L): void {
    const leftMs = Math.max(0, later.dueAt - Date.now());
    if (leftMs > TIMER_MS_MAX) setTimeout(() => this.wait(later), TIMER_MS_MAX);
    else setTimeout(() => this.bringAbout(later), leftMs);
  }
}
