import type { Change } from '../api/call.js';
import { disputeLater } from '../disputes/open-dispute.js';
import type { Later, Refund } from '../store/records.js';
import { expireAuthorization } from './authorization.js';
import { moveBalance } from './balance.js';
import { refundFacts } from './refunds.js';

/** What happens after a while. */
export const WHAT_COMES_LATER: Record<Later['what'], (change: Change, subject: string) => void> = {
  refund_fails: failRefund,
  refund_arrives: arriveRefund,
  dispute_opens: disputeLater,
  authorization_expires: (change, id) => {
    const intent = change.store.payment_intents.get(id);
    if (intent) expireAuthorization(change, intent);
  },
};

/** The bank sends a refund back that was already reported as done. */
function failRefund({ commit, store }: Change, id: string): void {
  const before = store.refunds.get(id);
  const charge = store.charges.get(before?.charge ?? '');
  if (!before || !charge) return;
  const refund = commit.put<Refund>({
    ...before,
    status: 'failed',
    failure_reason: 'expired_or_canceled_card',
    failure_balance_transaction: moveBalance(commit, {
      amount: before.amount,
      fee: 0,
      currency: before.currency,
      source: id,
      type: 'refund_failure',
    }).id,
  });
  commit.put({ ...charge, amount_refunded: charge.amount_refunded - refund.amount, refunded: false });
  commit.journal('refund_failed', { ...refundFacts(refund), reason: refund.failure_reason });
  commit.emit('refund.updated', refund);
  commit.emit('refund.failed', refund);
}

function arriveRefund({ commit, store }: Change, id: string): void {
  const before = store.refunds.get(id);
  if (!before) return;
  const refund = commit.put<Refund>({ ...before, status: 'succeeded' });
  commit.journal('refund_arrived', refundFacts(refund));
  commit.emit('refund.updated', refund);
}
