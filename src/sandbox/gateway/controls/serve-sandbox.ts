import { CONTROLS } from '../../provider/controls.js';
import type { Exchange } from '../../provider/exchange.js';
import type { Gateway } from '../gateway.js';
import { StripeError } from '../wire/stripe-error.js';
import { MONEY_CONTROLS } from './money-controls.js';
import { runMoneyControl } from './run-money-control.js';
import { serveChallenge } from './serve-challenge.js';
import { serveCrypto } from './serve-crypto.js';
import { serveTransfer } from './serve-transfer.js';

type Page = (gateway: Gateway, exchange: Exchange) => void;

/** Where the gateway sends the customer's browser, by the first word of the path. */
const PAGES = new Map<string | undefined, Page>([
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
