import type { Answer, Call, Change } from '../api/call.js';
import { moveBalance } from '../payments/balance.js';
import { present } from '../store/present.js';
import type { BalanceTransaction, Dispute } from '../store/charge-records.js';
import { disputeFacts } from './dispute-facts.js';
import { findDispute, requireAnswerable } from './find-dispute.js';

/** `POST /v1/disputes/:id/close`: the shop gives in. */
export function acceptDispute(call: Call): Answer {
  const before = findDispute(call);
  requireAnswerable(before);
  const dispute = closeDispute(call, before, 'lost');
  return { body: present(dispute), intent: dispute.payment_intent };
}

/** The bank's word is final. A shop that wins gets the amount back, not the fee. */
export function closeDispute({ commit, store }: Change, before: Dispute, status: 'won' | 'lost'): Dispute {
  const reinstated: BalanceTransaction[] = [];
  if (status === 'won') {
    const { amount, currency, id: source } = before;
    reinstated.push(moveBalance(commit, { amount, fee: 0, currency, source, type: 'adjustment' }));
  }
  const dispute = commit.put<Dispute>({
    ...before,
    status,
    balance_transactions: [...before.balance_transactions, ...reinstated],
  });
  commit.journal('dispute_closed', {
    ...disputeFacts(store, dispute),
    transaction: reinstated[0]?.id ?? null,
  });
  if (status === 'won') commit.emit('charge.dispute.funds_reinstated', dispute);
  commit.emit('charge.dispute.closed', dispute);
  return dispute;
}
