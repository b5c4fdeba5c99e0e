import fc from 'fast-check';
import { anyCart } from '../../../test/support/arbitrary-orders.js';
import { toMajor, toMinor } from '../../shared/money.js';
import { type TaxOfClass, totalsOf } from './totals.js';

const line = (priceMinor: number, quantity: number, productClass = 'standard') => ({
  productClass,
  quantity,
  priceMinor,
});
const taxed = (basisPoints: number, productClass = 'standard') => ({
  productClass,
  name: 'Tax',
  basisPoints,
});
/** The specification's own: 9.99 flat and 8 %. */
const TARIFF = { shippingMinor: 999, shippingTaxClass: null, taxes: [taxed(800)] };

const taxOf = ({ taxMinor }: TaxOfClass): number => taxMinor;

describe('totals', () => {
  it("add up to the specification's own numbers", () => {
    const totals = totalsOf([line(5999, 2)], [{ amountMinor: 1001 }], TARIFF);
    expect(totals).toEqual({
      totalMinor: 12999,
      shippingMinor: 999,
      taxMinor: 1040,
      grandTotalMinor: 15038,
      taxes: [{ ...taxed(800), taxableMinor: 12999, taxMinor: 1040 }],
    });
    const outside = [totals.totalMinor, totals.shippingMinor, totals.taxMinor, totals.grandTotalMinor];
    expect(JSON.stringify(outside.map((minor) => toMajor(minor, 'USD')))).toBe('[129.99,9.99,10.4,150.38]');
  });

  it.each([
    ['down', 6, 800, 0], // 0.48
    ['up', 7, 800, 1], // 0.56
    ['a half up', 25, 1000, 3], // 2.5
    ['a half of a fine rate up', 4000, 887.5, 355], // 355.0
    ['just below a half down', 4056, 887.5, 360], // 359.97
    ['what a float would get wrong', 1005, 1000, 101], // 100.5
  ])('round tax %s', (_, priceMinor, basisPoints, taxMinor) => {
    expect(totalsOf([line(priceMinor, 1)], [], { ...TARIFF, taxes: [taxed(basisPoints)] }).taxMinor).toBe(
      taxMinor,
    );
  });

  it('round once for a class, not line by line', () => {
    const lines = Array.from({ length: 10 }, () => line(6, 1));
    expect(totalsOf(lines, [], TARIFF).taxMinor).toBe(5); // ten times 0.48
  });

  it('split a discount among the classes by what they cost', () => {
    const lines = [line(3000, 1, 'food'), line(1000, 1)];
    const { taxes } = totalsOf(lines, [{ amountMinor: -1000 }], {
      ...TARIFF,
      taxes: [taxed(700, 'food'), taxed(1900)],
    });
    expect(taxes.map(({ taxableMinor, taxMinor }) => [taxableMinor, taxMinor])).toEqual([
      [2250, 158],
      [750, 143],
    ]);
  });

  it('tax shipping as the class that its rate names, also where nothing else is of it', () => {
    const taxes = [taxed(700, 'food'), taxed(1900)];
    const shippedAs = (shippingTaxClass: string) =>
      totalsOf([line(1000, 1, 'food')], [], { shippingMinor: 500, shippingTaxClass, taxes }).taxes.map(
        ({ taxableMinor }) => taxableMinor,
      );
    expect([shippedAs('standard'), shippedAs('food')]).toEqual([
      [1000, 500],
      [1500, 0],
    ]);
  });

  it('tax nothing of a class without a rate', () => {
    expect(totalsOf([line(1000, 1, 'book')], [], TARIFF)).toMatchObject({
      taxMinor: 0,
      grandTotalMinor: 1999,
    });
  });

  it('of any cart are whole numbers that add up', () => {
    fc.assert(
      fc.property(anyCart, ({ lines, adjustments, tariff }) => {
        const totals = totalsOf(lines, adjustments, tariff);
        const { totalMinor, shippingMinor, taxMinor, grandTotalMinor, taxes } = totals;
        const amounts = [totalMinor, shippingMinor, taxMinor, grandTotalMinor, ...taxes.map(taxOf)];
        expect(amounts.filter((each) => !Number.isSafeInteger(each) || each < 0)).toEqual([]);
        expect(grandTotalMinor).toBe(totalMinor + shippingMinor + taxMinor);
        expect(taxMinor).toBe(taxes.map(taxOf).reduce((sum, each) => sum + each, 0));
      }),
    );
  });

  it('keep the decimals of each currency', () => {
    expect([toMajor(1234, 'JPY'), toMajor(1234, 'KWD'), toMajor(1234, 'USD')]).toEqual([1234, 1.234, 12.34]);
    expect(toMinor(0.105, 'USD')).toBeUndefined();
  });
});
