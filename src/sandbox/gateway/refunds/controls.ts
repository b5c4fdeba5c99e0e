import type { Wish } from '../api/call.js';
import { present } from '../store/present.js';
import { noSuch, StripeError } from '../wire/stripe-error.js';
import { failRefund } from './settle-refund.js';

/** `POST /sandbox/refunds/:id/fail`: the customer's bank sends it back, however long ago it was done. */
export function bounceRefund(wish: Wish): object {
  const before = wish.store.refunds.get(wish.id);
  if (!before) throw noSuch('refund', wish.id, 'id');
  if (before.status === 'failed') {
    throw new StripeError(400, { type: 'invalid_request_error', message: 'This refund has failed already.' });
  }
  return present(failRefund(wish, before));
}
