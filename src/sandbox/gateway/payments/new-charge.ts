import { createHash } from 'node:crypto';
import { behaviourNamed } from '../behaviours.js';
import type { Charge, ChargedMethod } from '../store/charge-records.js';
import type { PaymentIntent, PaymentMethod } from '../store/intent-records.js';
import { newId } from '../wire/ids.js';
import { seconds } from '../wire/time.js';

/** A charge as it begins, whatever came of it; nothing is booked yet. */
export function newCharge(
  intent: PaymentIntent,
  method: PaymentMethod,
  result: Pick<Charge, 'status' | 'paid' | 'outcome'> & Partial<Charge>,
): Charge {
  return {
    object: 'charge',
    id: newId(method.card ? 'ch' : 'py'),
    created: seconds(),
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    balance_transaction: null,
    billing_details: method.billing_details,
    captured: false,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_code: null,
    failure_message: null,
    metadata: intent.metadata,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: charged(intent, method),
    refunded: false,
    ...result,
  };
}

function charged(intent: PaymentIntent, { card, sandbox, type }: PaymentMethod): ChargedMethod {
  if (type === 'crypto') return { type, crypto: coinOf(intent) };
  if (!card) return { type: 'customer_balance', customer_balance: {} };
  const isAsked = intent.payment_method_options?.card?.request_multicapture === 'if_available';
  const behaviour = behaviourNamed(sandbox.behaviour);
  const isPossible = !(behaviour.confirm === 'charge' && behaviour.capture === 'once');
  const multicapture = { status: isAsked && isPossible ? 'available' : 'unavailable' } as const;
  return { type: 'card', card: { ...card, amount_authorized: intent.amount, multicapture } };
}

/** What the chain shows of a payment; the same for the same intent. */
function coinOf({ id }: PaymentIntent): object {
  const hash = createHash('sha256').update(id).digest('hex');
  return {
    buyer_address: `0x${hash.slice(0, 40)}`,
    network: 'base',
    token_currency: 'usdc',
    transaction_hash: `0x${hash}`,
  };
}
