import { afterEarlier, type EarlierParcel } from './earlier-parcels.js';

const mugs = (quantity: number) => [{ productId: 'prod_mug', quantity }];
const row = (line: number, quantity: number, orderNumber = 'ORD-1'): EarlierParcel => ({
  lines: [line],
  orderNumber,
  sent: mugs(quantity),
});

describe('a parcel of a file that others stand before', () => {
  const parcel = { orderNumber: 'ORD-1', everything: mugs(3) };

  it('is what it is where they are of other orders', () => {
    expect(afterEarlier({ ...parcel, earlier: [] })).toEqual({ items: mugs(3) });
    expect(afterEarlier({ ...parcel, items: mugs(2), earlier: [] })).toEqual({ items: mugs(2) });
  });

  it('sends the rest where one of them sends a part', () => {
    expect(afterEarlier({ ...parcel, earlier: [row(2, 1)] })).toEqual({ items: mugs(2) });
    expect(afterEarlier({ ...parcel, items: mugs(1), earlier: [row(2, 1), row(3, 1)] })).toEqual({
      items: mugs(1),
    });
  });

  it.each([
    ['everything, and everything is gone', { earlier: [row(2, 3)] }, [2]],
    ['more than they leave', { items: mugs(2), earlier: [row(2, 1), row(3, 1)] }, [2, 3]],
  ])('is refused where it asks for %s', (_, more, lines) => {
    expect(afterEarlier({ ...parcel, ...more })).toEqual({ code: 'units_not_left_to_ship', lines });
  });

  it('is refused where a parcel of another order has its number', () => {
    const earlier = [row(5, 1, 'ORD-2')];
    expect(afterEarlier({ ...parcel, earlier })).toEqual({ code: 'tracking_number_used', lines: [5] });
  });
});
