import type { Answer, Call } from '../api/call.js';
import { withdrawnFrom } from '../disputes/disputable.js';
import { present } from '../store/present.js';
import type { Charge, Refund } from '../store/records.js';
import { behaviourNamed } from '../behaviours.js';
import { newId } from '../wire/ids.js';
import { invalid, missing, noSuch, StripeError } from '../wire/stripe-error.js';
import { seconds } from '../wire/time.js';
import { moveBalance } from './balance.js';
import { returnedOf } from './money-facts.js';

const REASONS = ['duplicate', 'fraudulent', 'requested_by_customer'] as const;

/** `POST /v1/refunds`: gives back all that is left of a charge, or a part of it. */
export function createRefund(call: Call): Answer {
  const { commit, params, settings } = call;
  const reason = params.choice('reason', REASONS) ?? null;
  const charge = refundableCharge(call);
  const left = charge.amount_captured - returnedOf(charge);
  const amount = params.integer('amount') ?? left;
  if (left <= 0) throw refused('charge_already_refunded', `Charge ${charge.id} has already been refunded.`);
  if (amount < 1) throw invalid('amount', 'Invalid positive integer', 'parameter_invalid_integer');
  if (amount > left) {
    const message = `Refund amount (${amount}) is greater than unrefunded amount on charge (${left}), in minor units`;
    throw invalid('amount', message);
  }

  const fate = refundFate(call, charge);
  const id = newId('re');
  const refund = commit.put<Refund>({
    object: 'refund',
    id,
    created: seconds(),
    amount,
    balance_transaction: moveBalance(commit, {
      amount: -amount,
      fee: 0,
      currency: charge.currency,
      source: id,
      type: 'refund',
    }).id,
    charge: charge.id,
    currency: charge.currency,
    metadata: params.metadata(),
    payment_intent: charge.payment_intent,
    reason,
    status: fate === 'pending' ? 'pending' : 'succeeded',
  });
  const refunded = commit.put({
    ...charge,
    amount_refunded: charge.amount_refunded + amount,
    // More may still be captured, and refunded, of a payment that is held.
    refunded: charge.captured && amount === left,
  });
  commit.journal('refund', refundFacts(refund));
  commit.emit('refund.created', refund);
  commit.emit('charge.refunded', refunded);
  if (fate === 'fails') commit.later('refund_fails', refund.id, settings.refundFailMs);
  if (fate === 'pending') commit.later('refund_arrives', refund.id, settings.refundFailMs);
  return { body: present(refund), intent: refund.payment_intent };
}

export function refundFacts(refund: Refund): object {
  const { id, payment_intent: intent, charge, amount, currency, metadata, status } = refund;
  return { intent, charge, refund: id, amount, currency, metadata, status };
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

function refundFate({ store }: Call, charge: Charge): 'fails' | 'pending' | undefined {
  const method = store.payment_methods.get(charge.payment_method);
  if (!method) return undefined;
  const behaviour = behaviourNamed(method.sandbox.behaviour);
  return behaviour.confirm === 'charge' ? behaviour.refund : undefined;
}

function refused(code: string, message: string): StripeError {
  return new StripeError(400, { type: 'invalid_request_error', code, message });
}
