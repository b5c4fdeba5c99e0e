import { randomInt } from 'node:crypto';

const PREFIX_DIGITS = 12;

/**
 * Up to a thousand card numbers that pass a gateway's check and stand for nobody. All of one set begin with the same twelve
 * digits, so that whatever they are looked for in has to be searched once and not a thousand times.
 */
export class Canaries {
  private readonly prefix = `4${digits(PREFIX_DIGITS - 1)}`;
  private used = 0;

  next(): string {
    const unchecked = `${this.prefix}${String(this.used++ % 1_000).padStart(3, '0')}`;
    return `${unchecked}${checkDigitOf(unchecked)}`;
  }

  /**
   * What gives any of them away, as people write it and in every disguise. Without the first digit: memory that was
   * freed begins with a few bytes of the allocator's, and the rest of a number is no less a leak.
   */
  needles(): Map<string, Buffer> {
    const written = ['', ' ', '-'].map((separator) => this.prefix.match(/.{4}/g)!.join(separator).slice(1));
    return new Map(written.flatMap((text) => [...disguises(text)]));
  }
}

/** A cvv has three digits, which are everywhere: it is looked for where its name stands before it. */
export const cvvNeedles = (cvv: string): Map<string, Buffer> =>
  new Map(['cvv":"', 'cvv=', '[cvc]='].flatMap((name) => [...disguises(`${name}${cvv}`)]));

export const aCvv = (): string => digits(3);

const digits = (count: number): string => Array.from({ length: count }, () => randomInt(10)).join('');

/** Luhn: every second digit from the right counts twice. */
function checkDigitOf(number: string): number {
  const sum = [...number].toReversed().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return (10 - (sum % 10)) % 10;
}

/** The forms in which a text may have been kept, by their names. */
export function disguises(text: string): Map<string, Buffer> {
  const bytes = Buffer.from(text);
  const each = (before: string) => [...bytes].map((byte) => before + byte.toString(16)).join('');
  const forms: Record<string, Buffer> = {
    'as it is': bytes,
    // Without the last byte: what is left is in both orders of bytes.
    'in UTF-16': Buffer.from(text, 'utf16le').subarray(0, -1),
    'in hex': Buffer.from(each('')),
    'in HEX': Buffer.from(each('').toUpperCase()),
    'in a URL': Buffer.from(each('%')),
    'in JSON escapes': Buffer.from(each('\\u00')),
  };
  for (const shift of [0, 1, 2]) {
    const base64 = base64Inside(bytes, shift);
    forms[`in base64, at ${shift}`] = Buffer.from(base64);
    forms[`in base64url, at ${shift}`] = Buffer.from(base64.replaceAll('+', '-').replaceAll('/', '_'));
  }
  return new Map(Object.entries(forms).map(([form, disguised]) => [`${text} ${form}`, disguised]));
}

/** What any base64 has in it of a text that begins so many bytes after a multiple of three, whatever surrounds it. */
function base64Inside(bytes: Buffer, shift: number): string {
  const base64 = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
  return base64.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
}
