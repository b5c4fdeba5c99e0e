/** developer.paypal.com/api/rest/reference/currency-codes, read 2026-11. */
const CURRENCIES: ReadonlySet<string> = new Set(
  'AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF ILS JPY MXN MYR NOK NZD PHP PLN SEK SGD THB TWD USD'.split(
    ' ',
  ),
);
const WITHOUT_DECIMALS: ReadonlySet<string> = new Set(['HUF', 'JPY', 'TWD']);

export function isCurrency(currency: string): boolean {
  return CURRENCIES.has(currency);
}

export function decimalsOf(currency: string): 0 | 2 {
  return WITHOUT_DECIMALS.has(currency) ? 0 : 2;
}

/** "20", "20.5" and "20.50" in minor units; undefined for what PayPal refuses. At most seven digits before the point. */
export function toMinor(text: string, currency: string): number | undefined {
  const match = /^(-?)(\d{1,7})(?:\.(\d{1,2}))?$/.exec(text);
  if (!match) return undefined;
  const [, sign, whole = '', decimals = ''] = match;
  if (decimals.length > decimalsOf(currency)) return undefined;
  const minor = Number(whole + decimals.padEnd(decimalsOf(currency), '0'));
  return sign ? -minor : minor;
}

export function toText(minor: number, currency: string): string {
  return (minor / 10 ** decimalsOf(currency)).toFixed(decimalsOf(currency));
}
