import type { Answer, Call, Wish } from '../api/call.js';
import { cashBalanceOf } from '../customers/cash.js';
import { findCustomer, namedCustomer } from '../customers/customers.js';
import { present } from '../store/present.js';
import type { PaymentIntent } from '../store/intent-records.js';
import { invalid, missing, noSuch } from '../wire/stripe-error.js';
import { receiveTransfer } from './receive-transfer.js';

/**
 * `POST /sandbox/bank-transfers {customer?, reference?, intent?, amount, currency?}`: money arrives at the customer's
 * account. A reference that names no payment, or none at all, leaves it in the customer's cash.
 */
export function sendTransfer(wish: Wish): object {
  const { params, store } = wish;
  const reference = params.text('reference') ?? null;
  const intent = namedIntent(wish, reference);
  const customer = namedCustomer(wish) ?? store.customers.get(intent?.customer ?? '');
  if (!customer)
    throw reference ? noSuch('bank transfer reference', reference, 'reference') : missing('customer');
  const currency = params.text('currency') ?? intent?.currency ?? params.requiredText('currency');
  const transaction = receiveTransfer(wish, {
    customer,
    amount: readAmount(wish),
    currency,
    reference: reference ?? intent?.sandbox.reference ?? null,
    intent,
  });
  const after = intent && store.payment_intents.get(intent.id);
  return {
    transaction: present(transaction),
    intent: after ? present(after) : null,
    cash_balance: present(cashBalanceOf(store, customer.id)),
  };
}

/** `POST /v1/test_helpers/customers/:id/fund_cash_balance`: the same in Stripe's own words. */
export function fundCashBalance(call: Call): Answer {
  const reference = call.params.text('reference') ?? null;
  const customer = findCustomer(call);
  const intent = reference === null ? undefined : byReference(call, reference);
  const transaction = receiveTransfer(call, {
    customer,
    amount: readAmount(call),
    currency: call.params.requiredText('currency'),
    reference,
    intent,
  });
  return { body: present(transaction), intent: intent?.id ?? null };
}

function namedIntent(wish: Wish, reference: string | null): PaymentIntent | undefined {
  const id = wish.params.text('intent');
  if (!id) return reference === null ? undefined : byReference(wish, reference);
  const intent = wish.store.payment_intents.get(id);
  if (!intent) throw noSuch('payment_intent', id, 'intent');
  return intent;
}

function byReference({ store }: Wish, reference: string): PaymentIntent | undefined {
  for (const intent of store.payment_intents.newestFirst()) {
    if (intent.sandbox.reference === reference) return intent;
  }
  return undefined;
}

function readAmount({ params }: Wish): number {
  const amount = params.requiredInteger('amount');
  if (amount < 1) throw invalid('amount', 'Invalid positive integer', 'parameter_invalid_integer');
  return amount;
}
