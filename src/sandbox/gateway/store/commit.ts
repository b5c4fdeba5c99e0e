import { ProviderCommit } from '../../provider/store/commit.js';
import { newId } from '../wire/ids.js';
import { seconds } from '../wire/time.js';
import type { GatewayEvent, Later, StoredRecord } from './records.js';
import type { Store } from './store.js';

interface Cause {
  requestId: string | null;
  idempotencyKey: string | null;
}

/** What one request or one timer changes at the gateway. */
export class Commit extends ProviderCommit<StoredRecord, GatewayEvent, Later> {
  constructor(
    protected override readonly store: Store,
    private readonly cause: Cause = { requestId: null, idempotencyKey: null },
  ) {
    super(store);
  }

  /** Announces the record as it is now to every endpoint that listens for the type, `copies` times. */
  emit(type: string, record: StoredRecord, copies = 1): void {
    const endpoints = [...this.store.webhook_endpoints.oldestFirst()]
      .filter(({ enabled_events: wanted }) => wanted.includes('*') || wanted.includes(type))
      .map((endpoint) => endpoint.id);
    this.announce({
      object: 'event',
      id: newId('evt'),
      created: seconds(),
      type,
      data: { object: record },
      request: { id: this.cause.requestId, idempotency_key: this.cause.idempotencyKey },
      sandbox: { endpoints, copies },
    });
  }
}
