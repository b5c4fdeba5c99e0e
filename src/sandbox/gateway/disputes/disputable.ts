import { returnedOf } from '../payments/money-facts.js';
import type { Charge } from '../store/charge-records.js';
import type { Store } from '../store/store.js';

/** What of the charge is still with the shop: captured, neither refunded nor taken back by the bank. */
export function disputable(store: Store, charge: Charge): number {
  return charge.amount_captured - returnedOf(charge) - withdrawnFrom(store, charge);
}

/** What the bank holds back or has taken for good; a dispute that was won leaves the money with the shop. */
export function withdrawnFrom(store: Store, charge: Charge): number {
  if (!charge.disputed) return 0;
  let withdrawn = 0;
  for (const { amount, charge: id, status } of store.disputes.newestFirst()) {
    if (id === charge.id && status !== 'won') withdrawn += amount;
  }
  return withdrawn;
}
