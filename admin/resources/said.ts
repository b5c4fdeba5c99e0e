import { formatMoney } from '../../src/shared/money.js';

/** Nothing where there is nothing: a zero is read as an amount. */
export const moneyOrNone = (amountMinor: number, currency: string): string | null =>
  amountMinor === 0 ? null : formatMoney(amountMinor, currency);

/** `2 × prod_mug`, line by line. */
export const unitsOf = (lines: readonly { productId: string; quantity: number }[]): string =>
  lines.map(({ productId, quantity }) => `${quantity} × ${productId}`).join(', ');

/** What a row knows beside its columns, as it is stored. */
export const factsOf = (facts: object): string =>
  Object.keys(facts).length === 0 ? '' : JSON.stringify(facts, null, 2);
