/** Integer minor units of an ISO 4217 currency: 150.38 USD is `{ amountMinor: 15038, currency: 'USD' }`. */
export interface Money {
  readonly amountMinor: number;
  readonly currency: string;
}

/**
 * The currencies whose smallest unit is not a hundredth (ISO 4217, list one of 2026-01-01). Not asked of Intl: ICU tells
 * what people still use in cash, so it has no decimals for HUF, COP, IDR or RSD, and gateways do.
 */
const DECIMALS: Readonly<Record<string, number>> = {
  ...decimals(0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'),
  ...decimals(3, 'BHD IQD JOD KWD LYD OMR TND'),
  ...decimals(4, 'CLF UYW'),
};

/** Decimals of a currency after ISO 4217: USD 2, JPY 0, KWD 3. */
export const decimalsOf = (currency: string): number => DECIMALS[currency] ?? 2;

/** The JSON number of the contract: 15038 USD becomes 150.38. Exact, as the nearest double prints back. */
export function toMajor(amountMinor: number, currency: string): number {
  return amountMinor / 10 ** decimalsOf(currency);
}

/** A contract number back into minor units; `undefined` where it has more decimals than the currency. */
export function toMinor(amount: number, currency: string): number | undefined {
  const scaled = amount * 10 ** decimalsOf(currency);
  const rounded = Math.round(scaled);
  // What somebody has added up in floats is a hair off; of large amounts, scaling alone is.
  const isMeant = Math.abs(scaled - rounded) < 1e-6 || toMajor(rounded, currency) === amount;
  return Number.isSafeInteger(rounded) && isMeant ? rounded : undefined;
}

/** For people: `$150.38`. */
export function formatMoney(amountMinor: number, currency: string, locale?: string): string {
  return moneyFormat(currency, locale).format(toMajor(amountMinor, currency));
}

/** Making one takes a hundred times as long as using it; there are as many as currencies and locales in use. */
const formats = new Map<string, Intl.NumberFormat>();

/** How amounts of a currency are written for people, with the decimals of ISO 4217. */
export function moneyFormat(currency: string, locale = 'en-US'): Intl.NumberFormat {
  const key = `${locale} ${currency}`;
  const known = formats.get(key);
  if (known) return known;
  const digits = decimalsOf(currency);
  const decimals = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency, ...decimals });
  formats.set(key, format);
  return format;
}

/**
 * A rate in basis points (800 = 8 %, 887.5 = 8.875 %; at most two decimals) of an amount that is not below zero, rounded
 * half-up. The one place where money is rounded.
 */
export function shareHalfUp(amountMinor: number, basisPoints: number): number {
  const perMillion = BigInt(Math.round(basisPoints * 100));
  return Number((BigInt(amountMinor) * perMillion + 500_000n) / 1_000_000n);
}

/** The JSON number of a rate, in percent: 887.5 basis points are 8.875. */
export const toPercent = (basisPoints: number): number => Math.round(basisPoints * 100) / 10_000;

/**
 * Splits an amount over weights without losing or inventing a cent: floors first, then the largest
 * remainders get one each, earlier lines first among equals. Weights of zero get nothing; an amount below zero
 * (a discount) is split as its opposite.
 */
export function splitByLargestRemainder(amountMinor: number, weights: readonly number[]): number[] {
  if (amountMinor < 0) return splitByLargestRemainder(-amountMinor, weights).map((share) => 0 - share);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (sum === 0) return weights.map(() => 0);
  const exact = weights.map((weight) => BigInt(amountMinor) * BigInt(weight));
  const floors = exact.map((value) => Number(value / BigInt(sum)));
  let left = amountMinor - floors.reduce((total, share) => total + share, 0);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value % BigInt(sum) }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  for (const { index } of byRemainder) {
    if (left === 0) break;
    floors[index]! += 1;
    left -= 1;
  }
  return floors;
}

function decimals(count: number, currencies: string): Record<string, number> {
  return Object.fromEntries(currencies.split(' ').map((currency) => [currency, count]));
}
