import { createECDH, createPrivateKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';

/** Longer overlaps help nobody: encrypted card data are 15 minutes old at most. A rotation relies on it. */
export const OVERLAP_HOURS_MAX = 7 * 24;

const key = z.looseObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  kid: z.string().min(1),
  x: z.string(),
  y: z.string(),
  /** Absent where the key has expired long ago: it is still known by its name. */
  d: z.string().optional(),
  createdAt: z.iso.datetime().transform((text) => new Date(text)),
});
const keySet = z.object({ keys: z.array(key).min(1) });

export interface CardKey {
  readonly kid: string;
  readonly x: string;
  readonly y: string;
  readonly privateKey: KeyObject | undefined;
  readonly createdAt: Date;
  /** When the next key was made; `undefined` for the newest. */
  readonly succeededAt: Date | undefined;
}

/** The keys of a file, in order of creation. Throws where they are none: a twin, say, or a newest key that opens nothing. */
export function parseKeySet(text: string): readonly CardKey[] {
  const { keys } = keySet.parse(JSON.parse(text));
  const parsed = keys.map(({ kid, x, y, d, createdAt }, index) => ({
    kid,
    x,
    y,
    privateKey: d === undefined ? undefined : privateKeyOf({ x, y, d }),
    createdAt,
    succeededAt: keys[index + 1]?.createdAt,
  }));
  const inOrder = parsed.every((each) => !each.succeededAt || each.createdAt <= each.succeededAt);
  const distinct = new Set(parsed.map(({ kid }) => kid)).size === parsed.length;
  if (!inOrder || !distinct || !parsed.at(-1)!.privateKey) throw new Error('not a set of card keys');
  return parsed;
}

/** When a key stops to open: a while after its successor was made, for cards that are under way. Never for the newest. */
export const expiresAt = (key: CardKey, overlapMs: number): number =>
  key.succeededAt ? key.succeededAt.getTime() + overlapMs : Number.POSITIVE_INFINITY;

/** Node takes any `d`; one that is not of this `x` and `y` would open nothing of what is encrypted for them. */
function privateKeyOf({ x, y, d }: { x: string; y: string; d: string }): KeyObject {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(d, 'base64url');
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  if (!pair.getPublicKey().equals(point)) throw new Error('not a pair of keys');
  return createPrivateKey({ key: { kty: 'EC', crv: 'P-256', x, y, d }, format: 'jwk' });
}
