import type { Work } from '../api/call.js';
import { takingFacts } from '../payments/money-facts.js';
import type { Dispute, Taking } from '../store/records.js';
import { newDisputeId } from '../wire/ids.js';
import { now } from '../wire/time.js';

/** developer.paypal.com/api/customer-disputes/v1, read 2026-11. */
export const DISPUTE_REASONS = [
  'MERCHANDISE_OR_SERVICE_NOT_RECEIVED',
  'MERCHANDISE_OR_SERVICE_NOT_AS_DESCRIBED',
  'UNAUTHORISED',
  'CREDIT_NOT_PROCESSED',
  'DUPLICATE_TRANSACTION',
  'INCORRECT_AMOUNT',
  'PAYMENT_BY_OTHER_MEANS',
  'CANCELED_RECURRING_BILLING',
  'OTHER',
] as const;

export type DisputeReason = (typeof DISPUTE_REASONS)[number];

/** The buyer wants money back. It stays where it is until the dispute is resolved. */
export function openDispute(
  { commit }: Work,
  taking: Taking,
  reason: DisputeReason,
  amount: number,
): Dispute {
  const time = now();
  const dispute = commit.put<Dispute>({
    object: 'dispute',
    id: newDisputeId(),
    create_time: time,
    update_time: time,
    reason,
    status: 'OPEN',
    outcome: null,
    amount,
    currency: taking.currency,
    returned: 0,
    taking: taking.id,
  });
  commit.journal('dispute', { ...takingFacts(taking), dispute: dispute.id, amount, reason });
  commit.emit('CUSTOMER.DISPUTE.CREATED', dispute);
  return dispute;
}
