import type { Answer, Call } from '../api/call.js';
import type { Authorization, Payment, Sale } from '../store/records.js';
import { buyerOf, type TestBuyer } from '../test-buyers.js';
import { newId } from '../wire/ids.js';
import { PayPalError } from '../wire/paypal-error.js';
import { iso, now } from '../wire/time.js';
import { findPayment } from './find.js';
import { paymentFacts } from './money-facts.js';
import { show } from './show.js';
import { take } from './take-money.js';

const AUTHORIZED_MS = 29 * 24 * 3_600_000;

/** `POST /v1/payments/payment/:id/execute`: takes the money that the buyer has approved, or a promise of it. */
export function executePayment(call: Call): Answer {
  const payment = findPayment(call);
  const buyer = requireExecutable(call, payment);
  if (buyer.pays === 'never') throw refuseInstrument(call, payment);
  const approved: Payment = { ...payment, state: 'approved', update_time: now() };
  const resource = payment.intent === 'sale' ? sell(call, approved, buyer) : authorize(call, approved);
  const done = call.commit.put<Payment>({ ...approved, related: [resource.id] });
  return show(call.store, done);
}

function requireExecutable({ body }: Call, payment: Payment): TestBuyer {
  if (payment.state === 'approved') throw PayPalError.named('PAYMENT_ALREADY_DONE');
  if (payment.state === 'failed')
    throw PayPalError.named(payment.failure_reason === null ? 'PAYMENT_EXPIRED' : 'PAYMENT_STATE_INVALID');
  // PayPal would take a new amount here; charging the old one in silence would be worse than refusing.
  if (body.has('transactions')) throw PayPalError.named('NOT_IMPLEMENTED');
  const payerId = body.requiredText('payer_id');
  const buyer = buyerOf(payment);
  if (!buyer) throw PayPalError.named('PAYMENT_NOT_APPROVED_FOR_EXECUTION');
  if (payerId !== buyer.payerId) throw PayPalError.named('INVALID_PAYER_ID');
  return buyer;
}

function refuseInstrument({ commit }: Call, payment: Payment): PayPalError {
  const reason = 'INSTRUMENT_DECLINED';
  commit.put<Payment>({
    ...payment,
    state: 'failed',
    failure_reason: 'UNABLE_TO_COMPLETE_TRANSACTION',
    update_time: now(),
  });
  commit.journal('decline', { ...paymentFacts(payment), amount: payment.amount, reason });
  return PayPalError.named(reason);
}

function sell(call: Call, payment: Payment, buyer: TestBuyer): Sale {
  const { id, amount, currency, custom, invoice_number, update_time: time } = payment;
  return take<Sale>(call, buyer, {
    object: 'sale',
    id: newId(),
    create_time: time,
    update_time: time,
    state: 'completed',
    reason_code: null,
    amount,
    currency,
    fee: 0,
    returned: 0,
    payment: id,
    custom,
    invoice_number,
  });
}

function authorize({ commit }: Call, payment: Payment): Authorization {
  const { id, amount, currency, custom, invoice_number, update_time: time } = payment;
  const authorization = commit.put<Authorization>({
    object: 'authorization',
    id: newId(),
    create_time: time,
    update_time: time,
    state: 'authorized',
    amount,
    captured: 0,
    currency,
    payment: id,
    custom,
    invoice_number,
    valid_until: iso(Date.now() + AUTHORIZED_MS),
  });
  commit.journal('authorization', { ...paymentFacts(payment), authorization: authorization.id, amount });
  commit.emit('PAYMENT.AUTHORIZATION.CREATED', authorization);
  return authorization;
}
