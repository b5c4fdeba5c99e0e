import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompactEncrypt, importJWK, type JWK } from 'jose';
import { ensureKeyFile } from '../../src/tokeniser/key-file.js';

export type PublicJwk = JWK & { readonly kid?: string };

/** A compact JWE as a browser makes it, by another implementation than ours. */
export async function seal(
  key: PublicJwk,
  plaintext: string | Uint8Array,
  header: Readonly<Record<string, unknown>> = {},
  parties: { readonly apu?: Uint8Array; readonly apv?: Uint8Array } = {},
): Promise<string> {
  const bytes = typeof plaintext === 'string' ? new TextEncoder().encode(plaintext) : plaintext;
  const { kty, crv, x, y } = key;
  return new CompactEncrypt(bytes)
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: key.kid!, iat: nowSeconds(), ...header })
    .setKeyManagementParameters(parties)
    .encrypt(await importJWK({ kty, crv, x, y }, 'ECDH-ES'));
}

export const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/** A file with one private card key, and its public part. */
export function aKeyFile(): { file: string; key: PublicJwk } {
  const file = join(mkdtempSync(join(tmpdir(), 'settle-keys-')), 'card-keys.json');
  ensureKeyFile(file);
  return { file, key: keysIn(file)[0]! };
}

export const keysIn = (file: string): PublicJwk[] =>
  (JSON.parse(readFileSync(file, 'utf8')) as { keys: PublicJwk[] }).keys;

/** The public part of a key that nobody here holds. */
export const aStrangersKey = (): PublicJwk =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
