import type { WebhookEndpoint } from '../store/records.js';
import type { Store } from '../store/store.js';

/** Whether the endpoint wants to hear of events of the type. */
export const hears = ({ enabled_events: wanted }: WebhookEndpoint, { type }: { type: string }): boolean =>
  wanted.includes('*') || wanted.includes(type);

/** The endpoints that want to hear of events of the type, in the order they were made. */
export const listenersTo = (store: Store, type: string): WebhookEndpoint[] =>
  [...store.webhook_endpoints.oldestFirst()].filter((endpoint) => hears(endpoint, { type }));
