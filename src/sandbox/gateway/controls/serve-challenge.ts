import type { Exchange } from '../../provider/exchange.js';
import type { Gateway } from '../gateway.js';
import { challengePage } from '../pages/challenge-page.js';
import { answerChallenge, type ChallengeResult } from '../payments/challenge.js';
import { returnUrlOf } from '../payments/redirect.js';
import { Commit } from '../store/commit.js';

const RESULTS = new Map<string | undefined, ChallengeResult>([
  ['complete', 'succeeded'],
  ['fail', 'failed'],
]);

/** `GET /sandbox/challenge/:intent`, and the two forms on it. Needs no key: the customer's browser comes here. */
export function serveChallenge(gateway: Gateway, exchange: Exchange): void {
  const { settings, store } = gateway;
  const [, , , id = '', button] = exchange.path.split('/');
  const before = store.payment_intents.get(id);
  if (!before) return exchange.sendJson(404, { error: 'no such payment' });
  if (exchange.method === 'GET' && button === undefined) {
    return exchange.sendHtml(200, challengePage(before, returnUrlOf(before)));
  }
  const result = RESULTS.get(button);
  if (exchange.method !== 'POST' || !result) {
    return exchange.sendJson(404, { error: 'POST …/complete or …/fail' });
  }
  const commit = new Commit(store);
  const after = answerChallenge({ store, settings, commit }, before, result);
  gateway.finish(commit);
  const location = returnUrlOf(after);
  if (location) exchange.send(303, { location }, '');
  else exchange.sendHtml(200, challengePage(after, null));
}
