import { anOrder } from '../../../test/support/order-rows.js';
import type { OrderRow } from '../order-row.js';
import type { Units } from '../../shared/database/units.js';
import { missingUnits, shareOfUnits } from './unit-shares.js';

type Goods = Pick<OrderRow, 'lines' | 'adjustments' | 'tax_minor' | 'shipping_minor'>;

const goods = (
  units: readonly [price: number, quantity: number][],
  taxMinor: number,
  fee = 0,
  shippingMinor = 999,
): Goods => ({
  lines: units.map(([price, quantity], index) => ({
    line_no: index + 1,
    product_id: `prod_${index + 1}`,
    product_name: 'Product',
    quantity,
    price_minor: price,
    backordered: 0,
    subtotal_minor: price * quantity,
  })),
  tax_minor: taxMinor,
  shipping_minor: shippingMinor,
  adjustments: fee === 0 ? [] : [{ kind: fee > 0 ? 'fee' : 'discount', label: 'x', amount_minor: fee }],
});
const costOf = ({ lines, tax_minor, shipping_minor, adjustments }: Goods): number =>
  lines.reduce((sum, each) => sum + each.subtotal_minor, 0) +
  tax_minor +
  shipping_minor +
  adjustments.reduce((sum, each) => sum + each.amount_minor, 0);

describe('what units give back', () => {
  it('is their price with their share of tax and shipping', () => {
    expect(shareOfUnits(anOrder(), [{ productId: 'prod_1', quantity: 1 }], [])).toBe(5_900);
    expect(shareOfUnits(anOrder(), [{ productId: 'prod_1', quantity: 2 }], [])).toBe(11_799);
  });

  it('adds up to what they cost to the cent, in whatever portions they come back', () => {
    const orders = [
      goods([[333, 3]], 80),
      goods(
        [
          [1, 7],
          [999, 2],
        ],
        161,
      ),
      goods([[5_999, 2]], 960, 1_001),
      goods(
        [
          [1_000, 3],
          [1, 1],
        ],
        240,
        -500,
      ),
      goods(
        [
          [3_333, 3],
          [3_333, 3],
          [1, 5],
        ],
        1_601,
        7,
      ),
    ];
    for (const order of orders) {
      const units = order.lines.flatMap((line) =>
        Array.from({ length: line.quantity }, () => ({ productId: line.product_id, quantity: 1 })),
      );
      for (const portion of [1, 2, 3, units.length]) {
        for (const sequence of [units, units.toReversed()]) {
          const given: Units[] = [];
          let sum = 0;
          for (let at = 0; at < sequence.length; at += portion) {
            const wanted = sequence.slice(at, at + portion);
            sum += shareOfUnits(order, wanted, given);
            given.push(...wanted);
          }
          expect(sum).toBe(costOf(order));
        }
      }
    }
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
