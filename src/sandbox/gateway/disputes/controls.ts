import type { Wish } from '../api/call.js';
import { findIntent } from '../payments/find-intent.js';
import { present } from '../store/present.js';
import type { Charge } from '../store/charge-records.js';
import { invalid, missing, noSuch, StripeError } from '../wire/stripe-error.js';
import { closeDispute } from './close-dispute.js';
import { disputable } from './disputable.js';
import { findDispute, isDecided } from './find-dispute.js';
import { openDispute } from './open-dispute.js';
import { DISPUTE_REASONS } from './reasons.js';

/** `POST /sandbox/charges/:id/dispute {amount?, reason?}`: the customer goes to the bank. */
export function disputeCharge(wish: Wish): object {
  const charge = wish.store.charges.get(wish.id);
  if (!charge) throw noSuch('charge', wish.id, 'id');
  return dispute(wish, charge);
}

/** `POST /sandbox/intents/:id/dispute`: the same, by the payment. */
export function disputeIntent(wish: Wish): object {
  const intent = findIntent(wish);
  const charge = wish.store.charges.get(intent.latest_charge ?? '');
  if (!charge) throw refused('This payment has not been charged.');
  return dispute(wish, charge);
}

/** `POST /sandbox/disputes/:id/close {status}`: the bank decides, whether it was answered or not. */
export function decideDispute(wish: Wish): object {
  const before = findDispute(wish);
  const status = wish.params.choice('status', ['won', 'lost']);
  if (!status) throw missing('status');
  if (isDecided(before.status)) throw refused('This dispute is already closed.');
  return present(closeDispute(wish, before, status));
}

function dispute(wish: Wish, charge: Charge): object {
  if (charge.payment_method_details.type !== 'card') throw refused('Only card payments are disputed.');
  const most = disputable(wish.store, charge);
  const amount = wish.params.integer('amount') ?? most;
  if (most <= 0) throw refused('No money of this charge is with the shop.');
  if (amount < 1 || amount > most) throw invalid('amount', `A dispute is about 1 to ${most}.`);
  const reason = wish.params.choice('reason', DISPUTE_REASONS) ?? 'fraudulent';
  return present(openDispute(wish, charge, amount, reason));
}

function refused(message: string): StripeError {
  return new StripeError(400, { type: 'invalid_request_error', message });
}
