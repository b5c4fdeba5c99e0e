import { generateKeyPairSync } from 'node:crypto';
import { aKeyFile, aStrangersKey, nowSeconds, type PublicJwk, seal } from '../../test/support/envelopes.js';
import { Envelopes } from './envelopes.js';
import { KeyRing } from './key-ring.js';
import { Shredder } from './shredder.js';

const TEXT = '{"cardNumber": "4242424242424242"}';

describe('an envelope', () => {
  const { file, key } = aKeyFile();
  const envelopes = new Envelopes(new KeyRing(file, 3_600_000), 900);
  const open = async (jwe: string): Promise<string> => (await envelopes.open(jwe, new Shredder())).toString();

  it.each([
    ['as a browser makes it', {}, {}],
    ['of 14 minutes ago', { iat: nowSeconds() - 840 }, {}],
    ['of a clock that is half a minute ahead', { iat: nowSeconds() + 30 }, {}],
    ['with a type', { typ: 'JWE', cty: 'json' }, {}],
    ['with names of both parties', {}, { apu: Buffer.from('Alice'), apv: Buffer.from('Bob') }],
  ])('%s opens', async (_, header, parties) => {
    expect(await open(await seal(key, TEXT, header, parties))).toBe(TEXT);
  });

  it('opens whatever the length of its content', async () => {
    for (const length of [1, 15, 16, 17, 31, 32, 33, 1_000]) {
      const text = 'x'.repeat(length);
      expect(await open(await seal(key, text))).toBe(text);
    }
  });

  const b64 = (value: string | Buffer) => Buffer.from(value).toString('base64url');
  const withHeader = async (change: object): Promise<string> => {
    const [header = '', ...rest] = (await seal(key, TEXT)).split('.');
    const fields = JSON.parse(Buffer.from(header, 'base64url').toString()) as { epk: object };
    return [b64(JSON.stringify({ ...fields, ...change })), ...rest].join('.');
  };
  const withEpk = async (change: object): Promise<string> => {
    const [header = ''] = (await seal(key, TEXT)).split('.');
    const { epk } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { epk: object };
    return withHeader({ epk: { ...epk, ...change } });
  };
  const withPart = async (index: number, change: (part: string) => string): Promise<string> => {
    const parts = (await seal(key, TEXT)).split('.');
    parts[index] = change(parts[index] ?? '');
    return parts.join('.');
  };
  const flipped = (part: string): string => {
    const bytes = Buffer.from(part, 'base64url');
    return b64(bytes.map((byte, index) => (index === bytes.length - 1 ? byte ^ 1 : byte)) as Buffer);
  };
  const otherPoint = () => {
    const { x, y } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
    return { x, y };
  };
  const sealedBy = (change: Partial<PublicJwk>, header: object) =>
    seal({ ...key, ...change }, TEXT, { ...header });

  const UNREADABLE: Record<string, () => Promise<string>> = {
    'that is nothing': async () => '',
    'that is no JWE': async () => 'hello',
    'of three parts': async () => 'a.b.c',
    'of four parts': async () => (await seal(key, TEXT)).split('.').slice(0, 4).join('.'),
    'of six parts': async () => `${await seal(key, TEXT)}.`,
    'with an encrypted key': () => withPart(1, () => b64('key')),
    'in another alphabet': () => withPart(3, (part) => `${part}+`),
    'with padding': () => withPart(0, (part) => `${part}=`),
    'with a line break': () => withPart(3, (part) => `${part}\n`),
    'whose header is no JSON': () => withPart(0, () => b64('hello')),
    'whose header is a list': () => withPart(0, () => b64('[]')),
    'whose header is null': () => withPart(0, () => b64('null')),
    'with a nonce of 11 bytes': () => withPart(2, () => b64(Buffer.alloc(11))),
    'with a nonce of 16 bytes': () => withPart(2, () => b64(Buffer.alloc(16))),
    'with another nonce': () => withPart(2, flipped),
    'with another ciphertext': () => withPart(3, flipped),
    'without a ciphertext': () => withPart(3, () => ''),
    'with a shorter ciphertext': () => withPart(3, (part) => part.slice(0, -4)),
    'with another tag': () => withPart(4, flipped),
    'with a tag of 12 bytes': () => withPart(4, (part) => part.slice(0, 16)),
    'with a tag of 4 bytes': () => withPart(4, () => 'AAAA_w'),
    'without a tag': () => withPart(4, () => ''),
    'with alg dir': () => withHeader({ alg: 'dir' }),
    'with alg none': () => withHeader({ alg: 'none' }),
    'with alg ECDH-ES+A256KW': () => withHeader({ alg: 'ECDH-ES+A256KW' }),
    'with alg in a list': () => withHeader({ alg: ['ECDH-ES'] }),
    'with enc A128GCM': () => withHeader({ enc: 'A128GCM' }),
    'sealed with A128GCM': () => sealedBy({}, { enc: 'A128GCM' }),
    'with enc A256CBC-HS512': () => withHeader({ enc: 'A256CBC-HS512' }),
    'with zip': () => withHeader({ zip: 'DEF' }),
    'with zip null': () => withHeader({ zip: null }),
    'with crit': () => withHeader({ crit: ['exp'] }),
    'without kid': () => withHeader({ kid: undefined }),
    'with a kid of nobody': () => withHeader({ kid: 'nobody' }),
    'with the kid __proto__': () => withHeader({ kid: '__proto__' }),
    'with a kid that is a number': () => withHeader({ kid: 5 }),
    'without iat': () => withHeader({ iat: undefined }),
    'with iat in text': () => withHeader({ iat: String(nowSeconds()) }),
    'of 16 minutes ago': () => sealedBy({}, { iat: nowSeconds() - 960 }),
    'of two minutes ahead': () => sealedBy({}, { iat: nowSeconds() + 120 }),
    'whose iat was changed': () => withHeader({ iat: nowSeconds() - 5 }),
    'made for a stranger': () => sealedBy(aStrangersKey(), {}),
    'without a point': () => withHeader({ epk: undefined }),
    'with another point of the curve': () => withEpk(otherPoint()),
    'with a point beside the curve': () =>
      withEpk({ x: b64(Buffer.alloc(32, 1)), y: b64(Buffer.alloc(32, 2)) }),
    'with the point at 0, 0': () => withEpk({ x: b64(Buffer.alloc(32)), y: b64(Buffer.alloc(32)) }),
    'with coordinates past the field': () =>
      withEpk({ x: b64(Buffer.alloc(32, 255)), y: b64(Buffer.alloc(32, 255)) }),
    'with a coordinate of 31 bytes': () => withEpk({ x: b64(Buffer.alloc(31, 1)) }),
    'with a coordinate of 33 bytes': () => withEpk({ x: b64(Buffer.alloc(33, 1)) }),
    'with a point of another curve': () => withEpk({ crv: 'P-384' }),
    'with a point of secp256k1': () => withEpk({ crv: 'secp256k1' }),
    'with a point of X25519': () => withEpk({ kty: 'OKP', crv: 'X25519', y: undefined }),
    'with our own public key as point': () => withEpk({ x: key.x, y: key.y }),
    'with other names of the parties': () => withHeader({ apu: b64('Mallory') }),
    'whose names are no base64url': () => withHeader({ apu: '***' }),
  };

  it.each(Object.entries(UNREADABLE))('%s does not open, and says nothing else', async (_, make) => {
    await expect(open(await make())).rejects.toMatchObject({
      answer: { kind: 'refused', code: 'card_data_unreadable' },
    });
  });

  it('leaves nothing of what it was opened with, once the shredder has run', async () => {
    const kept: Buffer[] = [];
    const shredder = new Shredder();
    const keep = shredder.keep.bind(shredder);
    shredder.keep = (buffer) => (kept.push(buffer), keep(buffer));
    await envelopes.open(await seal(key, TEXT), shredder);
    // The shared secret, the content's key and the plaintext.
    expect(kept.map(({ length }) => length)).toEqual([32, 32, TEXT.length]);
    expect(kept.some((buffer) => buffer.every((byte) => byte === 0))).toBe(false);
    shredder.shred();
    expect(kept.every((buffer) => buffer.every((byte) => byte === 0))).toBe(true);
  });
});
