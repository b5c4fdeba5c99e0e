import { toMinor } from '../../shared/money.js';

/**
 * The limit in a currency, in minor units; `null` where nothing is limited at all. `amounts` are major units by currency,
 * `*` is every currency that is not named: as soon as one has a limit, one that nobody has thought of has the strictest, 0.
 */
export function limitIn(amounts: Readonly<Record<string, number>>, currency: string): number | null {
  if (Object.keys(amounts).length === 0) return null;
  const major = amounts[currency] ?? amounts['*'] ?? 0;
  return toMinor(major, currency) ?? 0;
}
