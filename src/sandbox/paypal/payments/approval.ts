import type { Commit } from '../store/commit.js';
import type { Payment } from '../store/records.js';
import { buyerOf, type BuyerName } from '../test-buyers.js';
import { tokenOf } from '../wire/ids.js';
import { now } from '../wire/time.js';

/** The buyer agrees. No money moves before the merchant executes the payment. */
export function approve(commit: Commit, payment: Payment, buyer: BuyerName): Payment {
  const approved = commit.put<Payment>({ ...payment, buyer, update_time: now() });
  commit.emit('PAYMENTS.PAYMENT.CREATED', approved);
  return approved;
}

/** The buyer goes back to the shop; what they may have approved before does not count any more. */
export function decline(commit: Commit, payment: Payment): Payment {
  return payment.buyer === null
    ? payment
    : commit.put<Payment>({ ...payment, buyer: null, update_time: now() });
}

/** Where the buyer's browser goes after approving. */
export function returnAddress(payment: Payment): string {
  return withQuery(payment.return_url, {
    paymentId: payment.id,
    token: tokenOf(payment.id),
    PayerID: buyerOf(payment)?.payerId ?? '',
  });
}

/** Where it goes after declining. */
export function cancelAddress(payment: Payment): string {
  return withQuery(payment.cancel_url, { token: tokenOf(payment.id) });
}

function withQuery(address: string, values: Record<string, string>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value);
  return url.href;
}
