import { total, totalOf } from './paypal-money.js';

describe('an amount as PayPal spells it', () => {
  it.each([
    [15_038, 'USD', '150.38'],
    [5, 'EUR', '0.05'],
    [0, 'USD', '0.00'],
    [1_200, 'JPY', '1200'],
    [999_999_999_999, 'USD', '9999999999.99'],
    // PayPal takes no decimals of it, and ICU knows none.
    [1_200, 'HUF', '1200'],
  ])('%s of %s is %s', (amountMinor, currency, text) => {
    expect(totalOf({ amountMinor, currency })).toEqual({ total: text, currency });
    expect(total.parse({ total: text, currency })).toEqual({ amountMinor, currency });
  });
});
