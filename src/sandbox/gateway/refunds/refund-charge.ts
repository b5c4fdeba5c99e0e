import type { Call } from '../api/call.js';
import { behaviourNamed, type RefundFate } from '../behaviours.js';
import { withdrawnFrom } from '../disputes/disputable.js';
import { moveBalance } from '../payments/balance.js';
import { returnedOf } from '../payments/money-facts.js';
import { requireWholeStep } from '../payments/money-steps.js';
import type { Charge, Refund } from '../store/charge-records.js';
import { newId } from '../wire/ids.js';
import { invalid, missing, noSuch, StripeError } from '../wire/stripe-error.js';
import { beginRefund } from './begin-refund.js';

const REASONS = ['duplicate', 'fraudulent', 'requested_by_customer'] as const;

/** All that is left of a charge, or a part of it. */
export function refundCharge(call: Call): Refund {
  const { commit, params } = call;
  const reason = params.choice('reason', REASONS) ?? null;
  const charge = refundableCharge(call);
  const left = charge.amount_captured - returnedOf(charge);
  const amount = readAmount(call, charge, left);
  const { type } = charge.payment_method_details;
  const id = newId(type === 'card' ? 're' : 'pyr');
  const transaction = moveBalance(commit, {
    amount: -amount,
    fee: 0,
    currency: charge.currency,
    source: id,
    type: type === 'card' ? 'refund' : 'payment_refund',
  });
  const facts = {
    id,
    amount,
    balance_transaction: transaction.id,
    charge: charge.id,
    currency: charge.currency,
    customer: charge.customer,
    payment_intent: charge.payment_intent,
    reason,
  };
  const refund = beginRefund(call, facts, type, refundFate(call, charge));
  const refunded = commit.put({
    ...charge,
    amount_refunded: charge.amount_refunded + amount,
    // More may still be captured, and refunded, of a payment that is held.
    refunded: charge.captured && amount === left,
  });
  commit.emit('charge.refunded', refunded);
  return refund;
}

function readAmount({ params }: Call, charge: Charge, left: number): number {
  const amount = params.integer('amount') ?? left;
  if (left <= 0) throw refused('charge_already_refunded', `Charge ${charge.id} has already been refunded.`);
  if (amount < 1) throw invalid('amount', 'Invalid positive integer', 'parameter_invalid_integer');
  if (amount > left) {
    const message = `Refund amount (${amount}) is greater than unrefunded amount on charge (${left}), in minor units`;
    throw invalid('amount', message);
  }
  requireWholeStep('amount', amount, charge.currency);
  return amount;
}

function refundableCharge({ params, store }: Call): Charge {
  const intentId = params.text('payment_intent');
  const chargeId = params.text('charge');
  if (!intentId && !chargeId) throw missing('payment_intent');
  const intent = intentId ? store.payment_intents.get(intentId) : undefined;
  if (intentId && !intent) throw noSuch('payment_intent', intentId, 'payment_intent', 400);
  const charge = store.charges.get(chargeId ?? intent?.latest_charge ?? '');
  if (chargeId && !charge) throw noSuch('charge', chargeId, 'charge', 400);
  if (!charge || charge.amount_captured === 0) {
    const subject = intentId ? `This PaymentIntent (${intentId})` : `Charge ${chargeId}`;
    throw refused('charge_not_refundable', `${subject} does not have a successful charge to refund.`);
  }
  if (withdrawnFrom(store, charge) > 0) {
    throw refused('charge_disputed', `Charge ${charge.id} has been charged back; cannot issue a refund.`);
  }
  return charge;
}

function refundFate({ store }: Call, charge: Charge): RefundFate | undefined {
  const method = store.payment_methods.get(charge.payment_method);
  const behaviour = method && behaviourNamed(method.sandbox.behaviour);
  return behaviour && 'refund' in behaviour ? behaviour.refund : undefined;
}

function refused(code: string, message: string): StripeError {
  return new StripeError(400, { type: 'invalid_request_error', code, message });
}
