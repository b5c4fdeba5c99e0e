import { randomText } from '../random-text.js';
import type { JournalEntry, JournalKind } from './journal.js';
import type { StoredEvent, StoredLater, StoredRecord } from './records.js';
import type { ProviderStore } from './store.js';

/**
 * What one request or one timer changes: records, journal entries, events, and things to do later. Memory changes at
 * once, because handlers run without awaiting and so nobody sees half of it; the file gets one line at the end. How an
 * event looks is the provider's own.
 */
export class ProviderCommit<R extends StoredRecord, E extends R & StoredEvent, L extends R & StoredLater> {
  readonly events: E[] = [];
  readonly laters: L[] = [];
  private readonly records = new Map<string, R>();
  private readonly entries: JournalEntry[] = [];

  constructor(protected readonly store: ProviderStore<R>) {}

  put<T extends R>(record: T): T {
    this.store.apply(record);
    this.records.set(record.id, record);
    return record;
  }

  journal(kind: JournalKind, facts: object): void {
    this.entries.push(this.store.enter(kind, facts));
  }

  later(what: L['what'], subject: string, delayMs: number): void {
    const id = `later_${randomText(24)}`;
    const later: StoredLater = { object: 'later', id, what, subject, dueAt: Date.now() + delayMs };
    this.laters.push(this.put(later as L));
  }

  write(): void {
    if (this.records.size === 0 && this.entries.length === 0) return;
    this.store.write({ put: [...this.records.values()], journal: this.entries });
  }

  /** Keeps the event, and has it delivered once the commit is written. */
  protected announce(event: E): void {
    this.events.push(this.put(event));
  }
}
