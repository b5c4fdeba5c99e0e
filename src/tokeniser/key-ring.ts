import type { KeyObject } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { PublicKey } from '../payments/card-data/protocol.js';
import { type CardKey, expiresAt, parseKeySet } from './key-set.js';
import { Refusal, unreadable } from './refusal.js';

/** Seldom enough to cost nothing, soon enough that nobody waits for a key that was just made. */
const LOOK_EVERY_MS = 1_000;

/** The card keys of a file. A file that changed is read again; one that broke is not, and the keys stay as they were. */
export class KeyRing {
  private keys: readonly CardKey[];
  private version: string;
  private lookedAt = Date.now();

  constructor(
    private readonly file: string,
    private readonly overlapMs: number,
  ) {
    this.version = versionOf(file);
    this.keys = parseKeySet(readFileSync(file, 'utf8'));
  }

  /** The private key of a `kid`. Refuses `card_key_expired` for one that was ours, `card_data_unreadable` for others. */
  privateKey(kid: string): KeyObject {
    const keys = this.current();
    const key = keys.find((candidate) => candidate.kid === kid);
    if (!key) throw unreadable();
    if (this.opens(key)) return key.privateKey!;
    throw new Refusal({ kind: 'refused', code: 'card_key_expired', currentKid: keys.at(-1)!.kid });
  }

  /** The keys that still open, newest first. */
  publicKeys(): PublicKey[] {
    return this.current()
      .filter((key) => this.opens(key))
      .map(({ kid, x, y }) => ({ kty: 'EC', crv: 'P-256', kid, x, y, use: 'enc', alg: 'ECDH-ES' }))
      .toReversed();
  }

  private opens(key: CardKey): boolean {
    return key.privateKey !== undefined && Date.now() < expiresAt(key, this.overlapMs);
  }

  private current(): readonly CardKey[] {
    if (Date.now() - this.lookedAt < LOOK_EVERY_MS) return this.keys;
    this.lookedAt = Date.now();
    try {
      const version = versionOf(this.file);
      if (version !== this.version) this.keys = parseKeySet(readFileSync(this.file, 'utf8'));
      this.version = version;
    } catch {
      // Gone or half-made by somebody's editor: cards are opened with what was good a moment ago.
    }
    return this.keys;
  }
}

/** The inode too: two changes within one tick of the clock have one time, but a renamed file is another file. */
function versionOf(file: string): string {
  const { ino, mtimeMs } = statSync(file);
  return `${ino} ${mtimeMs}`;
}
