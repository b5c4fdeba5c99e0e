import type { Change } from '../api/call.js';
import { announceCash, moveCash } from '../customers/cash.js';
import { moveBalance } from '../payments/balance.js';
import type { Refund } from '../store/charge-records.js';
import { refundFacts } from './refund-facts.js';

/** A refund that was pending has reached the customer. */
export function arriveRefund(change: Change, id: string): void {
  const before = change.store.refunds.get(id);
  if (before?.status !== 'pending') return;
  const refund = change.commit.put<Refund>({ ...before, status: 'succeeded' });
  change.commit.journal('refund_arrived', refundFacts(refund));
  announceUpdate(change, refund);
}

/** The refund that a card makes fail by itself. */
export function failRefundLater(change: Change, id: string): void {
  const refund = change.store.refunds.get(id);
  if (refund && refund.status !== 'failed') failRefund(change, refund);
}

/** The bank sends the money back: of a refund that was pending, or that had been reported as done. */
export function failRefund(change: Change, before: Refund): Refund {
  const refund = change.commit.put<Refund>({
    ...before,
    status: 'failed',
    failure_reason: 'expired_or_canceled_card',
    ...takeBack(change, before),
  });
  change.commit.journal('refund_failed', { ...refundFacts(refund), reason: refund.failure_reason });
  announceUpdate(change, refund);
  change.commit.emit('refund.failed', refund);
  return refund;
}

/** Stripe tells of the refund by itself, and once more of the one of a charge. */
function announceUpdate({ commit }: Change, refund: Refund): void {
  commit.emit('refund.updated', refund);
  if (refund.charge) commit.emit('charge.refund.updated', refund);
}

/** The money is where it was before the refund: with the shop, or among the customer's cash. */
function takeBack(change: Change, refund: Refund): Pick<Refund, 'failure_balance_transaction'> {
  const { commit, store } = change;
  const { amount, currency } = refund;
  const charge = store.charges.get(refund.charge ?? '');
  if (charge) {
    commit.put({ ...charge, amount_refunded: charge.amount_refunded - amount, refunded: false });
    const booking = { amount, fee: 0, currency, source: refund.id, type: 'refund_failure' } as const;
    return { failure_balance_transaction: moveBalance(commit, booking).id };
  }
  const customer = refund.customer ?? '';
  moveCash(change, { customer, currency, amount, cause: { type: 'return_canceled' } });
  announceCash(change, customer, currency);
  return {};
}
