import type { Wish } from '../api/call.js';
import type { Dispute } from '../store/charge-records.js';
import { noSuch, StripeError } from '../wire/stripe-error.js';

/** The dispute that the path names. */
export function findDispute({ id, store }: Pick<Wish, 'id' | 'store'>): Dispute {
  const dispute = store.disputes.get(id);
  if (!dispute) throw noSuch('dispute', id, 'id');
  return dispute;
}

/** Evidence is handed in once, and a dispute is decided once. */
export function requireAnswerable({ status }: Dispute): void {
  if (status === 'needs_response') return;
  const message = isDecided(status)
    ? 'This dispute is already closed.'
    : `This dispute has a status of ${status} and cannot be answered again.`;
  throw new StripeError(400, { type: 'invalid_request_error', message });
}

export function isDecided(status: Dispute['status']): boolean {
  return status === 'won' || status === 'lost';
}
