import { columnsOf, parcelsOfList } from './shipping-list.js';

const HEADER = ['Order number', 'Carrier', 'Tracking number', 'SKU', 'Quantity'];
const read = (...rows: string[][]) => {
  const columns = columnsOf(HEADER);
  if ('missing' in columns) throw new Error('the header is whole');
  return parcelsOfList(
    columns,
    rows.map((cells, index) => ({ line: index + 2, cells })),
  );
};
const [ONE, TWO] = ['ORD-0000000001', 'ORD-0000000002'];

describe('a shipping list', () => {
  it('finds its columns by name, in any order and spelling', () => {
    expect(columnsOf(['QTY', 'tracking_number', 'carrier', 'order-id'])).toEqual(
      new Map([
        ['orderNumber', 3],
        ['carrier', 2],
        ['trackingNumber', 1],
        ['quantity', 0],
      ]),
    );
    expect(columnsOf(['order', 'weight'])).toEqual({ missing: ['carrier', 'trackingNumber'] });
  });

  it('has a parcel in each line, and one in several where they name its products', () => {
    expect(
      read(
        [ONE, 'UPS', '1Z 1'],
        [TWO, 'DHL', '00-1', 'prod_a', '2'],
        [TWO.toLowerCase(), 'dhl', '001', 'prod_b'],
      ),
    ).toEqual({
      faults: [],
      parcels: [
        { lines: [2], orderNumber: ONE, carrier: 'UPS', trackingNumber: '1Z 1' },
        {
          lines: [3, 4],
          orderNumber: TWO,
          carrier: 'DHL',
          trackingNumber: '00-1',
          items: [
            { productId: 'prod_a', quantity: 2 },
            { productId: 'prod_b', quantity: 1 },
          ],
        },
      ],
    });
  });

  it.each([
    ['no order', [['', 'UPS', '1']], 'has no order number'],
    ['a formula', [['=ORD-0000000001', 'UPS', '1']], 'has no order number'],
    ['no carrier', [[ONE, ' ', '1']], 'has no carrier'],
    ['no number', [[ONE, 'UPS']], 'has no tracking number'],
    ['no product', [[ONE, 'UPS', '1', '', '2']], 'has a quantity and no product'],
    ['half a unit', [[ONE, 'UPS', '1', 'prod_a', '0.5']], '0.5 is no quantity'],
    ['no units', [[ONE, 'UPS', '1', 'prod_a', '0']], '0 is no quantity'],
    [
      'a line twice',
      [
        [ONE, 'UPS', '1'],
        [ONE, 'UPS', '1'],
      ],
      'says the same twice',
    ],
    [
      'a product twice',
      [
        [ONE, 'UPS', '1', 'prod_a'],
        [ONE, 'UPS', '1', 'prod_a', '2'],
      ],
      'says the same twice',
    ],
    [
      'only some products',
      [
        [ONE, 'UPS', '1', 'prod_a'],
        [ONE, 'UPS', '1'],
      ],
      'names some products of a parcel and not all',
    ],
    [
      'a parcel of which one line is wrong',
      [
        [ONE, 'UPS', '1', 'prod_a'],
        [ONE, 'UPS', '1', 'prod_b', 'x'],
      ],
      'x is no quantity',
    ],
  ])('with %s says so of all its lines, and ships none of it', (_, rows, message) => {
    const lines = rows.map((__, index) => index + 2);
    const { parcels, faults } = read(...rows);
    expect(parcels).toEqual([]);
    expect(faults).toMatchObject([{ lines, message }]);
  });

  it('with a line at fault ships the others', () => {
    const { parcels, faults } = read([ONE, 'UPS', '1'], [TWO, '', '2']);
    expect([parcels.length, faults.length]).toEqual([1, 1]);
  });
});
