import { z } from 'zod';
import { decimalsOf, type Money, toMajor, toMinor } from '../../../shared/money.js';

/** An amount as PayPal spells it: without a sign, an exponent or a separator. */
const decimal = z.string().regex(/^\d{1,12}(\.\d+)?$/);
const currency = z.string().regex(/^[A-Z]{3}$/);

const money = z.object({ text: decimal, currency }).transform(({ text, currency }, context): Money => {
  const amountMinor = toMinor(Number(text), currency);
  if (amountMinor !== undefined) return { amountMinor, currency };
  context.addIssue('not an amount of its currency');
  return z.NEVER;
});

/** Of sales, captures and refunds. */
export const total = z
  .object({ total: z.unknown(), currency: z.unknown() })
  .transform(({ total, currency }) => ({ text: total, currency }))
  .pipe(money);

/** Of fees. */
export const value = z
  .object({ value: z.unknown(), currency: z.unknown() })
  .transform(({ value, currency }) => ({ text: value, currency }))
  .pipe(money);

/** Of disputes, which are of a later API. */
export const valueOfCode = z
  .object({ value: z.unknown(), currency_code: z.unknown() })
  .transform(({ value, currency_code }) => ({ text: value, currency: currency_code }))
  .pipe(money);

/** developer.paypal.com/api/rest/reference/currency-codes, read 2026-11-28. */
const CURRENCIES: ReadonlySet<string> = new Set(
  'AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF ILS JPY MXN MYR NOK NZD PHP PLN SEK SGD THB TWD USD'.split(
    ' ',
  ),
);
/** PayPal takes whole ones only, although they have hundredths. */
const WHOLE: ReadonlySet<string> = new Set(['HUF', 'TWD']);

/** Whether PayPal takes the currency, and the amount in it. */
export const isPayable = ({ amountMinor, currency }: Money): boolean =>
  CURRENCIES.has(currency) && (!WHOLE.has(currency) || amountMinor % 100 === 0);

/** 15038 USD is `{total: '150.38', currency: 'USD'}`, 1200 JPY is `{total: '1200', currency: 'JPY'}`. */
export function totalOf({ amountMinor, currency }: Money): { total: string; currency: string } {
  const decimals = WHOLE.has(currency) && amountMinor % 100 === 0 ? 0 : decimalsOf(currency);
  return { total: toMajor(amountMinor, currency).toFixed(decimals), currency };
}
