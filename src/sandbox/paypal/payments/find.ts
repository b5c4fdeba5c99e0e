import type { Payment, Taking } from '../store/records.js';
import type { Store } from '../store/store.js';
import { PayPalError } from '../wire/paypal-error.js';

/** The payment that the path names, as it is by now. */
export function findPayment({ id, store }: { id: string; store: Store }): Payment {
  return asOfNow(found(store.payments.get(id)));
}

/** An approval expires by itself, without a reason: nobody has to be there to note it. */
export function asOfNow(payment: Payment): Payment {
  const hasExpired = payment.state === 'created' && payment.expires_at <= Date.now();
  return hasExpired ? { ...payment, state: 'failed' } : payment;
}

/** What can still go back of a sale or capture. */
export function leftOf({ amount, returned }: Taking): number {
  return amount - returned;
}

export function found<T>(record: T | undefined): T {
  if (!record) throw PayPalError.named('INVALID_RESOURCE_ID');
  return record;
}
