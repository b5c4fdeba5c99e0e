import { existsSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { aKeyFile, keysIn } from '../../test/support/envelopes.js';
import { writePrivately } from './key-file.js';
import { KeyRing } from './key-ring.js';
import { rotateKeyFile } from './rotate-key-file.js';

const HOUR_MS = 3_600_000;
const OVERLAP_MS = 24 * HOUR_MS;

/** Moves the birth of every key into the past. */
function age(file: string, hours: number): void {
  const keys = keysIn(file) as { createdAt: string }[];
  writePrivately(file, {
    keys: keys.map((key) => ({
      ...key,
      createdAt: new Date(Date.parse(key.createdAt) - hours * HOUR_MS).toISOString(),
    })),
  });
}

const kidsOf = (ring: KeyRing) => ring.publicKeys().map(({ kid }) => kid);

describe('the card keys', () => {
  it('are published newest first, without a private part', () => {
    const { file, key } = aKeyFile();
    const newest = rotateKeyFile(file);
    const published = new KeyRing(file, OVERLAP_MS).publicKeys();
    expect(published.map(({ kid }) => kid)).toEqual([newest, key.kid]);
    for (const each of published)
      expect(Object.keys(each).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });

  it('open until the overlap after their successor was made, and are known afterwards', () => {
    const { file, key } = aKeyFile();
    age(file, 1_000);
    const newest = rotateKeyFile(file);
    age(file, 23.9);
    expect(new KeyRing(file, OVERLAP_MS).privateKey(key.kid!).type).toBe('private');
    age(file, 0.2);
    const ring = new KeyRing(file, OVERLAP_MS);
    expect(kidsOf(ring)).toEqual([newest]);
    expect(ring.privateKey(newest).type).toBe('private');
    expect(() => ring.privateKey(key.kid!)).toThrow(
      expect.objectContaining({ answer: { kind: 'refused', code: 'card_key_expired', currentKid: newest } }),
    );
  });

  it('that are nobody’s are no expired ones', () => {
    const ring = new KeyRing(aKeyFile().file, OVERLAP_MS);
    for (const kid of ['nobody', '', '__proto__', 'constructor'])
      expect(() => ring.privateKey(kid)).toThrow('card_data_unreadable');
  });

  it('of a changed file are read within two seconds; those of a broken or missing one are not', async () => {
    const { file, key } = aKeyFile();
    const ring = new KeyRing(file, OVERLAP_MS);
    const newest = rotateKeyFile(file);
    await sleep(1_100);
    expect(kidsOf(ring)).toEqual([newest, key.kid]);
    writeFileSync(file, '{"keys": [');
    await sleep(1_100);
    expect(kidsOf(ring)).toEqual([newest, key.kid]);
    rmSync(file);
    await sleep(1_100);
    expect(kidsOf(ring)).toEqual([newest, key.kid]);
  });
});

describe('a rotation', () => {
  it('keeps what was there, forgets the private part of a key of long ago, and leaves no other file', () => {
    const { file, key } = aKeyFile();
    const second = rotateKeyFile(file);
    age(file, 8 * 24);
    const third = rotateKeyFile(file);
    const [oldest, middle, newest] = keysIn(file);
    expect(oldest).toEqual({ ...key, d: undefined, createdAt: expect.any(String) });
    expect(middle).toMatchObject({ kid: second, d: expect.any(String) });
    expect(newest).toMatchObject({ kid: third, d: expect.any(String) });
    expect(readFileSync(file, 'utf8').match(/"d":/g)).toHaveLength(2);
    expect(existsSync(`${file}.new`)).toBe(false);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(() => new KeyRing(file, OVERLAP_MS).privateKey(key.kid!)).toThrow('card_key_expired');
  });

  it.each([
    ['no JSON', 'hello'],
    ['no key', '{"keys": []}'],
    ['no file of ours', '{"database": "x"}'],
  ])('of a file with %s changes nothing', (_, content) => {
    const { file } = aKeyFile();
    writeFileSync(file, content);
    utimesSync(file, 0, 0);
    expect(() => rotateKeyFile(file)).toThrow(/./);
    expect(readFileSync(file, 'utf8')).toBe(content);
  });
});

describe('a file of card keys', () => {
  const { file } = aKeyFile();
  rotateKeyFile(file);
  const [first = {}, second] = keysIn(file) as Record<string, unknown>[];

  it.each([
    ['whose newest key is public', [first, { ...second, d: undefined }]],
    ['with one key twice', [first, { ...second, kid: first['kid'] }]],
    ['in the wrong order', [second, first]],
    ['with a key of no known age', [{ ...first, createdAt: undefined }]],
    ['with a key without a name', [{ ...first, kid: '' }]],
    ['with a key of another curve', [{ ...first, crv: 'P-384' }]],
    ['with a private part that is none', [{ ...first, d: 'AAAA' }]],
    ['with the private part of another key', [{ ...first, d: second?.['d'] }]],
  ])('%s is refused', (_, keys) => {
    writeFileSync(file, JSON.stringify({ keys }));
    expect(() => new KeyRing(file, OVERLAP_MS)).toThrow(/./);
  });
});
