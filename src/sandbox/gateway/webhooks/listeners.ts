import type { WebhookEndpoint } from '../store/records.js';
import type { Store } from '../store/store.js';

/** The endpoints that want to hear of events of the type, in the order they were made. */
export function listenersTo(store: Store, type: string): WebhookEndpoint[] {
  return [...store.webhook_endpoints.oldestFirst()].filter(
    ({ enabled_events: wanted }) => wanted.includes('*') || wanted.includes(type),
  );
}
