import type { Stripe } from 'stripe';
import type { DisputeFacts, DisputeStatus } from '../../outcome.js';

/** Stripe's statuses in our words (docs.stripe.com/api/disputes/object, read 2026-11-23); a new one is still open. */
const STATUSES: Readonly<Record<string, DisputeStatus>> = {
  needs_response: 'open',
  warning_needs_response: 'open',
  appeal_needs_response: 'open',
  under_review: 'under_review',
  warning_under_review: 'under_review',
  appeal_under_review: 'under_review',
  won: 'won',
  warning_closed: 'won',
  prevented: 'won',
  lost: 'lost',
};

export function disputeFactsOf(dispute: Stripe.Dispute): DisputeFacts {
  const taken = dispute.balance_transactions.filter((transaction) => transaction.amount < 0);
  const feeMinor = taken.reduce((sum, transaction) => sum + transaction.fee, 0);
  const dueBy = dispute.evidence_details?.due_by;
  return {
    gatewayDisputeId: dispute.id,
    status: STATUSES[dispute.status] ?? 'open',
    reason: dispute.reason,
    amountMinor: dispute.amount,
    // An inquiry takes nothing away.
    withdrawnMinor: taken.reduce((sum, transaction) => sum - transaction.amount, 0),
    currency: dispute.currency.toUpperCase(),
    fee: feeMinor > 0 ? { amountMinor: feeMinor, currency: taken[0]!.currency.toUpperCase() } : null,
    evidenceDueBy: dueBy ? new Date(dueBy * 1000) : null,
  };
}
