import type { Answer, Call } from '../api/call.js';
import { present } from '../store/present.js';
import type { WebhookEndpoint } from '../store/records.js';
import { EVENT_TYPES } from './event-types.js';
import { newId } from '../wire/ids.js';
import { invalid, missing, noSuch } from '../wire/stripe-error.js';
import { seconds } from '../wire/time.js';

/** The endpoint of the command line. Its id is the same after a restart, so what it is owed finds it again. */
export const COMMAND_LINE_ENDPOINT = 'we_command_line';

/** `POST /v1/webhook_endpoints`: the only answer that shows the secret. */
export function createEndpoint({ commit, params }: Call): Answer {
  const url = params.requiredText('url');
  if (!URL.canParse(url)) throw invalid('url', 'Not a valid URL', 'url_invalid');
  const events = params.list('enabled_events');
  if (events.length === 0) throw missing('enabled_events');
  const unknown = events.find((type) => type !== '*' && !EVENT_TYPES.some((known) => known === type));
  if (unknown) throw invalid('enabled_events', `Invalid enabled_events: the sandbox sends no ${unknown}.`);
  const endpoint = commit.put(
    newEndpoint(newId('we'), url, newId('whsec', 32), {
      enabled_events: events,
      description: params.text('description') ?? null,
      metadata: params.metadata(),
    }),
  );
  return { body: { ...present(endpoint), secret: endpoint.sandbox.secret }, intent: null };
}

export function deleteEndpoint({ commit, id, store }: Call): Answer {
  const endpoint = store.webhook_endpoints.get(id);
  if (!endpoint) throw noSuch('webhook endpoint', id, 'id');
  commit.put<WebhookEndpoint>({ ...endpoint, deleted: true });
  return { body: { id, object: 'webhook_endpoint', deleted: true }, intent: null };
}

export function newEndpoint(
  id: string,
  url: string,
  secret: string,
  wishes: Partial<WebhookEndpoint> = {},
): WebhookEndpoint {
  return {
    object: 'webhook_endpoint',
    id,
    created: seconds(),
    description: null,
    enabled_events: ['*'],
    metadata: {},
    url,
    sandbox: { secret },
    ...wishes,
  };
}
