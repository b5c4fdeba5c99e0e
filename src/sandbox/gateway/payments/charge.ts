import type { Call } from '../api/call.js';
import type { Commit } from '../store/commit.js';
import type { Charge, PaymentIntent, PaymentMethod } from '../store/records.js';
import { BEHAVIOURS, type CardBehaviour } from '../test-cards.js';
import { newId } from '../wire/ids.js';
import { seconds } from '../wire/time.js';
import { feeFor, moveBalance } from './balance.js';

const APPROVED = {
  network_status: 'approved_by_network',
  reason: null,
  risk_level: 'normal',
  risk_score: 12,
  seller_message: 'Payment complete.',
  type: 'authorized',
};

/** Takes the money, or only promises it where the intent is captured by hand. */
export function chargeIntent(
  { commit, settings }: Pick<Call, 'commit' | 'settings'>,
  intent: PaymentIntent,
  method: PaymentMethod,
): PaymentIntent {
  const charge = commit.put(
    newCharge(intent, method, { status: 'succeeded', paid: true, outcome: APPROVED }),
  );
  const behaviour: CardBehaviour = BEHAVIOURS[method.sandbox.behaviour];
  if (behaviour.confirm === 'charge' && behaviour.disputed) {
    commit.later('dispute_opens', charge.id, settings.disputeMs);
  }
  if (intent.capture_method === 'manual') return authorize(commit, intent, charge);

  const { charge: captured, facts } = takeMoney(commit, charge, charge.amount);
  const paid = commit.put<PaymentIntent>({
    ...intent,
    status: 'succeeded',
    amount_received: charge.amount,
    latest_charge: charge.id,
  });
  commit.journal('charge', { ...moneyFacts(paid, captured), ...facts });
  commit.emit('charge.succeeded', captured);
  const isToldTwice = behaviour.confirm === 'charge' && behaviour.answer === 'after_webhooks';
  commit.emit('payment_intent.succeeded', paid, isToldTwice ? 2 : 1);
  return paid;
}

/** Marks the charge as captured and books it; `facts` are what the journal says of the booking. */
export function takeMoney(commit: Commit, charge: Charge, amount: number): { charge: Charge; facts: object } {
  const { id: transaction, fee } = moveBalance(commit, {
    amount,
    fee: feeFor(amount),
    currency: charge.currency,
    source: charge.id,
    type: 'charge',
  });
  const captured = { ...charge, captured: true, amount_captured: amount, balance_transaction: transaction };
  return { charge: commit.put(captured), facts: { transaction, fee } };
}

/** What every journal entry about money says. */
export function moneyFacts(intent: PaymentIntent, charge: Charge): object {
  const { id, currency, metadata } = intent;
  return { intent: id, charge: charge.id, amount: charge.amount, currency, metadata };
}

export function newCharge(
  intent: PaymentIntent,
  method: PaymentMethod,
  result: Pick<Charge, 'status' | 'paid' | 'outcome'> & Partial<Charge>,
): Charge {
  return {
    object: 'charge',
    id: newId('ch'),
    created: seconds(),
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    balance_transaction: null,
    billing_details: method.billing_details,
    captured: false,
    currency: intent.currency,
    description: intent.description,
    disputed: false,
    failure_code: null,
    failure_message: null,
    metadata: intent.metadata,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: {
      type: 'card',
      card: { ...method.card, country: 'US', network: method.card.brand },
    },
    refunded: false,
    ...result,
  };
}

function authorize(commit: Commit, intent: PaymentIntent, charge: Charge): PaymentIntent {
  const held = commit.put<PaymentIntent>({
    ...intent,
    status: 'requires_capture',
    amount_capturable: charge.amount,
    latest_charge: charge.id,
  });
  commit.journal('authorization', moneyFacts(held, charge));
  commit.emit('charge.succeeded', charge);
  commit.emit('payment_intent.amount_capturable_updated', held);
  return held;
}
