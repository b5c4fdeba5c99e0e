import type { Work } from '../api/call.js';
import { openDispute } from '../disputes/open-dispute.js';
import type { Later, Refund } from '../store/records.js';
import { takingEvent } from '../webhooks/event-types.js';
import { now } from '../wire/time.js';
import { leftOf } from './find.js';
import { refundFacts } from './money-facts.js';
import { withReturned } from './refund.js';
import { complete, deny } from './take-money.js';

/** What the test buyers make happen after a while. */
export const WHAT_COMES_LATER: Record<Later['what'], (work: Work, subject: string) => void> = {
  review_passes: (work, id) => {
    const pending = work.store.taking(id);
    if (pending) complete(work, pending);
  },
  review_denies: (work, id) => {
    const pending = work.store.taking(id);
    if (pending) deny(work, pending);
  },
  refund_fails: failRefund,
  refund_arrives: arriveRefund,
  dispute_opens: (work, id) => {
    const taking = work.store.taking(id);
    // Who has all of it back has nothing to dispute.
    if (taking && leftOf(taking) > 0) openDispute(work, taking, 'UNAUTHORISED', leftOf(taking));
  },
};

/** The money comes back to the merchant. PayPal announces nothing: whoever wants to know asks for the refund. */
function failRefund({ commit, store }: Work, id: string): void {
  const before = store.refunds.get(id);
  const taking = store.taking(before?.taking ?? '');
  if (!before || !taking) return;
  const refund = commit.put<Refund>({ ...before, state: 'failed', update_time: now() });
  commit.put(withReturned(taking, taking.returned - refund.amount));
  commit.journal('refund_failed', refundFacts(taking, refund));
}

/** Told of a second time, now as done. */
function arriveRefund({ commit, store }: Work, id: string): void {
  const before = store.refunds.get(id);
  const taking = store.taking(before?.taking ?? '');
  if (!before || !taking) return;
  const refund = commit.put<Refund>({ ...before, state: 'completed', update_time: now() });
  commit.journal('refund_arrived', refundFacts(taking, refund));
  commit.emit(takingEvent(taking, 'REFUNDED'), refund);
}
