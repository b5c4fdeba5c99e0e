import {
  METHOD_TYPES,
  type MethodType,
  type PaymentIntent,
  type PaymentMethod,
} from '../store/intent-records.js';
import type { Params } from '../wire/params.js';
import { invalid, missing, StripeError } from '../wire/stripe-error.js';

/** The currencies that a type of method is limited to; a card takes any. */
const CURRENCIES: Partial<Record<MethodType, readonly string[]>> = {
  crypto: ['usd'],
  customer_balance: ['usd', 'eur', 'gbp', 'jpy'],
};

type MethodChoice = Pick<
  PaymentIntent,
  'allowed_payment_method_types' | 'automatic_payment_methods' | 'payment_method_types'
>;

/**
 * How an intent may be paid. Without a list Stripe takes what fits, which may redirect, since version 2023-08-16; a
 * list is called allowed by newer versions, and the sandbox speaks to both.
 */
export function readMethodTypes(params: Params, currency: string, customer: string | null): MethodChoice {
  const listed = readList(params, 'payment_method_types', currency);
  const allowed = readList(params, 'allowed_payment_method_types', currency);
  if (listed.length + allowed.length > 0) {
    return {
      automatic_payment_methods: null,
      payment_method_types: [...listed, ...allowed],
      ...(allowed.length > 0 && { allowed_payment_method_types: allowed }),
    };
  }
  const automatic = readAutomaticMethods(params);
  const fitting = METHOD_TYPES.filter(
    (type) =>
      type === 'card' ||
      (automatic !== null && takes(type, currency) && fits(type, automatic.allow_redirects, customer)),
  );
  return { automatic_payment_methods: automatic, payment_method_types: fitting };
}

/** Refuses a method that the intent does not take, as Stripe does at confirm. */
export function requireTaken(intent: PaymentIntent, { type }: PaymentMethod): void {
  const { capture_method: captured, customer, payment_method_types: types } = intent;
  if (!types.includes(type)) {
    throw new StripeError(400, {
      type: 'invalid_request_error',
      code: 'payment_intent_incompatible_payment_method',
      message:
        `The PaymentMethod provided (${type}) is not allowed for this PaymentIntent. Please attach a PaymentMethod ` +
        `with one of the following types: ${types.join(', ')}.`,
      param: 'payment_method',
    });
  }
  if (type !== 'card' && captured === 'manual') {
    throw invalid('capture_method', `The payment method type ${type} does not support manual capture.`);
  }
  if (type === 'customer_balance' && !customer) throw missing('customer');
}

function readList(params: Params, name: string, currency: string): MethodType[] {
  return params.list(name).map((text) => {
    const type = METHOD_TYPES.find((known) => known === text);
    if (!type) {
      const message = `The payment method type "${text}" is invalid. Please ensure the provided type is activated.`;
      throw invalid(name, message);
    }
    if (takes(type, currency)) return type;
    throw invalid(
      name,
      `The currency provided (${currency}) is invalid for one or more payment method types: ${type}.`,
    );
  });
}

function readAutomaticMethods(params: Params): PaymentIntent['automatic_payment_methods'] {
  if (params.flag('automatic_payment_methods[enabled]') === false) return null;
  const redirects = params.choice('automatic_payment_methods[allow_redirects]', ['always', 'never']);
  return { enabled: true, allow_redirects: redirects ?? 'always' };
}

function takes(type: MethodType, currency: string): boolean {
  return CURRENCIES[type]?.includes(currency) ?? true;
}

function fits(type: MethodType, redirects: string, customer: string | null): boolean {
  return type === 'crypto' ? redirects === 'always' : customer !== null;
}
