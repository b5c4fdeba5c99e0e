import type { Exchange } from '../../provider/exchange.js';
import type { Gateway } from '../gateway.js';
import { challengePage } from '../pages/challenge-page.js';
import { answerChallenge } from '../payments/challenge.js';
import { Commit } from '../store/commit.js';
import type { PaymentIntent } from '../store/records.js';

/** `GET /sandbox/challenge/:intent`, and the two forms on it. Needs no key: the customer's browser comes here. */
export function serveChallenge(gateway: Gateway, exchange: Exchange): void {
  const { settings, store } = gateway;
  const [, , , id = '', answer] = exchange.path.split('/');
  const before = store.payment_intents.get(id);
  if (!before) return exchange.sendJson(404, { error: 'no such payment' });
  if (exchange.method === 'GET' && answer === undefined) return exchange.sendHtml(200, challengePage(before));
  if (exchange.method !== 'POST' || (answer !== 'complete' && answer !== 'fail')) {
    return exchange.sendJson(404, { error: 'POST …/complete or …/fail' });
  }
  const commit = new Commit(store);
  const after = answerChallenge({ store, settings, commit }, before, answer);
  gateway.finish(commit);
  const returnUrl = before.next_action?.redirect_to_url.return_url;
  if (!returnUrl) return exchange.sendHtml(200, challengePage(after));
  exchange.send(303, { location: withResult(returnUrl, after) }, '');
}

/** The query that Stripe adds when it sends the customer back. */
function withResult(returnUrl: string, intent: PaymentIntent): string {
  const url = new URL(returnUrl);
  url.searchParams.set('payment_intent', intent.id);
  url.searchParams.set('payment_intent_client_secret', intent.client_secret);
  url.searchParams.set(
    'redirect_status',
    intent.status === 'requires_payment_method' ? 'failed' : 'succeeded',
  );
  return url.href;
}
