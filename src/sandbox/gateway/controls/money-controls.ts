import type { Wish } from '../api/call.js';
import { decideDispute, disputeCharge, disputeIntent } from '../disputes/controls.js';
import { expireAuthorization } from '../payments/authorization.js';
import { findIntent } from '../payments/find-intent.js';
import { present } from '../store/present.js';
import { bounceRefund } from '../refunds/controls.js';
import { sendTransfer } from '../transfers/controls.js';
import { controlChallenge, controlCrypto } from './answer-redirect.js';

export interface MoneyControl {
  method: 'POST';
  /** `:id` stands for one segment. */
  path: string;
  /** What its JSON body may say. */
  params: readonly string[];
  run: (wish: Wish) => object;
}

/** What the world outside does to payments: customers, banks, time. */
export const MONEY_CONTROLS: readonly MoneyControl[] = [
  post('/sandbox/intents/:id/expire', [], (wish) => present(expireAuthorization(wish, findIntent(wish)))),
  post('/sandbox/bank-transfers', ['customer', 'reference', 'intent', 'amount', 'currency'], sendTransfer),
  post('/sandbox/intents/:id/challenge', ['result'], controlChallenge),
  post('/sandbox/intents/:id/crypto', ['result'], controlCrypto),
  post('/sandbox/intents/:id/dispute', ['amount', 'reason'], disputeIntent),
  post('/sandbox/charges/:id/dispute', ['amount', 'reason'], disputeCharge),
  post('/sandbox/disputes/:id/close', ['status'], decideDispute),
  post('/sandbox/refunds/:id/fail', [], bounceRefund),
];

function post(path: string, params: readonly string[], run: MoneyControl['run']): MoneyControl {
  return { method: 'POST', path, params, run };
}
