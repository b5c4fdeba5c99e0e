import type { Charge } from '../store/charge-records.js';
import type { PaymentIntent } from '../store/intent-records.js';

/** What every journal entry about a payment's money says. */
export function moneyFacts(intent: PaymentIntent, charge: Charge): object {
  const { id, currency, customer, metadata } = intent;
  return { intent: id, charge: charge.id, amount: charge.amount, currency, customer, metadata };
}

/** What went back after it was taken; a part-capture shows the rest as refunded although it never was taken. */
export function returnedOf(charge: Charge): number {
  return charge.amount_refunded - (charge.sandbox?.released ?? 0);
}

export function isMulticapture(charge: Charge): boolean {
  const method = charge.payment_method_details;
  return method.type === 'card' && method.card.multicapture.status === 'available';
}
