import { randomBytes } from 'node:crypto';
import type { Wish } from '../api/call.js';
import { cashOf } from '../customers/cash.js';
import type { TransferInstructions } from '../store/cash-records.js';
import type { MethodOptions, PaymentIntent } from '../store/intent-records.js';
import { invalid, missing } from '../wire/stripe-error.js';
import { applyCash } from './apply-cash.js';
import { financialAddresses } from './financial-addresses.js';
import { TYPE_BY_CURRENCY } from './transfer-types.js';

type TransferOptions = NonNullable<MethodOptions['customer_balance']>['bank_transfer'];

/** Asked before anything is stored: a refused confirm leaves nothing behind. */
export function requireTransferable(intent: PaymentIntent): void {
  transferOptions(intent);
}

/** What the caller wants, or, where Stripe chooses the methods, what fits the currency. */
function transferOptions(intent: PaymentIntent): TransferOptions {
  const wanted = intent.payment_method_options?.customer_balance?.bank_transfer;
  const name = 'payment_method_options[customer_balance]';
  const fitting = TYPE_BY_CURRENCY[intent.currency];
  if (wanted && wanted.type !== fitting) {
    throw invalid(`${name}[bank_transfer][type]`, `${wanted.type} does not take ${intent.currency}.`);
  }
  if (wanted) return wanted;
  if (!intent.automatic_payment_methods || !fitting) throw missing(`${name}[funding_type]`);
  return fitting === 'eu_bank_transfer'
    ? { type: fitting, eu_bank_transfer: { country: 'DE' } }
    : { type: fitting };
}

/** Tells the customer where to send the money; cash that is there already pays first, as Stripe does at confirm. */
export function awaitTransfer(wish: Wish, intent: PaymentIntent, customer: string): PaymentIntent {
  const reference = intent.sandbox.reference ?? randomBytes(6).toString('hex').toUpperCase();
  const waiting = wish.commit.put<PaymentIntent>({
    ...intent,
    status: 'requires_action',
    next_action: {
      type: 'display_bank_transfer_instructions',
      display_bank_transfer_instructions: instructions(wish, intent, customer, reference),
    },
    sandbox: { ...intent.sandbox, reference },
  });
  const cash = Math.min(cashOf(wish.store, customer, intent.currency), intent.amount);
  const after = cash > 0 ? applyCash(wish, waiting, cash) : waiting;
  if (after.status === 'requires_action') wish.commit.emit('payment_intent.requires_action', after);
  return after;
}

function instructions(
  { baseUrl }: Wish,
  intent: PaymentIntent,
  customer: string,
  reference: string,
): TransferInstructions {
  const { type, eu_bank_transfer: eu } = transferOptions(intent);
  return {
    amount_remaining: intent.amount,
    currency: intent.currency,
    financial_addresses: financialAddresses(type, customer, eu?.country ?? ''),
    hosted_instructions_url: `${baseUrl}/sandbox/bank-transfer/${intent.id}`,
    reference,
    type,
  };
}
