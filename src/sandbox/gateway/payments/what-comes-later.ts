import type { Change } from '../api/call.js';
import type { Dispute, Later, Refund } from '../store/records.js';
import { newId } from '../wire/ids.js';
import { seconds } from '../wire/time.js';
import { expireAuthorization } from './authorization.js';
import { moveBalance } from './balance.js';
import { refundFacts } from './refunds.js';

/** What happens after a while. */
export const WHAT_COMES_LATER: Record<Later['what'], (change: Change, subject: string) => void> = {
  refund_fails: failRefund,
  refund_arrives: arriveRefund,
  dispute_opens: openDispute,
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

function openDispute({ commit, store }: Change, chargeId: string): void {
  const charge = store.charges.get(chargeId);
  // Nobody disputes a promise.
  if (!charge?.captured) return;
  const dispute = commit.put<Dispute>({
    object: 'dispute',
    id: newId('dp'),
    created: seconds(),
    amount: charge.amount,
    charge: charge.id,
    currency: charge.currency,
    payment_intent: charge.payment_intent,
    reason: 'fraudulent',
    status: 'needs_response',
  });
  commit.put({ ...charge, disputed: true });
  moveBalance(commit, {
    amount: -charge.amount,
    fee: 1500,
    currency: charge.currency,
    source: dispute.id,
    type: 'adjustment',
  });
  commit.journal('dispute', {
    intent: charge.payment_intent,
    charge: charge.id,
    dispute: dispute.id,
    amount: charge.amount,
    currency: charge.currency,
  });
  commit.emit('charge.dispute.created', dispute);
}
