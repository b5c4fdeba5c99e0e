import { invalid } from '../wire/stripe-error.js';

/** docs.stripe.com/currencies, "Three-decimal currencies", read 2026-11-28. */
const THREE_DECIMALS: ReadonlySet<string> = new Set(['bhd', 'jod', 'kwd', 'omr', 'tnd']);

/** Of currencies with three decimals Stripe moves hundredths: the last digit has to be 0. */
export function requireWholeStep(param: string, amount: number, currency: string): void {
  if (!THREE_DECIMALS.has(currency) || amount % 10 === 0) return;
  throw invalid(param, `Invalid ${currency} amount: the least-significant digit must be 0.`);
}
