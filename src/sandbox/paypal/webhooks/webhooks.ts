import type { Answer, Call } from '../api/call.js';
import { presentWebhook } from '../present/event.js';
import type { Webhook } from '../store/records.js';
import { newId } from '../wire/ids.js';
import { PayPalError } from '../wire/paypal-error.js';
import { EVENT_TYPES } from './event-types.js';

/** `POST /v1/notifications/webhooks`. */
export function createWebhook({ body, commit, store }: Call): Answer {
  const url = body.url('url');
  const types = body.list('event_types').map((type) => type.choice('name', ['*', ...EVENT_TYPES]));
  if (types.length === 0) throw body.invalid('event_types', 'Required field missing');
  if ([...store.webhooks.oldestFirst()].some((webhook) => webhook.url === url))
    throw PayPalError.named('WEBHOOK_URL_ALREADY_EXISTS');
  const webhook = commit.put<Webhook>({ object: 'webhook', id: newId(), url, event_types: types });
  return { status: 201, body: presentWebhook(store, webhook), payment: null };
}

export function listWebhooks({ store }: Call): Answer {
  const webhooks = [...store.webhooks.oldestFirst()].map((webhook) => presentWebhook(store, webhook));
  return { status: 200, body: { webhooks }, payment: null };
}

export function getWebhook(call: Call): Answer {
  return { status: 200, body: presentWebhook(call.store, find(call)), payment: null };
}

export function deleteWebhook(call: Call): Answer {
  call.commit.put<Webhook>({ ...find(call), deleted: true });
  return { status: 204, body: null, payment: null };
}

function find({ id, store }: Call): Webhook {
  const webhook = store.webhooks.get(id);
  if (!webhook) throw PayPalError.named('INVALID_RESOURCE_ID');
  return webhook;
}
