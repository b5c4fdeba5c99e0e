import type { Answer, Call } from '../api/call.js';
import type { Authorization, Capture, Payment } from '../store/records.js';
import { buyerOf } from '../test-buyers.js';
import { newId } from '../wire/ids.js';
import { PayPalError } from '../wire/paypal-error.js';
import { now } from '../wire/time.js';
import { found } from './find.js';
import { authorizationFacts } from './money-facts.js';
import { relate } from './relate.js';
import { show } from './show.js';
import { take } from './take-money.js';

/** `POST /v1/payments/authorization/:id/capture`: takes a part of what is authorized, until it is used up or let go. */
export function captureAuthorization(call: Call): Answer {
  const { body, commit, store } = call;
  const authorization = found(store.authorizations.get(call.id));
  if (authorization.state === 'voided') throw PayPalError.named('AUTHORIZATION_VOIDED');
  if (authorization.state === 'captured') throw PayPalError.named('AUTHORIZATION_ALREADY_COMPLETED');
  const amount = readAmount(call, authorization);
  const isFinal = body.flag('is_final_capture');
  const invoiceNumber = body.text('invoice_number') ?? authorization.invoice_number;
  const captured = authorization.captured + amount;
  const isUsedUp = isFinal || captured === authorization.amount;
  commit.put<Authorization>({
    ...authorization,
    captured,
    state: isUsedUp ? 'captured' : 'partially_captured',
    update_time: now(),
  });
  const payment = found(store.payments.get(authorization.payment));
  const capture = takeCapture(call, authorization, payment, {
    amount,
    is_final_capture: isFinal,
    invoice_number: invoiceNumber,
  });
  relate(commit, payment, capture);
  return show(store, capture, 201);
}

/** `POST /v1/payments/authorization/:id/void`: lets go of what was authorized and not captured. */
export function voidAuthorization({ commit, id, store }: Call): Answer {
  const authorization = found(store.authorizations.get(id));
  if (authorization.state === 'voided') throw PayPalError.named('AUTHORIZATION_VOIDED');
  if (authorization.state === 'captured') throw PayPalError.named('AUTHORIZATION_CANNOT_BE_VOIDED');
  const voided = commit.put<Authorization>({ ...authorization, state: 'voided', update_time: now() });
  commit.journal('void', { ...authorizationFacts(voided), amount: voided.amount - voided.captured });
  commit.emit('PAYMENT.AUTHORIZATION.VOIDED', voided);
  return show(store, voided);
}

function readAmount({ body }: Call, authorization: Authorization): number {
  const fields = body.requiredGroup('amount');
  if (fields.currency('currency') !== authorization.currency) throw PayPalError.named('CURRENCY_MISMATCH');
  const amount = fields.positiveAmount('total', authorization.currency);
  if (amount > authorization.amount - authorization.captured)
    throw PayPalError.named('CAPTURE_AMOUNT_LIMIT_EXCEEDED');
  return amount;
}

function takeCapture(
  call: Call,
  { id, currency, custom }: Authorization,
  payment: Payment,
  wish: Pick<Capture, 'amount' | 'is_final_capture' | 'invoice_number'>,
): Capture {
  const time = now();
  return take<Capture>(call, found(buyerOf(payment)), {
    object: 'capture',
    id: newId(),
    create_time: time,
    update_time: time,
    state: 'completed',
    reason_code: null,
    ...wish,
    currency,
    fee: 0,
    returned: 0,
    payment: payment.id,
    authorization: id,
    custom,
  });
}
