import type { Shredder } from './shredder.js';

export type FormField = readonly [name: string, value: Buffer | string | number];

/** What a form leaves as it is; all other bytes are percent-encoded, so text may be any UTF-8. */
const UNRESERVED: ReadonlySet<number> = new Set(
  Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.*'),
);
const HEX = Buffer.from('0123456789ABCDEF');
const [AMPERSAND, EQUALS, PERCENT] = [...Buffer.from('&=%')] as [number, number, number];

/** An `application/x-www-form-urlencoded` body in one buffer, which is kept for the shredder. */
export function formBody(fields: readonly FormField[], shredder: Shredder): Buffer {
  const parts = fields.map(([name, value]) => ({
    name: Buffer.from(name),
    value: Buffer.isBuffer(value) ? value : Buffer.from(String(value)),
  }));
  const room = parts.reduce((sum, { name, value }) => sum + name.length + 3 * value.length + 2, 0);
  const body = shredder.keep(Buffer.alloc(room));
  let end = 0;
  for (const { name, value } of parts) {
    if (end > 0) body[end++] = AMPERSAND;
    end += name.copy(body, end);
    body[end++] = EQUALS;
    for (const byte of value) end = writeEncoded(body, end, byte);
  }
  return body.subarray(0, end);
}

function writeEncoded(body: Buffer, at: number, byte: number): number {
  if (UNRESERVED.has(byte)) {
    body[at] = byte;
    return at + 1;
  }
  body[at] = PERCENT;
  body[at + 1] = HEX[byte >> 4]!;
  body[at + 2] = HEX[byte & 15]!;
  return at + 3;
}
