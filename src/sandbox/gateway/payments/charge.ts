import type { Change } from '../api/call.js';
import type { Commit } from '../store/commit.js';
import type { Charge } from '../store/charge-records.js';
import type { PaymentIntent, PaymentMethod } from '../store/intent-records.js';
import { behaviourNamed } from '../behaviours.js';
import { authorize } from './authorization.js';
import { feeFor, moveBalance } from './balance.js';
import { moneyFacts } from './money-facts.js';
import { newCharge } from './new-charge.js';

const APPROVED = {
  network_status: 'approved_by_network',
  reason: null,
  risk_level: 'normal',
  risk_score: 12,
  seller_message: 'Payment complete.',
  type: 'authorized',
};

/** Takes the money, or only promises it where the intent is captured by hand. */
export function chargeIntent(change: Change, intent: PaymentIntent, method: PaymentMethod): PaymentIntent {
  const charge = newCharge(intent, method, { status: 'succeeded', paid: true, outcome: APPROVED });
  const behaviour = behaviourNamed(method.sandbox.behaviour);
  if (behaviour.confirm === 'charge' && behaviour.disputed) {
    change.commit.later('dispute_opens', charge.id, change.settings.disputeMs);
  }
  if (intent.capture_method === 'manual') return authorize(change, intent, charge);
  const isToldTwice = behaviour.confirm === 'charge' && behaviour.answer === 'after_webhooks';
  return collect(change.commit, intent, charge, isToldTwice ? 2 : 1);
}

function collect(commit: Commit, intent: PaymentIntent, charge: Charge, copies: number): PaymentIntent {
  const { charge: captured, facts } = takeMoney(commit, { ...charge, captured: true }, charge.amount);
  const paid = commit.put<PaymentIntent>({
    ...intent,
    status: 'succeeded',
    amount_received: charge.amount,
    latest_charge: charge.id,
  });
  commit.journal('charge', { ...moneyFacts(paid, captured), ...facts });
  commit.emit('charge.succeeded', captured);
  commit.emit('payment_intent.succeeded', paid, copies);
  return paid;
}

/** Books money as taken; `facts` are what the journal says of the booking. */
export function takeMoney(commit: Commit, charge: Charge, amount: number): { charge: Charge; facts: object } {
  const { type } = charge.payment_method_details;
  const { id: transaction, fee } = moveBalance(commit, {
    amount,
    fee: feeFor(type, amount),
    currency: charge.currency,
    source: charge.id,
    type: type === 'card' ? 'charge' : 'payment',
  });
  const taken = {
    ...charge,
    amount_captured: charge.amount_captured + amount,
    balance_transaction: transaction,
  };
  return { charge: commit.put(taken), facts: { transaction, fee } };
}
