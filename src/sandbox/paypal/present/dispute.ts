import type { Dispute } from '../store/records.js';
import type { Store } from '../store/store.js';
import { known, link } from './links.js';
import { coded } from './money.js';

export function presentDispute(store: Store, dispute: Dispute): object {
  const { id, reason, status, outcome, amount, currency, returned, taking } = dispute;
  const { create_time: paidAt, amount: paid, custom, invoice_number } = store.taking(taking) ?? {};
  return known({
    dispute_id: id,
    create_time: dispute.create_time,
    update_time: dispute.update_time,
    disputed_transactions: [
      known({
        buyer_transaction_id: taking,
        seller_transaction_id: taking,
        create_time: paidAt,
        transaction_status: 'COMPLETED',
        gross_amount: paid === undefined ? null : coded(paid, currency),
        invoice_number,
        custom,
      }),
    ],
    reason,
    status,
    dispute_amount: coded(amount, currency),
    dispute_outcome: outcome && { outcome_code: outcome, amount_refunded: coded(returned, currency) },
    links: [link(store, 'self', `/v1/customer/disputes/${id}`)],
  });
}
