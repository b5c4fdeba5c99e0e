import type { Change } from '../api/call.js';
import { announceCash, moveCash } from '../customers/cash.js';
import type { CashTransaction, Customer } from '../store/cash-records.js';
import type { PaymentIntent } from '../store/intent-records.js';
import { invalid } from '../wire/stripe-error.js';
import { applyCash, awaitsTransfer, remainingOf } from './apply-cash.js';
import { TYPE_BY_CURRENCY } from './transfer-types.js';

interface Transfer {
  customer: Customer;
  amount: number;
  currency: string;
  reference: string | null;
  /** The payment that it names, whoever's that is and whatever became of it. */
  intent: PaymentIntent | undefined;
}

/** Money arrives. It is the customer's cash first; the payment that it names takes what it needs, the rest stays. */
export function receiveTransfer(change: Change, transfer: Transfer): CashTransaction {
  const { amount, currency, customer } = transfer;
  const intent = transfer.intent?.customer === customer.id ? transfer.intent : undefined;
  const transaction = moveCash(change, {
    customer: customer.id,
    currency,
    amount,
    cause: { type: 'funded', funded: { bank_transfer: senderOf(transfer) } },
    about: intent,
  });
  if (intent && awaitsTransfer(intent) && intent.currency === currency) {
    applyCash(change, intent, Math.min(amount, remainingOf(intent)));
  }
  announceCash(change, customer.id, currency);
  return transaction;
}

/** Who sent it, as far as the bank says. */
function senderOf({ currency, customer, reference }: Transfer): object {
  const type = TYPE_BY_CURRENCY[currency];
  const sender_name = customer.name ?? 'Sandbox customer';
  switch (type) {
    case 'us_bank_transfer':
      return { type, reference, us_bank_transfer: { network: 'ach', sender_name } };
    case 'eu_bank_transfer':
      return { type, reference, eu_bank_transfer: { bic: 'STTLDE22XXX', iban_last4: '3000', sender_name } };
    case 'gb_bank_transfer':
      return {
        type,
        reference,
        gb_bank_transfer: { account_number_last4: '2345', sender_name, sort_code: '108800' },
      };
    case 'jp_bank_transfer':
      return {
        type,
        reference,
        jp_bank_transfer: { sender_bank: 'Sandbox', sender_branch: 'Sandbox', sender_name },
      };
    default:
      throw invalid('currency', `Bank transfers are made in ${Object.keys(TYPE_BY_CURRENCY).join(', ')}.`);
  }
}
