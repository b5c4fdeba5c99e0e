import { readFileSync } from 'node:fs';
import { newKey, writePrivately } from './key-file.js';
import { expiresAt, OVERLAP_HOURS_MAX, parseKeySet } from './key-set.js';

interface JwkSet {
  readonly keys: readonly { readonly kid?: string; readonly d?: string }[];
}

/**
 * Adds a key, and takes the private part from those that no setting of the overlap would still open with; their names
 * stay, so that whoever used one is told what happened. Returns the new key's `kid`.
 */
export function rotateKeyFile(file: string): string {
  const text = readFileSync(file, 'utf8');
  const long = OVERLAP_HOURS_MAX * 3_600_000;
  const forgotten = new Set(
    parseKeySet(text)
      .filter((key) => expiresAt(key, long) < Date.now())
      .map(({ kid }) => kid),
  );
  const old = (JSON.parse(text) as JwkSet).keys.map(({ d, ...known }) =>
    forgotten.has(known.kid!) ? known : { ...known, d },
  );
  const added = newKey();
  const rotated = { keys: [...old, added] };
  // What the tokeniser would refuse must not be written: a clock that went back, say.
  parseKeySet(JSON.stringify(rotated));
  writePrivately(file, rotated);
  return added.kid;
}
