import type { Exchange } from './exchange.js';
import type { Faults } from './faults.js';
import type { Collection } from './store/collection.js';
import type { Journal } from './store/journal.js';
import type { StoredEvent } from './store/records.js';

export interface Controlled<E extends StoredEvent> {
  store: { journal: Journal; events: Collection<E> };
  faults: Faults;
  deliveries: { pause(): void; unpause(): void; redeliver(event: E): number };
}

type Control = <E extends StoredEvent>(provider: Controlled<E>, exchange: Exchange) => void;

/** What no real provider has: the journal, the fault switches, the brakes on webhooks. */
export const CONTROLS: Record<string, Control> = {
  'GET /sandbox/health': (_, exchange) => exchange.sendJson(200, { status: 'ok' }),
  'GET /sandbox/journal': readJournal,
  'GET /sandbox/faults': ({ faults }, exchange) => exchange.sendJson(200, { faults: faults.list() }),
  'POST /sandbox/faults': ({ faults }, exchange) =>
    exchange.sendJson(201, faults.add(JSON.parse(exchange.body))),
  'DELETE /sandbox/faults': ({ faults }, exchange) => {
    faults.clear();
    exchange.sendJson(200, { faults: [] });
  },
  'POST /sandbox/webhooks/pause': ({ deliveries }, exchange) => {
    deliveries.pause();
    exchange.sendJson(200, { paused: true });
  },
  'POST /sandbox/webhooks/resume': ({ deliveries }, exchange) => {
    deliveries.unpause();
    exchange.sendJson(200, { paused: false });
  },
  'POST /sandbox/webhooks/redeliver': redeliver,
};

/** `?after=SEQ&kind=charge,refund` */
function readJournal<E extends StoredEvent>({ store }: Controlled<E>, exchange: Exchange): void {
  const query = new URLSearchParams(exchange.query);
  const after = Number(query.get('after') ?? 0);
  if (!Number.isSafeInteger(after)) throw new Error('after must be a whole number');
  const kinds = query.getAll('kind').flatMap((text) => text.split(',').filter(Boolean));
  exchange.sendJson(200, store.journal.since(after, kinds));
}

function redeliver<E extends StoredEvent>({ store, deliveries }: Controlled<E>, exchange: Exchange): void {
  const { event: id } = JSON.parse(exchange.body) as { event?: string };
  const event = store.events.get(id ?? '');
  if (!event) return exchange.sendJson(404, { error: 'no such event' });
  exchange.sendJson(202, { event: event.id, endpoints: deliveries.redeliver(event) });
}
