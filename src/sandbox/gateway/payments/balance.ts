import type { Commit } from '../store/commit.js';
import type { BalanceTransaction } from '../store/charge-records.js';
import type { MethodType } from '../store/intent-records.js';
import { newId } from '../wire/ids.js';
import { seconds } from '../wire/time.js';

/** What Stripe keeps of a payment, rounded half up (stripe.com/pricing, read 2026-11-23). */
const FEES: Record<MethodType, (amount: number) => number> = {
  card: (amount) => Math.round(amount * 0.029) + 30,
  crypto: (amount) => Math.round(amount * 0.015),
  customer_balance: (amount) => Math.min(Math.round(amount * 0.005), 500),
};

export function feeFor(type: MethodType, amount: number): number {
  return FEES[type](amount);
}

/** Moves money on the gateway's own account; a withdrawal is a negative amount. */
export function moveBalance(
  commit: Commit,
  move: Pick<BalanceTransaction, 'amount' | 'fee' | 'currency' | 'source' | 'type'>,
): BalanceTransaction {
  return commit.put<BalanceTransaction>({
    object: 'balance_transaction',
    id: newId('txn'),
    created: seconds(),
    net: move.amount - move.fee,
    ...move,
  });
}
