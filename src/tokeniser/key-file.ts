import { generateKeyPairSync, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fchownSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes the key that customers encrypt their card data for, once: a JWK Set with one private P-256 key. Card data that
 * is under way must still open after a restart, so an existing file stays as it is.
 */
export function ensureKeyFile(file: string): void {
  if (existsSync(file)) return;
  mkdirSync(dirname(file), { recursive: true });
  writePrivately(file, { keys: [newKey()] });
}

export function newKey() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    ...privateKey.export({ format: 'jwk' }),
    kid: `card-${randomBytes(8).toString('hex')}`,
    use: 'enc',
    alg: 'ECDH-ES',
    createdAt: new Date().toISOString(),
  };
}

/**
 * Renamed into place once it is on disk, so that nobody ever reads half a file; readable by its owner alone, who stays
 * the same whoever writes.
 */
export function writePrivately(file: string, content: unknown): void {
  const unfinished = `${file}.new`;
  const owner = statSync(file, { throwIfNoEntry: false });
  const handle = openSync(unfinished, 'w', 0o600);
  if (owner) fchownSync(handle, owner.uid, owner.gid);
  writeSync(handle, `${JSON.stringify(content, null, 2)}\n`);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(unfinished, file);
}
