import fc from 'fast-check';
import {
  decimalsOf,
  formatMoney,
  shareHalfUp,
  splitByLargestRemainder,
  toMajor,
  toMinor,
  toPercent,
} from './money.js';

const anyCurrency = fc.constantFrom('USD', 'JPY', 'KWD', 'HUF', 'CLF');
/** Up to where an amount with its decimals is still one number: 15 significant digits. */
const anyAmount = fc.integer({ min: 0, max: 999_999_999_999_999 });

describe('an amount', () => {
  it('has the decimals of ISO 4217', () => {
    const decimals = ['USD', 'EUR', 'JPY', 'KRW', 'ISK', 'KWD', 'IQD', 'HUF', 'COP', 'TWD'].map(decimalsOf);
    expect(decimals).toEqual([2, 2, 0, 0, 0, 3, 3, 2, 2, 2]);
  });

  it('is the same after a way out and in', () => {
    fc.assert(
      fc.property(anyAmount, anyCurrency, (minor, currency) => {
        const json = JSON.stringify(toMajor(minor, currency));
        expect(toMinor(JSON.parse(json) as number, currency)).toBe(minor);
      }),
    );
  });

  it('is written with no more decimals than its currency has', () => {
    fc.assert(
      fc.property(anyAmount, anyCurrency, (minor, currency) => {
        const [, written = ''] = String(toMajor(minor, currency)).split('.');
        expect(written.length).toBeLessThanOrEqual(decimalsOf(currency));
      }),
    );
  });

  it.each([
    [0.105, 'USD'],
    [1.5, 'JPY'],
    [1.2345, 'KWD'],
    [Number.MAX_SAFE_INTEGER, 'USD'],
    [Number.NaN, 'USD'],
  ])('%s %s is none', (amount, currency) => {
    expect(toMinor(amount, currency)).toBeUndefined();
  });

  it('that was added up in floats is understood', () => {
    expect([toMinor(0.1 + 0.2, 'USD'), toMinor(1.1 * 3, 'KWD')]).toEqual([30, 3300]);
  });

  it('is told to people with all its decimals', () => {
    const told = [
      formatMoney(120_028, 'USD'),
      formatMoney(1_200, 'JPY'),
      formatMoney(1_230, 'KWD'),
      formatMoney(123_450, 'HUF'),
    ];
    expect(told.map((text) => text.replaceAll(/\s/g, ' '))).toEqual([
      '$1,200.28',
      '¥1,200',
      'KWD 1.230',
      'HUF 1,234.50',
    ]);
  });
});

describe('a rate', () => {
  it('is told in percent with no more decimals than it has', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (perMillion) => {
        const percent = toPercent(perMillion / 100);
        expect((String(percent).split('.')[1] ?? '').length).toBeLessThanOrEqual(4);
        expect(Math.round(percent * 10_000)).toBe(perMillion);
      }),
    );
  });
});

describe('a share by a rate', () => {
  it('is rounded half-up, exactly', () => {
    fc.assert(
      fc.property(anyAmount, fc.integer({ min: 0, max: 1_000_000 }), (amount, perMillion) => {
        const share = BigInt(shareHalfUp(amount, perMillion / 100));
        const twiceTheError = 2n * (share * 1_000_000n - BigInt(amount) * BigInt(perMillion));
        expect(twiceTheError > -1_000_000n && twiceTheError <= 1_000_000n).toBe(true);
      }),
    );
  });
});

describe('a split', () => {
  const anyWeights = fc.array(fc.integer({ min: 0, max: 1_000_000_000 }), { minLength: 1, maxLength: 20 });

  it('loses and invents nothing, and each share is its exact one, rounded up or down', () => {
    fc.assert(
      fc.property(fc.integer({ min: -999_999_999, max: 999_999_999 }), anyWeights, (amount, weights) => {
        const all = weights.reduce((sum, weight) => sum + weight, 0);
        fc.pre(all > 0);
        const shares = splitByLargestRemainder(amount, weights);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(amount);
        for (const [index, weight] of weights.entries()) {
          const error = BigInt(shares[index] ?? 0) * BigInt(all) - BigInt(amount) * BigInt(weight);
          expect(error < BigInt(all) && error > -BigInt(all)).toBe(true);
        }
      }),
    );
  });

  it('gives nothing to whom has no weight', () => {
    expect(splitByLargestRemainder(100, [0, 1, 0, 2])).toEqual([0, 33, 0, 67]);
    expect(splitByLargestRemainder(100, [0, 0])).toEqual([0, 0]);
  });
});
