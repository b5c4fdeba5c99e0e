import { randomBytes } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** One call to the system's generator per 8 kB: it is the dearest part of an id. */
const POOL_BYTES = 8192;
/** The largest multiple of the alphabet's length in a byte; above it a letter would be more likely than another. */
const FAIR_BELOW = 248;

let pool = Buffer.alloc(0);
let position = 0;

/** An id as Stripe makes them: a prefix that says what it is, and letters and digits. */
export function newId(prefix: string, length = 24): string {
  return `${prefix}_${randomText(length)}`;
}

function randomText(length: number): string {
  let text = '';
  while (text.length < length) {
    const byte = nextByte();
    if (byte < FAIR_BELOW) text += ALPHABET[byte % ALPHABET.length];
  }
  return text;
}

function nextByte(): number {
  if (position >= pool.length) {
    pool = randomBytes(POOL_BYTES);
    position = 0;
  }
  return pool[position++] ?? 0;
}
