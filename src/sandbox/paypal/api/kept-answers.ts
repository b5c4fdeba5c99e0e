import type { KeptAnswer } from '../store/records.js';
import type { Store } from '../store/store.js';

/** developer.paypal.com/api/deprecated/payments/v1, read 2026-11: "The server stores keys for 30 days." */
const KEPT_MS = 30 * 24 * 3_600_000;
const SWEEP_MS = 600_000;

/**
 * Answers by the `PayPal-Request-Id` they were given under. Nothing awaits between looking for one and keeping one, so
 * that of requests that come at once one is worked on and the others repeat its answer.
 */
export class KeptAnswers {
  constructor(private readonly store: Store) {
    this.sweep();
    setInterval(() => this.sweep(), SWEEP_MS).unref();
  }

  find(key: string | null): KeptAnswer | undefined {
    const kept = this.store.keptAnswers.get(key ?? '');
    return kept && !isForgotten(kept) ? kept : undefined;
  }

  private sweep(): void {
    for (const kept of this.store.keptAnswers.oldestFirst()) {
      if (!isForgotten(kept)) return;
      this.store.keptAnswers.remove(kept.id);
    }
  }
}

function isForgotten(kept: KeptAnswer): boolean {
  return kept.keptAt + KEPT_MS < Date.now();
}
