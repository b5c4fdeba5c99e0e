import type { Exchange } from '../../provider/exchange.js';
import type { Gateway } from '../gateway.js';
import { serveChallenge } from './serve-challenge.js';

type Control = (gateway: Gateway, exchange: Exchange) => void;

/** What Stripe does not have: the journal, the fault switches, the brakes on webhooks. */
const CONTROLS: Record<string, Control> = {
  'GET /sandbox/health': (_, exchange) => exchange.sendJson(200, { status: 'ok' }),
  'GET /sandbox/journal': readJournal,
  'GET /sandbox/faults': (gateway, exchange) => exchange.sendJson(200, { faults: gateway.faults.list() }),
  'POST /sandbox/faults': addFault,
  'DELETE /sandbox/faults': (gateway, exchange) => {
    gateway.faults.clear();
    exchange.sendJson(200, { faults: [] });
  },
  'POST /sandbox/webhooks/pause': (gateway, exchange) => {
    gateway.deliveries.pause();
    exchange.sendJson(200, { paused: true });
  },
  'POST /sandbox/webhooks/resume': (gateway, exchange) => {
    gateway.deliveries.unpause();
    exchange.sendJson(200, { paused: false });
  },
  'POST /sandbox/webhooks/redeliver': redeliver,
};

export function serveSandbox(gateway: Gateway, exchange: Exchange): void {
  if (exchange.path.startsWith('/sandbox/challenge/')) return serveChallenge(gateway, exchange);
  const control = CONTROLS[`${exchange.method} ${exchange.path}`];
  if (!control) return exchange.sendJson(404, { error: 'unknown control', controls: Object.keys(CONTROLS) });
  try {
    control(gateway, exchange);
  } catch (error) {
    exchange.sendJson(400, { error: error instanceof Error ? error.message : 'bad request' });
  }
}

/** `?after=SEQ&kind=charge,refund` */
function readJournal(gateway: Gateway, exchange: Exchange): void {
  const query = new URLSearchParams(exchange.query);
  const after = Number(query.get('after') ?? 0);
  if (!Number.isSafeInteger(after)) throw new Error('after must be a whole number');
  const kinds = query.getAll('kind').flatMap((text) => text.split(',').filter(Boolean));
  exchange.sendJson(200, gateway.store.journal.since(after, kinds));
}

function addFault(gateway: Gateway, exchange: Exchange): void {
  exchange.sendJson(201, gateway.faults.add(JSON.parse(exchange.body)));
}

function redeliver(gateway: Gateway, exchange: Exchange): void {
  const { event: id } = JSON.parse(exchange.body) as { event?: string };
  const event = gateway.store.events.get(id ?? '');
  if (!event) return exchange.sendJson(404, { error: 'no such event' });
  exchange.sendJson(202, { event: event.id, endpoints: gateway.deliveries.redeliver(event) });
}
