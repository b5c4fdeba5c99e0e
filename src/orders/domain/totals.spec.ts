import { splitByLargestRemainder, toMajor, toMinor } from '../../shared/money.js';
import { totalsOf } from './totals.js';

const line = (priceMinor: number, quantity: number) => ({
  productId: 'prod_x',
  productName: 'X',
  quantity,
  priceMinor,
});

describe('totals', () => {
  it("adds up to the specification's own numbers", () => {
    const totals = totalsOf([line(5999, 2)], [{ kind: 'fee', label: 'Gift wrapping', amountMinor: 1001 }]);
    expect(totals).toEqual({ totalMinor: 12999, shippingMinor: 999, taxMinor: 1040, grandTotalMinor: 15038 });
    const outside = [totals.totalMinor, totals.shippingMinor, totals.taxMinor, totals.grandTotalMinor];
    expect(JSON.stringify(outside.map((minor) => toMajor(minor, 'USD')))).toBe('[129.99,9.99,10.4,150.38]');
  });

  it('rounds tax half-up, once, on the total', () => {
    expect(totalsOf([line(6, 1)], []).taxMinor).toBe(0); // 0.48
    expect(totalsOf([line(7, 1)], []).taxMinor).toBe(1); // 0.56
    expect(totalsOf([line(25, 1)], [], { shippingMinor: 0, taxBasisPoints: 1000 }).taxMinor).toBe(3); // 2.5
  });

  it('never loses a cent over a hundred thousand carts', () => {
    const wrong = Array.from({ length: 100_000 }, (_, i) => i).filter((i) => {
      const lines = [
        line(1 + ((i * 7919) % 99_999), 1 + (i % 9)),
        line(1 + ((i * 104_729) % 9_999), 1 + (i % 3)),
      ];
      const { totalMinor, shippingMinor, taxMinor, grandTotalMinor } = totalsOf(lines, []);
      const shares = splitByLargestRemainder(
        taxMinor,
        lines.map((each) => each.priceMinor * each.quantity),
      );
      return (
        grandTotalMinor !== totalMinor + shippingMinor + taxMinor ||
        shares.reduce((sum, share) => sum + share, 0) !== taxMinor ||
        toMinor(toMajor(grandTotalMinor, 'USD'), 'USD') !== grandTotalMinor
      );
    });
    expect(wrong).toEqual([]);
  });

  it('keeps the decimals of each currency', () => {
    expect([toMajor(1234, 'JPY'), toMajor(1234, 'KWD'), toMajor(1234, 'USD')]).toEqual([1234, 1.234, 12.34]);
    expect(toMinor(0.105, 'USD')).toBeUndefined();
  });
});
