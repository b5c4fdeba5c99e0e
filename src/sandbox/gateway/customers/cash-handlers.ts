import type { Answer, Call } from '../api/call.js';
import { pageOf } from '../api/lists.js';
import { present } from '../store/present.js';
import { cashBalanceOf } from './cash.js';
import { findCustomer } from './customers.js';

/** `GET /v1/customers/:id/cash_balance`. */
export function retrieveCashBalance(call: Call): Answer {
  const customer = findCustomer(call);
  return { body: present(cashBalanceOf(call.store, customer.id)), intent: null };
}

/** `GET /v1/customers/:id/cash_balance_transactions`. */
export function listCashTransactions(call: Call): Answer {
  const { params, store } = call;
  const { id } = findCustomer(call);
  const url = `/v1/customers/${id}/cash_balance_transactions`;
  return { body: pageOf(store.cash_balance_transactions, url, [['customer', id]], params), intent: null };
}
