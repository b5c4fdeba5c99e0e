import { limitIn } from './refund-limits.js';

describe('a limit of refunds', () => {
  const amounts = { USD: 500, EUR: 450.5, JPY: 60_000, '*': 10 };

  it.each([
    ['USD', 50_000],
    ['EUR', 45_050],
    ['JPY', 60_000],
    ['KWD', 10_000],
  ])('in %s has its own decimals', (currency, minor) => {
    expect(limitIn(amounts, currency)).toBe(minor);
  });

  it('is none where none is set', () => {
    expect(limitIn({}, 'USD')).toBeNull();
  });

  it('is the strictest in a currency that nobody has thought of', () => {
    expect(limitIn({ USD: 500 }, 'EUR')).toBe(0);
  });

  it('with more decimals than the currency has lets nothing through', () => {
    expect(limitIn({ JPY: 0.5 }, 'JPY')).toBe(0);
  });
});
