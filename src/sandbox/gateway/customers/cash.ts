import type { Change } from '../api/call.js';
import type { CashBalance, CashMovement, CashTransaction } from '../store/cash-records.js';
import type { Metadata } from '../wire/params.js';
import type { Store } from '../store/store.js';
import { newId } from '../wire/ids.js';
import { seconds } from '../wire/time.js';

/** Money that goes into or out of what a customer has with us; out is negative. */
interface CashMove {
  customer: string;
  currency: string;
  amount: number;
  cause: CashMovement;
  /** For the journal: the payment that it is about. */
  about?: { id: string; metadata: Metadata } | undefined;
}

export function cashBalanceOf(store: Store, customer: string): CashBalance {
  const id = `cash_${customer}`;
  return store.cash_balances.get(id) ?? { object: 'cash_balance', id, available: {}, customer };
}

export function cashOf(store: Store, customer: string, currency: string): number {
  return cashBalanceOf(store, customer).available[currency] ?? 0;
}

export function moveCash({ commit, store }: Change, move: CashMove): CashTransaction {
  const { about, amount, cause, currency, customer } = move;
  const before = cashBalanceOf(store, customer);
  const ending = cashOf(store, customer, currency) + amount;
  commit.put<CashBalance>({ ...before, available: { ...before.available, [currency]: ending } });
  const transaction = commit.put<CashTransaction>({
    object: 'customer_cash_balance_transaction',
    id: newId('ccsbtxn'),
    created: seconds(),
    currency,
    customer,
    ending_balance: ending,
    net_amount: amount,
    ...cause,
  });
  commit.journal('cash', {
    intent: about?.id ?? null,
    customer,
    transaction: transaction.id,
    type: cause.type,
    amount,
    ending,
    currency,
    metadata: about?.metadata ?? {},
  });
  commit.emit('customer_cash_balance_transaction.created', transaction);
  return transaction;
}

/** Stripe says so whenever money stays that no payment has taken. */
export function announceCash({ commit, store }: Change, customer: string, currency: string): void {
  if (cashOf(store, customer, currency) === 0) return;
  commit.emit('cash_balance.funds_available', cashBalanceOf(store, customer));
}
