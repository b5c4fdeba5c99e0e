import type { Answer, Call } from '../api/call.js';
import { cashOf } from '../customers/cash.js';
import { findIntent } from '../payments/find-intent.js';
import { present } from '../store/present.js';
import type { PaymentIntent } from '../store/intent-records.js';
import type { Params } from '../wire/params.js';
import { invalid, unexpectedState } from '../wire/stripe-error.js';
import { applyCash, awaitsTransfer, remainingOf } from './apply-cash.js';

/** `POST /v1/payment_intents/:id/apply_customer_balance`: pays with cash that arrived without naming the payment. */
export function applyCustomerBalance(call: Call): Answer {
  const before = findIntent(call);
  if (!awaitsTransfer(before) || !before.customer) {
    throw unexpectedState(
      `The customer's cash balance cannot be applied to this PaymentIntent: it has a status of ${before.status} and ` +
        'does not wait for a bank transfer.',
      present(before),
    );
  }
  const available = cashOf(call.store, before.customer, before.currency);
  const after = applyCash(call, before, readAmount(call.params, before, available));
  return { body: present(after), intent: after.id };
}

function readAmount(params: Params, intent: PaymentIntent, available: number): number {
  const currency = params.text('currency');
  if (currency !== undefined && currency !== intent.currency) {
    throw invalid('currency', `The currency must be that of the PaymentIntent: ${intent.currency}.`);
  }
  const remaining = remainingOf(intent);
  const amount = params.integer('amount') ?? remaining;
  if (amount < 1) throw invalid('amount', 'Invalid positive integer', 'parameter_invalid_integer');
  if (amount > remaining) {
    throw invalid('amount', `At most what remains (${remaining}) can be applied.`, 'amount_too_large');
  }
  if (amount > available) {
    const message = `The customer's cash balance (${available}) is less than the amount to apply (${amount}).`;
    throw invalid('amount', message, 'balance_insufficient');
  }
  return amount;
}
