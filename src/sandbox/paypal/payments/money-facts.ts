import type { Authorization, Payment, Refund, Taking } from '../store/records.js';

/** What every journal entry about money says, besides its amount. */
export function paymentFacts({ id, currency, custom, invoice_number }: Payment): object {
  return { payment: id, currency, custom, invoice_number };
}

export function authorizationFacts(authorization: Authorization): object {
  const { id, payment, currency, custom, invoice_number } = authorization;
  return { payment, authorization: id, currency, custom, invoice_number };
}

export function takingFacts(taking: Taking): object {
  const { object, id, payment, currency, custom, invoice_number } = taking;
  const origin = object === 'capture' ? { authorization: taking.authorization } : {};
  return { payment, ...origin, [object]: id, currency, custom, invoice_number };
}

/** With the references of the refund itself. */
export function refundFacts(taking: Taking, refund: Refund): object {
  const { id, amount, custom, invoice_number, state } = refund;
  return { ...takingFacts(taking), refund: id, amount, custom, invoice_number, state };
}
