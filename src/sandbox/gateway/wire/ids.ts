import { randomText } from '../../provider/random-text.js';

/** An id as Stripe makes them: a prefix that says what it is, and letters and digits. */
export function newId(prefix: string, length = 24): string {
  return `${prefix}_${randomText(length)}`;
}
