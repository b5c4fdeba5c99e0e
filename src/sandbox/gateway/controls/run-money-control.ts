import type { Exchange } from '../../provider/exchange.js';
import { routeFinder } from '../api/route-finder.js';
import type { Gateway } from '../gateway.js';
import { Commit } from '../store/commit.js';
import { formOfJson } from '../wire/form.js';
import { Params } from '../wire/params.js';
import { MONEY_CONTROLS } from './money-controls.js';

const findControl = routeFinder(MONEY_CONTROLS);

/** False where no control has this address. A refusal is thrown as Stripe words it. */
export function runMoneyControl(gateway: Gateway, exchange: Exchange): boolean {
  const found = findControl(exchange.method, exchange.path);
  if (!found) return false;
  const params = new Params(formOfJson(exchange.body));
  params.allowOnly(found.route.params);
  const { store, settings } = gateway;
  const { baseUrl } = exchange;
  const commit = new Commit(store);
  let answer: object;
  try {
    answer = found.route.run({ id: found.id, params, store, settings, commit, baseUrl });
  } finally {
    gateway.finish(commit);
  }
  exchange.sendJson(200, answer);
  return true;
}
