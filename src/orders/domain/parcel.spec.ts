import { packParcel, type UnshippedLine } from './parcel.js';

const UNSHIPPED: readonly UnshippedLine[] = [
  { lineNo: 1, productId: 'mug', quantity: 2 },
  { lineNo: 2, productId: 'cap', quantity: 0 },
  { lineNo: 3, productId: 'pen', quantity: 1 },
];

describe('a parcel', () => {
  it('holds everything that is left, unless told otherwise, and is then the last', () => {
    expect(packParcel(UNSHIPPED, undefined)).toEqual({
      lines: [
        { lineNo: 1, productId: 'mug', quantity: 2 },
        { lineNo: 3, productId: 'pen', quantity: 1 },
      ],
      isLast: true,
    });
  });

  it('holds what it is told, and is the last where nothing is left after it', () => {
    const mug = { productId: 'mug', quantity: 1 };
    expect(packParcel(UNSHIPPED, [mug])).toEqual({
      lines: [{ lineNo: 1, productId: 'mug', quantity: 1 }],
      isLast: false,
    });
    const all = [
      { productId: 'pen', quantity: 1 },
      { productId: 'mug', quantity: 2 },
    ];
    expect(packParcel(UNSHIPPED, all).isLast).toBe(true);
  });

  it('never holds more than is left, and names every item that is too many', () => {
    const items = [
      { productId: 'mug', quantity: 3 },
      { productId: 'pen', quantity: 1 },
      { productId: 'cap', quantity: 1 },
      { productId: 'nothing_of_this_order', quantity: 1 },
    ];
    expect(() => packParcel(UNSHIPPED, items)).toThrow(
      expect.objectContaining({
        code: 'validation_failed',
        facts: {
          errors: [
            { field: 'items.0', message: '2 left to ship' },
            { field: 'items.2', message: '0 left to ship' },
            { field: 'items.3', message: '0 left to ship' },
          ],
        },
      }),
    );
  });
});
