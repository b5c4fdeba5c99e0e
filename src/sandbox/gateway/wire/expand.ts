import { present } from '../store/present.js';
import type { StoredRecord } from '../store/records.js';
import type { Store } from '../store/store.js';
import { invalid } from './stripe-error.js';

/** Stripe's own limit. */
const DEPTH_MAX = 4;

/** The fields that hold an id, and where what it names is found. */
const HOMES: Record<string, (store: Store, id: string) => StoredRecord | undefined> = {
  latest_charge: (store, id) => store.charges.get(id),
  charge: (store, id) => store.charges.get(id),
  balance_transaction: (store, id) => store.balance_transactions.get(id),
  failure_balance_transaction: (store, id) => store.balance_transactions.get(id),
  customer: (store, id) => store.customers.get(id),
  payment_intent: (store, id) => store.payment_intents.get(id),
  payment_method: (store, id) => store.payment_methods.get(id),
  source: (store, id) => store.charges.get(id) ?? store.refunds.get(id) ?? store.disputes.get(id),
};

/** Asked before anything is processed: a misspelt path must not turn a charge that happened into an error. */
export function checkExpandable(paths: readonly string[]): void {
  for (const path of paths) {
    const keys = path.split('.');
    if (keys.length > DEPTH_MAX) {
      throw invalid('expand', `You cannot expand more than ${DEPTH_MAX} levels of a property (${path}).`);
    }
    if (!keys.every((key) => key === 'data' || key in HOMES)) {
      throw invalid('expand', `This property cannot be expanded (${path}).`);
    }
  }
}

/** Puts objects in the place of their ids, for each path such as `data.latest_charge.balance_transaction`. */
export function expand(store: Store, body: object, paths: readonly string[]): object {
  return paths.reduce((expanded, path) => expandAlong(store, expanded, path.split('.')), body);
}

function expandAlong(store: Store, body: object, keys: readonly string[]): object {
  const [key, ...rest] = keys;
  if (key === undefined) return body;
  const value: unknown = Reflect.get(body, key);
  if (key === 'data' && Array.isArray(value)) {
    return { ...body, data: value.map((item: object) => expandAlong(store, item, rest)) };
  }
  const inner = typeof value === 'string' ? lookUp(store, key, value) : value;
  if (typeof inner !== 'object' || inner === null) return body;
  return { ...body, [key]: expandAlong(store, inner, rest) };
}

function lookUp(store: Store, key: string, id: string): object | undefined {
  const found = HOMES[key]?.(store, id);
  return found && present(found);
}
