import type { Commit } from '../store/commit.js';
import type { BalanceTransaction } from '../store/records.js';
import { newId } from '../wire/ids.js';
import { seconds } from '../wire/time.js';

/** Stripe's standard price: 2.9 % and 30 of the smallest unit, rounded half up. */
export function feeFor(amount: number): number {
  return Math.round(amount * 0.029) + 30;
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
