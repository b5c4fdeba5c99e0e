import type { Dispute } from '../store/charge-records.js';
import type { Store } from '../store/store.js';

/** What a journal entry says of a dispute. */
export function disputeFacts(store: Store, dispute: Dispute): object {
  const { id, payment_intent: intent, charge, amount, currency, reason, status } = dispute;
  const metadata = store.payment_intents.get(intent)?.metadata ?? {};
  return { intent, charge, dispute: id, amount, currency, metadata, reason, status };
}
