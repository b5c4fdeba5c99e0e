import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A time-ordered UUIDv7: made by the application, so that no sequence becomes a hot row. */
export const newId = (): string => v7();

/** `ORD-` and 10 random Crockford characters (50 bits): unguessable, and readable over the telephone. */
export function newOrderNumber(): string {
  const bytes = randomBytes(10);
  return `ORD-${Array.from(bytes, (byte) => CROCKFORD[byte & 31]).join('')}`;
}

/** A secret of 256 bits for tokens that are stored only as a hash. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The outside form of an id: `ref_` + the 128 bits in 26 Crockford characters, lower case (as TypeID spells it). */
export function publicId(prefix: string, id: string): string {
  let value = BigInt(`0x${id.replaceAll('-', '')}`);
  let text = '';
  for (let i = 0; i < 26; i++) {
    text = CROCKFORD[Number(value & 31n)]! + text;
    value >>= 5n;
  }
  return `${prefix}_${text.toLowerCase()}`;
}

/** The id behind its outside form; `undefined` for what is none of this prefix. */
export function privateId(prefix: string, publicForm: string): string | undefined {
  const text = publicForm.startsWith(`${prefix}_`) ? publicForm.slice(prefix.length + 1).toUpperCase() : '';
  const digits = Array.from(text, (character) => CROCKFORD.indexOf(character));
  if (digits.length !== 26 || digits.includes(-1)) return undefined;
  const value = digits.reduce((sum, digit) => (sum << 5n) | BigInt(digit), 0n);
  const hex = value.toString(16).padStart(32, '0');
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return isUuid(id) ? id : undefined;
}

export const isUuid = (text: string): boolean => UUID.test(text);
