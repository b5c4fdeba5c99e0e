import type { Collection } from './store/collection.js';
import type { StoredLater } from './store/records.js';

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
    for (const later of laters)
      setTimeout(() => this.bringAbout(later), Math.max(0, later.dueAt - Date.now()));
  }
}
