import { isPayable, total, totalOf } from './paypal-money.js';

describe('an amount as PayPal spells it', () => {
  it.each([
    [15_038, 'USD', '150.38'],
    [5, 'EUR', '0.05'],
    [0, 'USD', '0.00'],
    [1_200, 'JPY', '1200'],
    [999_999_999_999, 'USD', '9999999999.99'],
    // PayPal takes no decimals of them, and ISO 4217 knows two.
    [120_000, 'HUF', '1200'],
    [100, 'TWD', '1'],
  ])('%s of %s is %s', (amountMinor, currency, text) => {
    expect(totalOf({ amountMinor, currency })).toEqual({ total: text, currency });
    expect(total.parse({ total: text, currency })).toEqual({ amountMinor, currency });
    expect(isPayable({ amountMinor, currency })).toBe(true);
  });

  it.each([
    [1_250, 'HUF', '12.50'],
    [1_230, 'KWD', '1.230'],
    [1_000, 'ISK', '1000'],
  ])('%s of %s cannot be paid there', (amountMinor, currency, text) => {
    expect(isPayable({ amountMinor, currency })).toBe(false);
    expect(totalOf({ amountMinor, currency }).total).toBe(text);
  });
});
