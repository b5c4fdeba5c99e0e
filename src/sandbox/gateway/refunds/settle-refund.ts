import type { Change } from '../api/call.js';
import { announceCash, moveCash } from '../customers/cash.js';
import { moveBalance } from '../payments/balance.js';
import type { Refund } from '../store/charge-records.js';
import { refundFacts } from './refund-facts.js';

/** A refund that was pending has reached the customer. */
export function arriveRefund({ commit, store }: Change, id: string): void {
  const before = store.refunds.get(id);
  if (before?.status !== 'pending') return;
  const refund = commit.put<Refund>({ ...before, status: 'succeeded' });
  commit.journal('refund_arrived', refundFacts(refund));
  commit.emit('refund.updated', refund);
}

/** The bank sends the money back: of a refund that was pending, or that had been reported as done. */
export function failRefund(change: Change, id: string): void {
  const before = change.store.refunds.get(id);
  if (!before || before.status === 'failed') return;
  const { commit } = change;
  const refund = commit.put<Refund>({
    ...before,
    status: 'failed',
    failure_reason: 'expired_or_canceled_card',
    ...takeBack(change, before),
  });
  commit.journal('refund_failed', { ...refundFacts(refund), reason: refund.failure_reason });
  commit.emit('refund.updated', refund);
  commit.emit('refund.failed', refund);
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
