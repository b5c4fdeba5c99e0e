import { CONSTANTS } from './constants.js';
import { chargedMethod, methodOptions, methodPart } from './present-method.js';
import { NO_EVIDENCE } from '../disputes/evidence.js';
import type { CashBalance } from './cash-records.js';
import type { BalanceTransaction } from './charge-records.js';
import type { StoredRecord } from './records.js';

/** The record as Stripe's API shows it. */
export function present(record: StoredRecord): Record<string, unknown> {
  const { sandbox: _hidden, ...shown } = record as StoredRecord & { sandbox?: object };
  const constants = CONSTANTS[record.object];
  return { ...constants, ...shown, ...derivedFields(record) };
}

/** What follows from the rest of the record. */
function derivedFields(record: StoredRecord): object {
  switch (record.object) {
    case 'balance_transaction':
      return balanceFields(record);
    case 'charge':
      return { payment_method_details: chargedMethod(record) };
    case 'dispute':
      return {
        balance_transactions: record.balance_transactions.map(present),
        evidence: { ...NO_EVIDENCE, ...record.evidence },
      };
    case 'event':
      return { data: { object: present(record.data.object) } };
    case 'cash_balance':
      return { id: undefined, available: availableCash(record) };
    case 'payment_method':
      return methodPart(record);
    case 'payment_intent':
      return { payment_method_options: methodOptions(record) };
    default:
      return {};
  }
}

function availableCash({ available }: CashBalance): object | null {
  return Object.keys(available).length === 0 ? null : available;
}

/** Stripe's categories for accountants, docs.stripe.com/reports/reporting-categories. */
function categoryOf({ amount, type }: BalanceTransaction): string {
  switch (type) {
    case 'adjustment':
      return amount < 0 ? 'dispute' : 'dispute_reversal';
    case 'payment':
      return 'charge';
    case 'payment_refund':
      return 'refund';
    default:
      return type;
  }
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
