import { Inject, Injectable } from '@nestjs/common';
import { type CryptoKey, importJWK, type JWK } from 'jose';
import { z } from 'zod';
import { CONFIG, type Config, ConfigError, readConfigFile } from '../../config.js';

const keySet = z.object({
  keys: z
    .array(
      z.object({
        kty: z.literal('EC'),
        crv: z.literal('P-256'),
        kid: z.string().min(1),
        x: z.string(),
        y: z.string(),
        d: z.string(),
      }),
    )
    .min(1),
});

/** The keys that card data is encrypted with. The last of the file is the newest; all of them still decrypt. */
@Injectable()
export class CardKeys {
  /** A JWKS without a private part, newest key first. */
  readonly publicKeys: readonly JWK[];
  private readonly privateKeys: ReadonlyMap<string, Promise<CryptoKey | Uint8Array>>;

  constructor(@Inject(CONFIG) config: Config) {
    const keys = readKeys(config.CARD_KEYS_FILE);
    this.privateKeys = new Map(keys.map((key) => [key.kid, importJWK(key, 'ECDH-ES')]));
    this.publicKeys = keys
      .map(({ kty, crv, kid, x, y }) => ({ kty, crv, kid, x, y, use: 'enc', alg: 'ECDH-ES' }))
      .toReversed();
  }

  /** The private key of a `kid`; `undefined` for one that was never published or has been withdrawn. */
  find(kid: string): Promise<CryptoKey | Uint8Array> | undefined {
    return this.privateKeys.get(kid);
  }
}

function readKeys(path: string) {
  const text = readConfigFile('CARD_KEYS_FILE', path);
  try {
    return keySet.parse(JSON.parse(text)).keys;
  } catch {
    throw new ConfigError('CARD_KEYS_FILE is no JWK Set of private P-256 keys with a kid each.');
  }
}
