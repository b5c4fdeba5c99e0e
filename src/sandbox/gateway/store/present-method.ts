import type { Charge } from './charge-records.js';
import type { Card, PaymentIntent, PaymentMethod } from './intent-records.js';

/** What a payment method is, under the name of its type. */
export function methodPart({ card, type }: PaymentMethod): object {
  return { [type]: card ? shownCard(card) : {} };
}

function shownCard(card: Card): object {
  return {
    checks: CHECKS,
    country: 'US',
    display_brand: card.brand,
    generated_from: null,
    networks: { available: [card.brand], preferred: null },
    regulated_status: 'unregulated',
    three_d_secure_usage: { supported: true },
    wallet: null,
    ...card,
  };
}

const CHECKS = { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' };

/** How methods are to be used, with what Stripe says where nobody said anything. */
export function methodOptions(intent: PaymentIntent): object {
  const { payment_method_options: options, payment_method_types: types } = intent;
  return {
    ...(types.includes('card') && { card: { ...CARD_OPTIONS, ...options?.card } }),
    ...(options?.customer_balance && { customer_balance: options.customer_balance }),
  };
}

const CARD_OPTIONS = {
  installments: null,
  mandate_options: null,
  network: null,
  request_three_d_secure: 'automatic',
};

/** The method as it was charged, with what is the same for every card. */
export function chargedMethod({ amount, payment_method_details: method }: Charge): object {
  if (method.type !== 'card') return method;
  const { card, type } = method;
  const overcapture = { maximum_amount_capturable: amount, status: 'unavailable' };
  return { type, card: { ...CHARGED_CARD, network: card.brand, overcapture, ...card } };
}

const CHARGED_CARD = {
  authorization_code: null,
  checks: CHECKS,
  country: 'US',
  extended_authorization: { status: 'disabled' },
  incremental_authorization: { status: 'unavailable' },
  installments: null,
  mandate: null,
  network_token: { used: false },
  three_d_secure: null,
  wallet: null,
};
