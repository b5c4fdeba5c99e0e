import { type CartLine, tellCart } from './cart.js';

const line = (changes: Partial<CartLine> = {}): CartLine => ({
  productId: 'prod_mug',
  productName: 'Stoneware mug',
  quantity: 2,
  priceMinor: 1_800,
  backorderable: false,
  currency: 'USD',
  sold: true,
  available: 10,
  ...changes,
});

test.each([
  ['what is sold out', { available: 0 }, 'out_of_stock', 'Stoneware mug is out of stock.', 0],
  ['what is short', { available: 1 }, 'low_stock', 'Only 1 of Stoneware mug left.', 1],
  [
    'what is not sold any more',
    { sold: false, available: 0 },
    'withdrawn',
    'Stoneware mug is no longer sold.',
    0,
  ],
])('%s stays in the cart with a notice', (_, changes, code, message, available) => {
  const cart = tellCart([line(changes)], 1, 'USD');
  expect(cart.items).toHaveLength(1);
  expect(cart.notices).toEqual([{ productId: 'prod_mug', code, message, available }]);
});

test('exactly enough is enough', () => {
  expect(tellCart([line({ available: 2 })], 1, 'USD').notices).toEqual([]);
});

test('sums are exact where floating point would not be', () => {
  const cart = tellCart(
    [line({ priceMinor: 10, quantity: 3 }), line({ priceMinor: 5_999, quantity: 2 })],
    7,
    'USD',
  );
  expect(cart).toMatchObject({ total: 120.28, itemCount: 5, version: 7 });
  expect(cart.items.map(({ price, subtotal }) => [price, subtotal])).toEqual([
    [0.1, 0.3],
    [59.99, 119.98],
  ]);
});

test('a currency without decimals has none', () => {
  const cart = tellCart([line({ priceMinor: 1_800, currency: 'JPY' })], 1, 'USD');
  expect(cart).toMatchObject({ currency: 'JPY', total: 3_600 });
});

test('prices of two currencies are never added up', () => {
  const cart = tellCart(
    [line(), line({ productId: 'prod_tea', productName: 'Tea', priceMinor: 500, currency: 'JPY' })],
    1,
    'EUR',
  );
  expect(cart).toMatchObject({ currency: 'USD', total: 36, itemCount: 4 });
  expect(cart.items).toMatchObject([{ currency: 'USD' }, { currency: 'JPY', price: 500, subtotal: 1_000 }]);
  expect(cart.notices).toEqual([
    {
      productId: 'prod_tea',
      code: 'other_currency',
      message: 'Tea is priced in JPY, and has to be ordered by itself.',
      available: 10,
    },
  ]);
});

test('an empty cart is in the currency of the shop', () => {
  const empty = { items: [], total: 0, itemCount: 0, currency: 'EUR', version: 0, notices: [] };
  expect(tellCart([], 0, 'EUR')).toEqual(empty);
});
