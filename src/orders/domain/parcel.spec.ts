import { packParcel, type UnshippedLine } from './parcel.js';

const UNSHIPPED: readonly UnshippedLine[] = [
  { lineNo: 1, productId: 'mug', left: 2, backordered: 0 },
  { lineNo: 2, productId: 'cap', left: 0, backordered: 0 },
  { lineNo: 3, productId: 'pen', left: 1, backordered: 0 },
];
const owing = (backordered: number): readonly UnshippedLine[] => [
  { lineNo: 1, productId: 'mug', left: 3, backordered },
];
const pack = (unshipped: readonly UnshippedLine[], items?: { productId: string; quantity: number }[]) =>
  packParcel('ORD-0000000001', unshipped, items);

describe('a parcel', () => {
  it('holds everything that is left, unless told otherwise, and is then the last', () => {
    expect(pack(UNSHIPPED)).toEqual({
      lines: [
        { lineNo: 1, productId: 'mug', quantity: 2 },
        { lineNo: 3, productId: 'pen', quantity: 1 },
      ],
      isLast: true,
    });
  });

  it('holds what it is told, and is the last where nothing is left after it', () => {
    const mug = { productId: 'mug', quantity: 1 };
    expect(pack(UNSHIPPED, [mug])).toEqual({
      lines: [{ lineNo: 1, productId: 'mug', quantity: 1 }],
      isLast: false,
    });
    const all = [
      { productId: 'pen', quantity: 1 },
      { productId: 'mug', quantity: 2 },
    ];
    expect(pack(UNSHIPPED, all).isLast).toBe(true);
  });

  it('holds what is in the house, and is not the last while more is owed', () => {
    expect(pack(owing(1))).toEqual({
      lines: [{ lineNo: 1, productId: 'mug', quantity: 2 }],
      isLast: false,
    });
  });

  it('never holds more than is left, and tells the figures of every product that is too many', () => {
    const items = [
      { productId: 'mug', quantity: 3 },
      { productId: 'pen', quantity: 1 },
      { productId: 'cap', quantity: 1 },
    ];
    expect(() => pack(UNSHIPPED, items)).toThrow(
      expect.objectContaining({
        code: 'units_not_left_to_ship',
        facts: {
          orderId: 'ORD-0000000001',
          items: [
            { productId: 'mug', requested: 3, shippable: 2, backordered: 0 },
            { productId: 'cap', requested: 1, shippable: 0, backordered: 0 },
          ],
        },
      }),
    );
  });

  it('is none where everything that is left is owed', () => {
    const items = [{ productId: 'mug', requested: 0, shippable: 0, backordered: 3 }];
    expect(() => pack(owing(3))).toThrow(
      expect.objectContaining({
        code: 'units_not_left_to_ship',
        facts: { orderId: 'ORD-0000000001', items },
      }),
    );
  });

  it('holds nothing of another order', () => {
    expect(() => pack(UNSHIPPED, [{ productId: 'hat', quantity: 1 }])).toThrow(
      expect.objectContaining({
        code: 'validation_failed',
        facts: { errors: [{ field: 'items.0', message: 'is no product of this order' }] },
      }),
    );
  });
});
