import { placeOf, type FittingRates, type ShippingRate, tariffFor, type TaxRate } from './tariff.js';

const tax = (country: string, region: string, productClass: string, basisPoints: number): TaxRate => ({
  country,
  region,
  productClass,
  name: 'VAT',
  basisPoints,
});
const shipping = (
  country: string,
  region: string,
  productClass: string,
  priceMinor: number,
  more: Partial<ShippingRate> = {},
): ShippingRate => ({ country, region, productClass, priceMinor, currency: 'USD', taxClass: null, ...more });

type Key = readonly [country: string, region: string, productClass: string];

const ANYWHERE = shipping('*', '*', '*', 999);
const found = (rates: Partial<FittingRates>, classes = ['standard']) =>
  tariffFor({ taxes: [], shipping: [ANYWHERE], ...rates }, classes, 'USD');

describe('the most specific rate wins', () => {
  /** From the weakest to the strongest. */
  const LADDER: readonly Key[] = [
    ['*', '*', '*'],
    ['*', '*', 'book'],
    ['US', '*', '*'],
    ['US', '*', 'book'],
    ['US', 'NY', '*'],
    ['US', 'NY', 'book'],
  ];

  it.each(LADDER.map((key, index) => [key.join(' '), index] as const))(
    '%s beats all before it',
    (_, index) => {
      const keys = LADDER.slice(0, index + 1);
      const tariff = found(
        {
          taxes: keys.map((key, nth) => tax(...key, nth)),
          shipping: keys.map((key, nth) => shipping(...key, nth)),
        },
        ['book'],
      );
      expect(tariff).toMatchObject({
        shippingMinor: index,
        taxes: [{ productClass: 'book', basisPoints: index }],
      });
    },
  );

  it('whatever the order in which the rates are read', () => {
    const taxes = LADDER.map((key, nth) => tax(...key, nth)).toReversed();
    expect(found({ taxes }, ['book'])!.taxes).toMatchObject([{ basisPoints: 5 }]);
  });
});

describe('an order of several classes', () => {
  it('is taxed class by class', () => {
    const taxes = [tax('DE', '*', '*', 1900), tax('DE', '*', 'food', 700)];
    expect(found({ taxes }, ['food', 'standard', 'food'])!.taxes).toEqual([
      { productClass: 'food', name: 'VAT', basisPoints: 700 },
      { productClass: 'standard', name: 'VAT', basisPoints: 1900 },
    ]);
  });

  it('ships once, at its highest price, whose tax class counts', () => {
    const rates = [
      shipping('*', '*', '*', 500),
      shipping('*', '*', 'bulky', 4900, { taxClass: 'standard' }),
      shipping('*', '*', 'letter', 100),
    ];
    const taxes = [tax('*', '*', 'standard', 1900)];
    expect(found({ shipping: rates, taxes }, ['letter', 'bulky'])).toEqual({
      shippingMinor: 4900,
      shippingTaxClass: 'standard',
      taxes: [{ productClass: 'standard', name: 'VAT', basisPoints: 1900 }],
    });
    expect(found({ shipping: rates }, ['letter'])!.shippingMinor).toBe(100);
  });

  it('is not shipped where one of them is not', () => {
    expect(found({ shipping: [shipping('*', '*', 'book', 300)] }, ['book', 'standard'])).toBeUndefined();
  });
});

it('without a tax rate nothing is taxed; without a shipping rate nothing is shipped', () => {
  expect(found({})).toEqual({ shippingMinor: 999, shippingTaxClass: null, taxes: [] });
  expect(found({ shipping: [] })).toBeUndefined();
});

it('a rate in another currency is none, however specific', () => {
  const dear = shipping('US', 'NY', 'standard', 1, { currency: 'JPY' });
  expect(found({ shipping: [ANYWHERE, dear] })!.shippingMinor).toBe(999);
  expect(found({ shipping: [dear] })).toBeUndefined();
});

it('a destination is told in codes, however the customer has spelt it', () => {
  expect(placeOf({ country: 'USA', state: 'New York' })).toEqual({ country: 'US', region: 'NY' });
  expect(placeOf({ country: 'Deutschland' })).toEqual({ country: 'DE', region: null });
});
