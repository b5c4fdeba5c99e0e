import fc from 'fast-check';
import { anyCart, orderOf } from '../../../test/support/arbitrary-orders.js';
import { anOrder } from '../../../test/support/order-rows.js';
import type { OrderRow } from '../order-row.js';
import type { Units } from '../../shared/database/units.js';
import { missingUnits, shareOfUnits } from './unit-shares.js';

/** An order of any goods, few enough to take apart, and its units in any sequence and grouping. */
const anyReturn = anyCart
  .map((cart) =>
    orderOf({ ...cart, lines: cart.lines.map((line) => ({ ...line, quantity: 1 + (line.quantity % 7) })) }),
  )
  .filter((order) => order.grand_total_minor >= 0 && order.total_minor >= 0)
  .chain((order) => {
    const units = order.lines.flatMap((line) => Array.from({ length: line.quantity }, () => line.product_id));
    return fc.record({
      order: fc.constant(order),
      sequence: fc.shuffledSubarray(units, { minLength: units.length }),
      portions: fc.array(fc.integer({ min: 1, max: 6 })),
    });
  });

/** What each portion of units is worth, one after the other; the last one is all that is left. */
function sharesOf(order: OrderRow, sequence: readonly string[], portions: readonly number[]): number[] {
  const given: Units[] = [];
  return [...portions, sequence.length].map((portion) => {
    const taken = sequence.slice(given.length, given.length + portion);
    const wanted = taken.map((productId) => ({ productId, quantity: 1 }));
    const share = shareOfUnits(order, wanted, given);
    given.push(...wanted);
    return share;
  });
}

const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, each) => sum + each, 0);

describe('what units give back', () => {
  it('is their price with their share of tax and shipping', () => {
    expect(shareOfUnits(anOrder(), [{ productId: 'prod_1', quantity: 1 }], [])).toBe(5_900);
    expect(shareOfUnits(anOrder(), [{ productId: 'prod_1', quantity: 2 }], [])).toBe(11_799);
  });

  it('adds up to the grand total to the cent, in whatever portions and sequence they come back', () => {
    fc.assert(
      fc.property(anyReturn, ({ order, sequence, portions }) => {
        expect(sumOf(sharesOf(order, sequence, portions))).toBe(order.grand_total_minor);
      }),
    );
  });

  it('is never less than nothing and never more than is left', () => {
    fc.assert(
      fc.property(anyReturn, ({ order, sequence, portions }) => {
        let left = order.grand_total_minor;
        for (const share of sharesOf(order, sequence, portions)) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(left);
          left -= share;
        }
      }),
    );
  });

  it('has the tax of its own class, whatever else was bought', () => {
    const goods = { quantity: 1, priceMinor: 10_000 };
    const order = orderOf({
      lines: [
        { ...goods, productClass: 'food' },
        { ...goods, productClass: 'standard' },
      ],
      adjustments: [],
      tariff: {
        shippingMinor: 1_000,
        shippingTaxClass: 'standard',
        taxes: [
          { productClass: 'food', name: 'VAT', basisPoints: 700 },
          { productClass: 'standard', name: 'VAT', basisPoints: 1_900 },
        ],
      },
    });
    // 100 + 7 + half of the shipping and its tax; 100 + 19 + the other half.
    const shipped = (1_000 + 190) / 2;
    expect(shareOfUnits(order, [{ productId: 'prod_1', quantity: 1 }], [])).toBe(10_700 + shipped);
    expect(shareOfUnits(order, [{ productId: 'prod_2', quantity: 1 }], [])).toBe(11_900 + shipped);
  });

  it('counts a unit once: what was given back is not left', () => {
    const order = anOrder();
    const wanted = [{ productId: 'prod_1', quantity: 2 }];
    expect(missingUnits(order, wanted, [])).toEqual([]);
    expect(missingUnits(order, wanted, [{ productId: 'prod_1', quantity: 1 }])).toEqual([
      { index: 0, left: 1 },
    ]);
    expect(missingUnits(order, [{ productId: 'prod_9', quantity: 1 }], [])).toEqual([{ index: 0, left: 0 }]);
    const twice = [...wanted, ...wanted];
    expect(missingUnits(order, twice, []).map(({ index }) => index)).toEqual([0, 1]);
  });
});
