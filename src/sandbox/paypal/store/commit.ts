import { ProviderCommit } from '../../provider/store/commit.js';
import { present } from '../present/present.js';
import { summaryOf, type EventType } from '../webhooks/event-types.js';
import { newEventId } from '../wire/ids.js';
import { now } from '../wire/time.js';
import type { Later, PayPalEvent, Resource, StoredRecord } from './records.js';
import type { Store } from './store.js';

/** What one request or one timer changes at PayPal. */
export class Commit extends ProviderCommit<StoredRecord, PayPalEvent, Later> {
  constructor(protected override readonly store: Store) {
    super(store);
  }

  /** Announces the record as it is now to every webhook that listens for the type. */
  emit(type: EventType, record: Resource): void {
    const endpoints = [...this.store.webhooks.oldestFirst()]
      .filter(({ event_types: wanted }) => wanted.includes('*') || wanted.includes(type))
      .map((webhook) => webhook.id);
    this.announce({
      object: 'event',
      id: newEventId(),
      create_time: now(),
      type,
      resource_type: record.object,
      summary: summaryOf(type, record),
      resource: present(this.store, record),
      sandbox: { endpoints, copies: 1 },
    });
  }
}
