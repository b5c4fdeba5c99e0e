import type { Exchange } from '../api/exchange.js';
import type { Gateway } from '../gateway.js';
import { StripeError } from '../wire/stripe-error.js';
import { MONEY_CONTROLS } from './money-controls.js';
import { runMoneyControl } from './run-money-control.js';
import { serveChallenge } from './serve-challenge.js';
import { serveCrypto } from './serve-crypto.js';
import { serveTransfer } from './serve-transfer.js';

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

/** Where the gateway sends the customer's browser, by the first word of the path. */
const PAGES = new Map<string | undefined, Control>([
  ['bank-transfer', serveTransfer],
  ['challenge', serveChallenge],
  ['crypto', serveCrypto],
]);

const controls = [...Object.keys(CONTROLS), ...MONEY_CONTROLS.map(({ method, path }) => `${method} ${path}`)];

export function serveSandbox(gateway: Gateway, exchange: Exchange): void {
  const control = CONTROLS[`${exchange.method} ${exchange.path}`];
  const servePage = PAGES.get(exchange.path.split('/')[2]);
  try {
    if (servePage) return servePage(gateway, exchange);
    if (control) return control(gateway, exchange);
    if (!runMoneyControl(gateway, exchange)) exchange.sendJson(404, { error: 'unknown control', controls });
  } catch (error) {
    const status = error instanceof StripeError ? error.status : 400;
    exchange.sendJson(status, { error: error instanceof Error ? error.message : 'bad request' });
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
