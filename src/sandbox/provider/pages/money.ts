/** An amount as a person reads it; a provider whose smallest unit is not the currency's own says how many decimals it has. */
export function money(amount: number, currency: string, decimals?: number): string {
  try {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    return format.format(amount / 10 ** (decimals ?? format.resolvedOptions().maximumFractionDigits ?? 2));
  } catch {
    return `${amount} ${currency}`;
  }
}
