import type { EventType } from '../webhooks/event-types.js';
import { listenersTo } from '../webhooks/listeners.js';
import { newId } from '../wire/ids.js';
import { seconds } from '../wire/time.js';
import type { JournalEntry, JournalKind } from './journal.js';
import type { GatewayEvent, Later, StoredRecord } from './records.js';
import type { Store } from './store.js';

interface Cause {
  requestId: string | null;
  idempotencyKey: string | null;
}

/**
 * What one request or one timer changes: records, journal entries, events, and things to do later. Memory changes at
 * once, because handlers run without awaiting and so nobody sees half of it; the file gets one line at the end.
 */
export class Commit {
  readonly events: GatewayEvent[] = [];
  readonly laters: Later[] = [];
  private readonly records = new Map<string, StoredRecord>();
  private readonly entries: JournalEntry[] = [];

  constructor(
    private readonly store: Store,
    private readonly cause: Cause = { requestId: null, idempotencyKey: null },
  ) {}

  put<T extends StoredRecord>(record: T): T {
    this.store.apply(record);
    this.records.set(record.id, record);
    return record;
  }

  journal(kind: JournalKind, facts: object): void {
    this.entries.push(this.store.enter(kind, facts));
  }

  /** Announces the record as it is now to every endpoint that listens for the type, `copies` times. */
  emit(type: EventType, record: StoredRecord, copies = 1): void {
    const endpoints = listenersTo(this.store, type).map((endpoint) => endpoint.id);
    const event = this.put<GatewayEvent>({
      object: 'event',
      id: newId('evt'),
      created: seconds(),
      type,
      data: { object: record },
      request: { id: this.cause.requestId, idempotency_key: this.cause.idempotencyKey },
      sandbox: { endpoints, copies },
    });
    this.events.push(event);
  }

  later(what: Later['what'], subject: string, delayMs: number): void {
    this.laters.push(
      this.put<Later>({ object: 'later', id: newId('later'), what, subject, dueAt: Date.now() + delayMs }),
    );
  }

  write(): void {
    if (this.records.size === 0 && this.entries.length === 0) return;
    this.store.write({ put: [...this.records.values()], journal: this.entries });
  }
}
