import type { Work } from '../api/call.js';
import { leftOf } from '../payments/find.js';
import { takingFacts } from '../payments/money-facts.js';
import type { Dispute, Taking } from '../store/records.js';
import { takingEvent } from '../webhooks/event-types.js';
import { now } from '../wire/time.js';

export const OUTCOMES = ['RESOLVED_BUYER_FAVOUR', 'RESOLVED_SELLER_FAVOUR'] as const;

/** The stations before the end, in the order they are usually passed. */
export const STATIONS = ['OPEN', 'WAITING_FOR_SELLER_RESPONSE', 'UNDER_REVIEW'] as const;

export function moveDispute({ commit }: Work, dispute: Dispute, status: (typeof STATIONS)[number]): Dispute {
  const moved = commit.put<Dispute>({ ...dispute, status, update_time: now() });
  commit.emit('CUSTOMER.DISPUTE.UPDATED', moved);
  return moved;
}

/** In the buyer's favour the money goes back, but for what a refund has brought back meanwhile. */
export function resolveDispute(
  { commit }: Work,
  dispute: Dispute,
  taking: Taking,
  outcome: (typeof OUTCOMES)[number],
): Dispute {
  const amount = outcome === 'RESOLVED_BUYER_FAVOUR' ? Math.min(dispute.amount, leftOf(taking)) : 0;
  const resolved = commit.put<Dispute>({
    ...dispute,
    status: 'RESOLVED',
    outcome,
    returned: amount,
    update_time: now(),
  });
  commit.journal('dispute_closed', { ...takingFacts(taking), dispute: dispute.id, amount, outcome });
  if (amount > 0) {
    const returned = taking.returned + amount;
    const reversed = commit.put<Taking>({ ...taking, returned, state: 'reversed', update_time: now() });
    commit.emit(takingEvent(reversed, 'REVERSED'), reversed);
  }
  commit.emit('CUSTOMER.DISPUTE.RESOLVED', resolved);
  return resolved;
}
