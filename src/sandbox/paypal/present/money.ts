import { toText } from '../wire/amount.js';

/** The two forms of v1: `total` for what is paid, `value` for everything else. */
export function total(amount: number, currency: string): { total: string; currency: string } {
  return { total: toText(amount, currency), currency };
}

export function value(amount: number, currency: string): { value: string; currency: string } {
  return { value: toText(amount, currency), currency };
}

/** The form of the newer APIs, which disputes belong to. */
export function coded(amount: number, currency: string): { currency_code: string; value: string } {
  return { currency_code: currency, value: toText(amount, currency) };
}
