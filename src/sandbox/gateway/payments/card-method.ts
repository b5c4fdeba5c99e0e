import type { Card, PaymentMethod } from '../store/intent-records.js';
import { CARD_BY_NUMBER, CARD_TOKENS, type StandIn } from '../test-cards.js';
import { brandOf, fingerprintOf, hasCardLength, passesLuhn } from '../wire/card-number.js';
import type { Params } from '../wire/params.js';
import { missing, noSuch, StripeError } from '../wire/stripe-error.js';

/** What a card adds to a payment method. */
type CardPart = Pick<PaymentMethod, 'sandbox'> & { card: Card };
type Expiry = Pick<Card, 'exp_month' | 'exp_year'>;

const CARD_PARAMS = ['number', 'exp_month', 'exp_year', 'cvc', 'token'];
/** Test tokens never expire while the sandbox is in use. */
const TOKEN_EXPIRY: Expiry = { exp_month: 12, exp_year: new Date().getUTCFullYear() + 3 };
/** A phone shows the shop the end of a number of its own, never that of the card. */
const DEVICE_LAST4 = '7373';
const NOT_A_NUMBER = 'The card number is not a valid credit card number.';

/** A card by its number or by a token. A past expiry is let through: the gateway judges it when money is asked for. */
export function readCard(params: Params): CardPart {
  params.group('card')?.allowOnly(CARD_PARAMS, 'card');
  const token = params.text('card[token]');
  if (token) return readToken(token);
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
  return cardPart(number, expiry);
}

export function cardOf({ number, wallet }: StandIn): CardPart {
  const { card, sandbox } = cardPart(number, TOKEN_EXPIRY);
  if (!wallet) return { card, sandbox };
  return { card: { ...card, wallet: { type: wallet, dynamic_last4: DEVICE_LAST4, apple_pay: {} } }, sandbox };
}

function readToken(token: string): CardPart {
  const standIn = CARD_TOKENS.get(token);
  if (!standIn) throw noSuch('token', token, 'card[token]', 400);
  return cardOf(standIn);
}

function readExpiry(params: Params): Expiry {
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

function cardPart(number: string, expiry: Expiry): CardPart {
  const known = CARD_BY_NUMBER.get(number);
  return {
    card: {
      brand: known?.brand ?? brandOf(number),
      funding: known?.funding ?? 'credit',
      last4: number.slice(-4),
      ...expiry,
      fingerprint: fingerprintOf(number),
    },
    sandbox: { behaviour: known?.behaviour ?? 'succeeds' },
  };
}

function cardError(code: string, message: string, param: string): StripeError {
  return new StripeError(402, { type: 'card_error', code, message, param });
}
