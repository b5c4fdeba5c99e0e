import type { Work } from '../api/call.js';
import type { Taking } from '../store/records.js';
import { buyerOf, type TestBuyer } from '../test-buyers.js';
import { takingEvent } from '../webhooks/event-types.js';
import { now } from '../wire/time.js';
import { takingFacts } from './money-facts.js';

/** Takes the money of a sale or capture, or holds it for review first. */
export function take<T extends Taking>(work: Work, buyer: TestBuyer, draft: T): T {
  if (buyer.pays === 'at once') return complete(work, draft);
  const pending = work.commit.put<T>({ ...draft, state: 'pending', reason_code: 'PAYMENT_REVIEW' });
  work.commit.emit(takingEvent(pending, 'PENDING'), pending);
  const what = buyer.pays === 'after review' ? 'review_passes' : 'review_denies';
  work.commit.later(what, pending.id, work.settings.pendingMs);
  return pending;
}

export function complete<T extends Taking>(work: Work, draft: T): T {
  const { commit, settings, store } = work;
  const fee = feeFor(draft.amount);
  const taken = commit.put<T>({ ...draft, state: 'completed', reason_code: null, fee, update_time: now() });
  const kind = taken.object === 'sale' ? 'charge' : 'capture';
  commit.journal(kind, { ...takingFacts(taken), amount: taken.amount, fee });
  commit.emit(takingEvent(taken, 'COMPLETED'), taken);
  const payment = store.payments.get(taken.payment);
  if (payment && buyerOf(payment)?.disputes) commit.later('dispute_opens', taken.id, settings.disputeMs);
  return taken;
}

export function deny({ commit }: Work, pending: Taking): void {
  const denied = commit.put<Taking>({ ...pending, state: 'denied', reason_code: null, update_time: now() });
  commit.journal('decline', { ...takingFacts(denied), amount: denied.amount, reason: 'PAYMENT_DENIED' });
  commit.emit(takingEvent(denied, 'DENIED'), denied);
}

/** PayPal's standard price: 3.49 % and 49 of the smallest unit, rounded half up, but never more than there is. */
function feeFor(amount: number): number {
  return Math.min(amount, Math.round(amount * 0.0349) + 49);
}
