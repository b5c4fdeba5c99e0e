import type { BalanceTransaction, StoredRecord } from './records.js';

/** The version that the installed SDK pins (`stripe/esm/apiVersion.js`, read 2026-11). */
const API_VERSION = '2026-10-28.endive';

/** Fields of Stripe's objects that never differ here; kept out of the file and out of memory. */
const CONSTANTS: Record<StoredRecord['object'], object> = {
  payment_method: {
    livemode: false,
    type: 'card',
    allow_redisplay: 'unspecified',
    customer: null,
    customer_account: null,
  },
  payment_intent: {
    livemode: false,
    allowed_payment_method_types: null,
    amount_details: { tip: {} },
    application: null,
    application_fee_amount: null,
    customer: null,
    customer_account: null,
    excluded_payment_method_types: null,
    managed_payments: null,
    on_behalf_of: null,
    payment_method_configuration_details: null,
    payment_method_options: { card: { request_three_d_secure: 'automatic' } },
    payment_record: null,
    processing: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    transfer_data: null,
    transfer_group: null,
  },
  charge: {
    livemode: false,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    calculated_statement_descriptor: 'SETTLE SANDBOX',
    customer: null,
    failure_balance_transaction: null,
    fraud_details: {},
    on_behalf_of: null,
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    transfer_data: null,
    transfer_group: null,
  },
  balance_transaction: {
    balance_type: 'payments',
    description: null,
    exchange_rate: null,
    status: 'available',
  },
  refund: {
    customer: null,
    customer_account: null,
    destination_details: { type: 'card', card: { type: 'refund', reference_status: 'pending' } },
    payment_method: null,
    receipt_number: null,
    source_transfer_reversal: null,
    transfer_reversal: null,
  },
  dispute: {
    livemode: false,
    balance_transactions: [],
    enhanced_eligibility_types: [],
    evidence: {},
    evidence_details: { due_by: null, has_evidence: false, past_due: false, submission_count: 0 },
    intended_submission_method: null,
    is_charge_refundable: false,
    metadata: {},
  },
  event: { livemode: false, api_version: API_VERSION },
  webhook_endpoint: { livemode: false, api_version: null, application: null, status: 'enabled' },
  kept_answer: {},
  later: {},
};

/** The record as Stripe's API shows it. */
export function present(record: StoredRecord): Record<string, unknown> {
  const { sandbox: _hidden, ...shown } = record as StoredRecord & { sandbox?: object };
  const constants = CONSTANTS[record.object];
  if (record.object === 'balance_transaction') return { ...constants, ...balanceFields(record), ...shown };
  if (record.object === 'event')
    return { ...constants, ...shown, data: { object: present(record.data.object) } };
  return { ...constants, ...shown };
}

/** Stripe's categories for accountants, docs.stripe.com/reports/reporting-categories. */
function categoryOf({ amount, type }: BalanceTransaction): string {
  if (type !== 'adjustment') return type;
  return amount < 0 ? 'dispute' : 'dispute_reversal';
}

function balanceFields(transaction: BalanceTransaction): object {
  const { created, currency, fee } = transaction;
  const details = [
    { amount: fee, application: null, currency, description: 'Stripe processing fees', type: 'stripe_fee' },
  ];
  return {
    available_on: created,
    reporting_category: categoryOf(transaction),
    fee_details: fee === 0 ? [] : details,
  };
}
