import type { Charge, PaymentIntent } from './records.js';

/** How methods are to be used, with what Stripe says where nobody said anything. */
export function methodOptions({ payment_method_options: options }: PaymentIntent): object {
  return { card: { ...CARD_OPTIONS, ...options?.card } };
}

const CARD_OPTIONS = {
  installments: null,
  mandate_options: null,
  network: null,
  request_three_d_secure: 'automatic',
};

/** The method as it was charged, with what is the same for every card. */
export function chargedMethod({ amount, payment_method_details: { type, card } }: Charge): object {
  const overcapture = { maximum_amount_capturable: amount, status: 'unavailable' };
  return { type, card: { ...CHARGED_CARD, network: card.brand, overcapture, ...card } };
}

const CHARGED_CARD = {
  authorization_code: null,
  checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
  country: 'US',
  extended_authorization: { status: 'disabled' },
  incremental_authorization: { status: 'unavailable' },
  installments: null,
  mandate: null,
  network_token: { used: false },
  three_d_secure: null,
  wallet: null,
};
