import { createHash } from 'node:crypto';

/** What a run leaves to chance follows from this number. Which request is faster stays the machine's. */
const SEED = process.env['PROOF_SEED'] ?? '1';

/** The name of a guarantee's tests, with what replays them: it stands in every failure. */
export const seeded = (guarantee: string): string => `${guarantee} (PROOF_SEED=${SEED})`;

/** The dice of one actor: their own, so that who is faster changes nothing about what another one throws. */
export class Dice {
  private state: number;

  constructor(...actor: readonly (string | number)[]) {
    this.state = createHash('sha256')
      .update([SEED, ...actor].join('/'))
      .digest()
      .readInt32LE();
  }

  /** A whole number from 0 up to, and without, the limit. */
  below(limit: number): number {
    return Math.floor(this.throw() * limit);
  }

  happens(probability: number): boolean {
    return this.throw() < probability;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!;
  }

  shuffled<T>(things: readonly T[]): T[] {
    return things
      .map((thing) => ({ thing, at: this.throw() }))
      .sort((a, b) => a.at - b.at)
      .map(({ thing }) => thing);
  }

  /** Mulberry32: 0 up to 1, well spread, the same on every machine. */
  private throw(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }
}
