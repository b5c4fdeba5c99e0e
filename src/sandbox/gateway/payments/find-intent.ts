import type { Call } from '../api/call.js';
import type { PaymentIntent } from '../store/intent-records.js';
import { noSuch } from '../wire/stripe-error.js';

/** The intent that the path names. */
export function findIntent({ id, store }: Pick<Call, 'id' | 'store'>): PaymentIntent {
  const intent = store.payment_intents.get(id);
  if (!intent) throw noSuch('payment_intent', id, 'intent');
  return intent;
}
