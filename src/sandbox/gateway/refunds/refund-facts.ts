import type { Refund } from '../store/charge-records.js';

/** What a journal entry says of a refund. */
export function refundFacts(refund: Refund): object {
  const { id, payment_intent: intent, charge, amount, currency, customer, metadata, status } = refund;
  return { intent, charge, refund: id, amount, currency, customer, metadata, status };
}
