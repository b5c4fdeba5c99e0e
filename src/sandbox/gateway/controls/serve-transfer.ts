import type { Exchange } from '../../provider/exchange.js';
import type { Gateway } from '../gateway.js';
import { transferPage } from '../pages/transfer-page.js';
import { Commit } from '../store/commit.js';
import { receiveTransfer } from '../transfers/receive-transfer.js';
import { decodeForm } from '../wire/form.js';
import { Params } from '../wire/params.js';

/** `GET /sandbox/bank-transfer/:intent`, and the form on it, which sends `amount`. Needs no key: it is the customer's. */
export function serveTransfer(gateway: Gateway, exchange: Exchange): void {
  const { settings, store } = gateway;
  const intent = store.payment_intents.get(exchange.path.split('/')[3] ?? '');
  const customer = store.customers.get(intent?.customer ?? '');
  if (!intent?.sandbox.reference || !customer) return exchange.sendJson(404, { error: 'no such payment' });
  if (exchange.method === 'GET') return exchange.sendHtml(200, transferPage(intent));
  const amount = new Params(decodeForm(exchange.body)).requiredInteger('amount');
  if (amount < 1) return exchange.sendJson(400, { error: 'amount must be at least 1' });
  const commit = new Commit(store);
  const { currency, sandbox } = intent;
  receiveTransfer(
    { store, settings, commit },
    { customer, amount, currency, reference: sandbox.reference ?? null, intent },
  );
  gateway.finish(commit);
  exchange.send(303, { location: exchange.path }, '');
}
