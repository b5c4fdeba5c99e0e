import type { Call } from '../api/call.js';
import { cashOf, moveCash } from '../customers/cash.js';
import { namedCustomer } from '../customers/customers.js';
import type { Refund } from '../store/charge-records.js';
import { newId } from '../wire/ids.js';
import { invalid, missing } from '../wire/stripe-error.js';
import { beginRefund } from './begin-refund.js';

/** `origin=customer_balance`: sends back cash that no payment took, such as the surplus of a transfer. */
export function refundCash(call: Call): Refund {
  const { params, store } = call;
  const customer = namedCustomer(call);
  if (!customer) throw missing('customer');
  const currency = params.requiredText('currency');
  const amount = params.requiredInteger('amount');
  const available = cashOf(store, customer.id, currency);
  if (amount < 1) throw invalid('amount', 'Invalid positive integer', 'parameter_invalid_integer');
  if (amount > available) {
    const message = `Refund amount (${amount}) is greater than the customer's cash balance (${available}).`;
    throw invalid('amount', message);
  }
  const refund = beginRefund(
    call,
    {
      id: newId('re'),
      amount,
      balance_transaction: null,
      charge: null,
      currency,
      customer: customer.id,
      payment_intent: null,
      reason: null,
    },
    'customer_balance',
    'pending',
  );
  moveCash(call, { customer: customer.id, currency, amount: -amount, cause: { type: 'return_initiated' } });
  return refund;
}
