import { createHmac, randomBytes } from 'node:crypto';

/**
 * Fingerprints tell two cards apart without telling the number. The salt dies with the process: what is on disk cannot
 * be turned back into a number by trying them all.
 */
const SALT = randomBytes(32);

const BRANDS: readonly [pattern: RegExp, brand: string][] = [
  [/^4/, 'visa'],
  [/^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, 'mastercard'],
  [/^3[47]/, 'amex'],
  [/^(6011|64[4-9]|65)/, 'discover'],
  [/^(30[0-5]|36|38|39)/, 'diners'],
  [/^35/, 'jcb'],
  [/^62/, 'unionpay'],
];

export function hasCardLength(number: string): boolean {
  return /^\d{12,19}$/.test(number);
}

/** Luhn's check digit: every second digit from the right counts double. */
export function passesLuhn(number: string): boolean {
  let sum = 0;
  for (let index = 0; index < number.length; index++) {
    const digit = Number(number[number.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

export function brandOf(number: string): string {
  return BRANDS.find(([pattern]) => pattern.test(number))?.[1] ?? 'unknown';
}

export function fingerprintOf(number: string): string {
  return createHmac('sha256', SALT).update(number).digest('base64url').replaceAll(/[-_]/g, '').slice(0, 16);
}
