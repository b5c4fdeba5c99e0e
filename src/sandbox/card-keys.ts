import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes the key pair that customers encrypt their card data for, once: a JWK Set with one private P-256 key. Card data that
 * is under way must still open after a restart, so an existing file stays as it is.
 */
export function ensureCardKeys(file: string): void {
  if (existsSync(file)) return;
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = {
    ...privateKey.export({ format: 'jwk' }),
    kid: `card-${randomBytes(8).toString('hex')}`,
    use: 'enc',
    alg: 'ECDH-ES',
    createdAt: new Date().toISOString(),
  };
  mkdirSync(dirname(file), { recursive: true });
  writePrivately(file, { keys: [key] });
}

/** Renamed into place, so that nobody ever reads half a file; readable by its owner alone. */
export function writePrivately(file: string, content: unknown): void {
  const unfinished = `${file}.new`;
  writeFileSync(unfinished, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(unfinished, file);
}

// `node dist/sandbox/card-keys.js <file>` is how docker-compose.yml makes them.
if (import.meta.main && process.argv[2]) ensureCardKeys(process.argv[2]);
