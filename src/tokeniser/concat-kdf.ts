import { createHash } from 'node:crypto';

export interface KdfInfo {
  /** The `enc` of the header: with `ECDH-ES` the derived key encrypts the content itself. */
  readonly algorithm: string;
  /** At most 256: one round of SHA-256 gives no more. */
  readonly keyBits: number;
  readonly apu: Buffer;
  readonly apv: Buffer;
}

/** The key that both sides derive from their shared secret: Concat KDF of NIST SP 800-56A as RFC 7518, 4.6.2 has it. */
export function concatKdf(sharedSecret: Buffer, { algorithm, keyBits, apu, apv }: KdfInfo): Buffer {
  const hash = createHash('sha256').update(uint32(1)).update(sharedSecret);
  for (const part of [Buffer.from(algorithm), apu, apv]) hash.update(uint32(part.length)).update(part);
  return hash
    .update(uint32(keyBits))
    .digest()
    .subarray(0, keyBits / 8);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
