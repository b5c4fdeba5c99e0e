import { z } from 'zod';
import { unreadable } from './refusal.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const BASE64URL = /^[\w-]*$/;
const octets = z
  .string()
  .regex(BASE64URL)
  .default('')
  .transform((text) => Buffer.from(text, 'base64url'));
/** 32 bytes, leading zeros included (RFC 7518, 6.2.1.2). */
const coordinate = z.string().regex(/^[\w-]{43}$/);
const absent = z.never().optional();

/** Nothing is negotiable: what is not named here is ignored, or refused where ignoring it would change the meaning. */
const header = z.object({
  alg: z.literal('ECDH-ES'),
  enc: z.literal('A256GCM'),
  kid: z.string(),
  /** Ours, in seconds: what was recorded long ago is not opened. */
  iat: z.number(),
  epk: z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: coordinate, y: coordinate }),
  apu: octets,
  apv: octets,
  zip: absent,
  crit: absent,
});

export interface Jwe {
  readonly header: z.infer<typeof header>;
  readonly iv: Buffer;
  /** Ciphertext and tag. */
  readonly sealed: Buffer;
  /** What is authenticated beside the ciphertext: the protected header as it was sent. */
  readonly aad: Buffer;
}

/** Takes a compact JWE apart (RFC 7516, 7.1). With `ECDH-ES` the second part, an encrypted key, is empty. */
export function parseJwe(compact: string): Jwe {
  const parts = compact.split('.');
  const [protectedHeader = '', encryptedKey, ...body] = parts;
  if (parts.length !== 5 || encryptedKey !== '' || !parts.every((part) => BASE64URL.test(part))) {
    throw unreadable();
  }
  const [iv, ciphertext, tag] = body.map((part) => Buffer.from(part, 'base64url')) as [
    Buffer,
    Buffer,
    Buffer,
  ];
  if (iv.length !== NONCE_BYTES || tag.length !== TAG_BYTES) throw unreadable();
  return {
    header: parseHeader(protectedHeader),
    iv,
    sealed: Buffer.concat([ciphertext, tag]),
    aad: Buffer.from(protectedHeader),
  };
}

function parseHeader(part: string): Jwe['header'] {
  try {
    return header.parse(JSON.parse(Buffer.from(part, 'base64url').toString()));
  } catch {
    throw unreadable();
  }
}
