import { randomBytes } from 'node:crypto';

const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** One call to the system's generator per 8 kB: it is the dearest part of an id. */
const POOL_BYTES = 8192;

let pool = Buffer.alloc(0);
let position = 0;

/** Random text of an alphabet of at most 256 characters, each as likely as another. */
export function randomText(length: number, alphabet = LETTERS_AND_DIGITS): string {
  // Above the largest multiple of the alphabet's length a letter would be more likely than another.
  const fairBelow = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < length) {
    const byte = nextByte();
    if (byte < fairBelow) text += alphabet[byte % alphabet.length];
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
