import type { PayPalEvent, Webhook } from '../store/records.js';
import type { Store } from '../store/store.js';
import { link } from './links.js';

/** The same to a webhook and to whoever asks for it afterwards. */
export function presentEvent(store: Store, event: PayPalEvent): object {
  const { id, create_time, resource_type, type, summary, resource } = event;
  return {
    id,
    event_version: '1.0',
    create_time,
    resource_type,
    event_type: type,
    summary,
    resource,
    links: [link(store, 'self', `/v1/notifications/webhooks-events/${id}`)],
  };
}

export function presentWebhook(store: Store, { id, url, event_types }: Webhook): object {
  return {
    id,
    url,
    event_types: event_types.map((name) => ({ name })),
    links: [link(store, 'self', `/v1/notifications/webhooks/${id}`)],
  };
}
