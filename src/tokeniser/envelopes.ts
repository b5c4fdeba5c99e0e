import { createPublicKey, diffieHellman, type KeyObject, webcrypto } from 'node:crypto';
import { concatKdf } from './concat-kdf.js';
import { type Jwe, parseJwe } from './jwe.js';
import type { KeyRing } from './key-ring.js';
import { unreadable } from './refusal.js';
import type { Shredder } from './shredder.js';

/** How far a client's clock may run ahead of ours. */
const FUTURE_TOLERANCE_SECONDS = 60;

/** Opens compact JWEs that were made for one of our keys a short while ago: `ECDH-ES` on P-256 with `A256GCM`. */
export class Envelopes {
  constructor(
    private readonly keys: KeyRing,
    private readonly maxAgeSeconds: number,
  ) {}

  /** The plaintext; it and what it was opened with are kept for the shredder. Refuses what does not open. */
  async open(compact: string, shredder: Shredder): Promise<Buffer> {
    const jwe = parseJwe(compact);
    const privateKey = this.keys.privateKey(jwe.header.kid);
    const ageSeconds = Date.now() / 1000 - jwe.header.iat;
    if (ageSeconds < -FUTURE_TOLERANCE_SECONDS || ageSeconds > this.maxAgeSeconds) throw unreadable();
    try {
      return shredder.keep(await decrypt(jwe, contentKey(jwe, privateKey, shredder)));
    } catch {
      throw unreadable();
    }
  }
}

/** The import of a point that is not on the curve fails: a secret shared with one would give our key away bit by bit. */
function contentKey({ header }: Jwe, privateKey: KeyObject, shredder: Shredder): Buffer {
  const publicKey = createPublicKey({ key: header.epk, format: 'jwk' });
  const sharedSecret = shredder.keep(diffieHellman({ privateKey, publicKey }));
  const { enc: algorithm, apu, apv } = header;
  return shredder.keep(concatKdf(sharedSecret, { algorithm, keyBits: 256, apu, apv }));
}

/** By Web Crypto: a `Decipher` of Node leaves a second copy of what it returns in freed memory (measured, Node 24). */
async function decrypt({ iv, aad, sealed }: Jwe, contentKey: Buffer): Promise<Buffer> {
  const { subtle } = webcrypto;
  const key = await subtle.importKey('raw', contentKey, 'AES-GCM', false, ['decrypt']);
  const algorithm = { name: 'AES-GCM', iv, additionalData: aad, tagLength: 128 };
  return Buffer.from(await subtle.decrypt(algorithm, key, sealed));
}
