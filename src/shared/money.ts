/** Integer minor units of an ISO 4217 currency: 150.38 USD is `{ amountMinor: 15038, currency: 'USD' }`. */
export interface Money {
  readonly amountMinor: number;
  readonly currency: string;
}

const decimalsByCurrency = new Map<string, number>();

/** Decimals of a currency after ISO 4217, as ICU ships them: USD 2, JPY 0, KWD 3. */
export function decimalsOf(currency: string): number {
  const known = decimalsByCurrency.get(currency);
  if (known !== undefined) return known;
  const decimals =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  decimalsByCurrency.set(currency, decimals);
  return decimals;
}

/** The JSON number of the contract: 15038 USD becomes 150.38. Exact, as the nearest double prints back. */
export function toMajor(amountMinor: number, currency: string): number {
  return amountMinor / 10 ** decimalsOf(currency);
}

/** A contract number back into minor units; `undefined` where it has more decimals than the currency. */
export function toMinor(amount: number, currency: string): number | undefined {
  const scaled = amount * 10 ** decimalsOf(currency);
  const rounded = Math.round(scaled);
  return Number.isSafeInteger(rounded) && Math.abs(scaled - rounded) < 1e-6 ? rounded : undefined;
}

/** For people: `$150.38`. */
export function formatMoney(amountMinor: number, currency: string, locale = 'en-US'): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(
    toMajor(amountMinor, currency),
  );
}

/** A rate in basis points (800 = 8 %) of an amount, rounded half-up. The one place where money is rounded. */
export function shareHalfUp(amountMinor: number, basisPoints: number): number {
  return Number((BigInt(amountMinor) * BigInt(basisPoints) + 5_000n) / 10_000n);
}

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
