import { CARD_BY_NUMBER, CARD_BY_TOKEN, type TestCard } from '../test-cards.js';
import type { Answer, Call } from '../api/call.js';
import { present } from '../store/present.js';
import type { PaymentMethod } from '../store/records.js';
import { brandOf, fingerprintOf, hasCardLength, passesLuhn } from '../wire/card-number.js';
import { newId } from '../wire/ids.js';
import { Params } from '../wire/params.js';
import { invalid, missing, noSuch, StripeError } from '../wire/stripe-error.js';
import { seconds } from '../wire/time.js';

/** Test tokens never expire while the sandbox is in use. */
const TOKEN_EXPIRY = { exp_month: 12, exp_year: new Date().getUTCFullYear() + 3 };

/** `POST /v1/payment_methods`: the only place that sees a card number; it keeps what can be told from it. */
export function createPaymentMethod(call: Call): Answer {
  const type = call.params.requiredText('type');
  if (type !== 'card') throw invalid('type', `Invalid type: must be card, the sandbox knows no ${type}`);
  const method = call.commit.put(readCard(call.params));
  return { body: present(method), intent: null };
}

export function retrievePaymentMethod(call: Call): Answer {
  const card = CARD_BY_TOKEN.get(call.id);
  const method = card ? fromToken(card, call.id) : call.store.payment_methods.get(call.id);
  if (!method) throw noSuch('PaymentMethod', call.id, 'payment_method');
  return { body: present(method), intent: null };
}

/** The method that a create or confirm names, by id, by test token or by the card itself. Not yet stored. */
export function namedMethod(call: Call): PaymentMethod | undefined {
  const data = call.params.group('payment_method_data');
  if (data) return readCard(data);
  const id = call.params.text('payment_method');
  if (!id) return undefined;
  const card = CARD_BY_TOKEN.get(id);
  const method = card ? fromToken(card) : call.store.payment_methods.get(id);
  if (!method) throw noSuch('PaymentMethod', id, 'payment_method', 400);
  return method;
}

/** As Stripe does, a token becomes a payment method of its own each time it is used. */
function fromToken(card: TestCard, id = newId('pm')): PaymentMethod {
  return describe(id, card.number, TOKEN_EXPIRY, new Params({}));
}

/** A past expiry is let through: the gateway judges it when money is asked for, as a bank would. */
function readCard(params: Params): PaymentMethod {
  const number = params.text('card[number]')?.replaceAll(/[\s-]/g, '');
  if (!number) throw missing('card[number]');
  if (!hasCardLength(number)) throw cardError('invalid_number', NOT_A_NUMBER, 'number');
  if (!passesLuhn(number)) throw cardError('incorrect_number', 'Your card number is incorrect.', 'number');
  const expiry = readExpiry(params);
  const cvc = params.text('card[cvc]');
  const cvcLength = brandOf(number) === 'amex' ? 4 : 3;
  if (cvc !== undefined && !(/^\d+$/.test(cvc) && cvc.length === cvcLength)) {
    throw cardError('invalid_cvc', "Your card's security code is invalid.", 'cvc');
  }
  return describe(newId('pm'), number, expiry, params);
}

const NOT_A_NUMBER = 'The card number is not a valid credit card number.';

function readExpiry(params: Params): { exp_month: number; exp_year: number } {
  const month = params.requiredInteger('card[exp_month]');
  const year = params.requiredInteger('card[exp_year]');
  if (month < 1 || month > 12) {
    throw cardError('invalid_expiry_month', "Your card's expiration month is invalid.", 'exp_month');
  }
  const fullYear = year < 100 ? 2000 + year : year;
  if (fullYear < 1970 || fullYear > new Date().getUTCFullYear() + 50) {
    throw cardError('invalid_expiry_year', "Your card's expiration year is invalid.", 'exp_year');
  }
  return { exp_month: month, exp_year: fullYear };
}

function describe(
  id: string,
  number: string,
  expiry: { exp_month: number; exp_year: number },
  params: Params,
): PaymentMethod {
  const known = CARD_BY_NUMBER.get(number);
  return {
    object: 'payment_method',
    id,
    created: seconds(),
    card: {
      brand: known?.brand ?? brandOf(number),
      funding: known?.funding ?? 'credit',
      last4: number.slice(-4),
      ...expiry,
      fingerprint: fingerprintOf(number),
    },
    billing_details: {
      address: null,
      email: params.text('billing_details[email]') ?? null,
      name: params.text('billing_details[name]') ?? null,
      phone: null,
    },
    metadata: params.metadata(),
    sandbox: { behaviour: known?.behaviour ?? 'succeeds' },
  };
}

function cardError(code: string, message: string, param: string): StripeError {
  return new StripeError(402, { type: 'card_error', code, message, param });
}
