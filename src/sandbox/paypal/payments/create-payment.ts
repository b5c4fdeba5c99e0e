import type { Answer, Call } from '../api/call.js';
import type { Payment } from '../store/records.js';
import type { Fields } from '../wire/fields.js';
import { newPaymentId } from '../wire/ids.js';
import { PayPalError } from '../wire/paypal-error.js';
import { iso } from '../wire/time.js';
import { readCartAmount } from './cart-amount.js';
import { show } from './show.js';

/** `POST /v1/payments/payment`: asks for money that the buyer has yet to approve. */
export function createPayment({ body, commit, settings, store }: Call): Answer {
  const createdAt = Date.now();
  const intent = body.choice('intent', ['sale', 'authorize']);
  body.requiredGroup('payer').choice('payment_method', ['paypal']);
  const redirects = body.requiredGroup('redirect_urls');
  const [transaction, ...others] = body.list('transactions');
  if (!transaction) throw body.invalid('transactions', 'Required field missing');
  if (others.length > 0) throw PayPalError.named('NOT_IMPLEMENTED');
  const payment = commit.put<Payment>({
    object: 'payment',
    id: newPaymentId(),
    create_time: iso(createdAt),
    update_time: iso(createdAt),
    intent,
    state: 'created',
    failure_reason: null,
    ...readTransaction(transaction),
    return_url: redirects.url('return_url'),
    cancel_url: redirects.url('cancel_url'),
    buyer: null,
    expires_at: createdAt + settings.approvalMs,
    related: [],
  });
  return show(store, payment, 201);
}

function readTransaction(transaction: Fields) {
  return {
    ...readCartAmount(transaction),
    description: transaction.text('description') ?? null,
    custom: transaction.text('custom') ?? null,
    invoice_number: transaction.text('invoice_number') ?? null,
    item_list: transaction.object('item_list') ?? null,
  };
}
