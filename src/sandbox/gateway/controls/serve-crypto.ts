import type { Exchange } from '../../provider/exchange.js';
import type { Gateway } from '../gateway.js';
import { cryptoPage } from '../pages/crypto-page.js';
import { isAwayAt, returnUrlOf } from '../payments/redirect.js';
import { Commit } from '../store/commit.js';
import type { PaymentIntent } from '../store/intent-records.js';
import { answerWallet, WALLET_RESULTS } from '../wallet/answer-wallet.js';
import { decodeForm } from '../wire/form.js';
import { Params } from '../wire/params.js';

/** `GET /sandbox/crypto/:intent`, and the form on it, which says `result`. Needs no key: it is the customer's. */
export function serveCrypto(gateway: Gateway, exchange: Exchange): void {
  const { settings, store } = gateway;
  const before = store.payment_intents.get(exchange.path.split('/')[3] ?? '');
  if (!before) return exchange.sendJson(404, { error: 'no such payment' });
  if (exchange.method === 'GET') return show(exchange, before);
  const result = new Params(decodeForm(exchange.body)).choice('result', WALLET_RESULTS);
  if (!result) return exchange.sendJson(400, { error: `result is one of ${WALLET_RESULTS.join(', ')}` });
  const commit = new Commit(store);
  const after = answerWallet({ store, settings, commit }, before, result);
  gateway.finish(commit);
  const backUrl = after.status === 'processing' ? null : returnUrlOf(after);
  exchange.send(303, { location: backUrl ?? exchange.path }, '');
}

/** Nobody is kept on a page that has nothing more to say. */
function show(exchange: Exchange, intent: PaymentIntent): void {
  const backUrl = returnUrlOf(intent);
  const isOpen = isAwayAt(intent, 'crypto') || intent.status === 'processing';
  if (!isOpen && backUrl) exchange.send(303, { location: backUrl }, '');
  else exchange.sendHtml(200, cryptoPage(intent, backUrl));
}
