import type { Answer, Call } from '../api/call.js';
import { presentEvent } from '../present/event.js';
import { PayPalError } from '../wire/paypal-error.js';

/** `GET /v1/notifications/webhooks-events/:id`. */
export function getEvent({ id, store }: Call): Answer {
  const event = store.events.get(id);
  if (!event) throw PayPalError.named('INVALID_RESOURCE_ID');
  return { status: 200, body: presentEvent(store, event), payment: null };
}
