import type { Stripe } from 'stripe';
import { decimalsOf } from '../../../shared/money.js';
import type { AttemptRef, ChargeRequest } from '../gateway.port.js';

type Create = Stripe.PaymentIntentCreateParams;
type Confirm = Stripe.PaymentIntentConfirmParams;
type PaymentMethodOptions = NonNullable<Create['payment_method_options']>;

/** Where a transfer in a currency goes (docs.stripe.com/payments/bank-transfers, read 2026-11-23). */
const BANK_TRANSFERS = {
  USD: { type: 'us_bank_transfer' },
  EUR: { type: 'eu_bank_transfer', eu_bank_transfer: { country: 'DE' } },
} as const;
type TransferCurrency = keyof typeof BANK_TRANSFERS;

/**
 * Amounts are sent as ISO 4217 counts them, which is Stripe's own way (docs.stripe.com/currencies, read 2026-11-28) but
 * in these: there the same number would be another amount.
 */
const COUNTED_OTHERWISE: ReadonlySet<string> = new Set(['ISK', 'MGA', 'UGX']);
/** Of three decimals Stripe takes two: the last digit has to be 0. */
const STEP_OF_THOUSANDTHS = 10;

/** Whether Stripe takes the attempt's method in its currency, and its amount. */
export function isTaken({ method, amount }: AttemptRef): boolean {
  if (COUNTED_OTHERWISE.has(amount.currency)) return false;
  if (decimalsOf(amount.currency) > 2 && amount.amountMinor % STEP_OF_THOUSANDTHS !== 0) return false;
  if (method === 'bank_transfer') return amount.currency in BANK_TRANSFERS;
  return method !== 'crypto' || amount.currency === 'USD';
}

/** What an intent is created with. Made from the attempt alone: a create is repeated under its own key. */
export function createParams(attempt: AttemptRef, customer: string | null): Create {
  const { amount, attemptId, orderNumber, capturesLater } = attempt;
  return {
    amount: amount.amountMinor,
    currency: amount.currency.toLowerCase(),
    allowed_payment_method_types: [typeOf(attempt)],
    capture_method: capturesLater ? 'manual' : 'automatic',
    metadata: { attempt_id: attemptId, order: orderNumber },
    ...(customer && { customer }),
    ...(capturesLater && { payment_method_options: { card: { request_multicapture: 'if_available' } } }),
  };
}

export function confirmParams(request: ChargeRequest): Confirm {
  const { token, returnUrl } = request;
  const type = typeOf(request);
  if (type === 'customer_balance') {
    return { payment_method_data: { type }, payment_method_options: bankTransferOf(request) };
  }
  if (type === 'crypto') return { payment_method_data: { type }, return_url: returnUrl };
  // A wallet hands out a token of the older kind, or a payment method as cards have it.
  return token?.startsWith('tok_')
    ? {
        payment_method_data: { type, card: { token } } as Stripe.PaymentIntentConfirmParams.PaymentMethodData,
        return_url: returnUrl,
      }
    : { payment_method: token!, return_url: returnUrl };
}

function typeOf({ method }: AttemptRef): 'card' | 'customer_balance' | 'crypto' {
  if (method === 'bank_transfer') return 'customer_balance';
  return method === 'crypto' ? 'crypto' : 'card';
}

function bankTransferOf({ amount }: AttemptRef): PaymentMethodOptions {
  const bank_transfer = BANK_TRANSFERS[amount.currency as TransferCurrency];
  return { customer_balance: { funding_type: 'bank_transfer', bank_transfer } };
}
