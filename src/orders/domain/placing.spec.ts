import { anAttempt, anOrder } from '../../../test/support/order-rows.js';
import type { AttemptStatus } from '../order-row.js';
import type { PlacingFacts, WantedLine } from '../placing-facts.sql.js';
import { decidePlacing, orderableLines, type Wish } from './placing.js';

const NOW = '2026-11-23T02:45:05Z';
const BEFORE_DEADLINE = { deadline_at: '2026-11-23T02:45:15Z' };
const AFTER_DEADLINE = { deadline_at: '2026-11-23T02:45:00Z' };

const line = (change: Partial<WantedLine> = {}): WantedLine => ({
  productId: 'prod_1',
  quantity: 2,
  productName: 'Product',
  productClass: 'standard',
  priceMinor: 5_000,
  currency: 'USD',
  active: true,
  available: 2,
  backorderable: false,
  ...change,
});
const facts = (change: Partial<PlacingFacts> = {}): PlacingFacts => ({
  customer: { email: 'ada@example.com' },
  cartVersion: 3,
  lines: [line()],
  destination: { country: 'US', region: 'NY' },
  rates: { taxes: [], shipping: [] },
  tied: null,
  pendingOrders: 0,
  emptiedBy: null,
  now: NOW,
  ...change,
});
const wish = (change: Partial<Wish> = {}): Wish => ({
  fromCart: true,
  pays: true,
  destinationKey: 'home',
  allowPartial: false,
  maxPendingOrders: 3,
  ...change,
});
const order = anOrder();
const tiedTo = (status?: AttemptStatus, change = {}) =>
  facts({ tied: { order, openAttempt: status ? anAttempt({ status, ...change }) : null } });

const refusal = (code: string) => expect.objectContaining({ code });

describe('what a create means', () => {
  it.each([
    ['a cart that led to nothing yet', facts(), wish(), 'create'],
    [
      'items, whatever the cart led to',
      { ...tiedTo('unknown'), lines: [line()] },
      wish({ fromCart: false }),
      'create',
    ],
    ['a second click while the first one pays', tiedTo('started', BEFORE_DEADLINE), wish(), 'wait'],
    [
      'the same, to another address',
      tiedTo('started', BEFORE_DEADLINE),
      wish({ destinationKey: 'work' }),
      'wait',
    ],
    ['a payment that was cut off', tiedTo('started', AFTER_DEADLINE), wish(), 'ask'],
    ['a payment of unknown outcome', tiedTo('unknown', BEFORE_DEADLINE), wish(), 'ask'],
    ['a payment that waits for its customer', tiedTo('requires_action'), wish(), 'ask'],
    ['a payment that failed', tiedTo(), wish(), 'pay_again'],
    ['a payment that failed, to another address', tiedTo(), wish({ destinationKey: 'work' }), 'supersede'],
    ['a payment that failed, to be paid later', tiedTo(), wish({ pays: false }), 'supersede'],
    [
      'an order of what there was, where all is wanted now',
      facts({ tied: { order: { ...order, unavailable_items: [] }, openAttempt: null } }),
      wish(),
      'supersede',
    ],
    [
      'the same, where what there is will do again',
      facts({ tied: { order: { ...order, unavailable_items: [] }, openAttempt: null } }),
      wish({ allowPartial: true }),
      'pay_again',
    ],
    ['a cart that its order has just emptied', facts({ lines: [], emptiedBy: order }), wish(), 'same'],
  ])('%s', (_, given, wanted, kind) => {
    expect(decidePlacing(given, wanted).kind).toBe(kind);
  });

  it.each(['unknown', 'requires_action', 'processing'] as const)(
    'nothing new is started for another address while a payment is %s',
    (status) => {
      expect(() => decidePlacing(tiedTo(status), wish({ destinationKey: 'work' }))).toThrow(
        refusal('payment_outcome_pending'),
      );
    },
  );

  it('an empty cart is nothing to order, and items are not replaced by what a cart was emptied by', () => {
    expect(() => decidePlacing(facts({ lines: [] }), wish())).toThrow(refusal('cart_empty'));
    const emptied = facts({ lines: [], emptiedBy: order });
    expect(() => decidePlacing(emptied, wish({ fromCart: false }))).toThrow(refusal('cart_empty'));
  });

  it('the limit of pending orders stops a further one, and never one that exists', () => {
    const full = { pendingOrders: 3 };
    expect(() => decidePlacing(facts(full), wish())).toThrow(refusal('too_many_pending_orders'));
    expect(decidePlacing({ ...tiedTo(), ...full }, wish()).kind).toBe('pay_again');
    expect(decidePlacing(facts({ pendingOrders: 2 }), wish()).kind).toBe('create');
  });
});

describe('the lines of an order', () => {
  it('are all there, sold, and priced in one currency', () => {
    expect(orderableLines([line(), line({ productId: 'prod_2' })])).toMatchObject({
      currency: 'USD',
      lines: [{ productId: 'prod_1' }, { productId: 'prod_2' }],
    });
    expect(() => orderableLines([line(), line({ productId: 'prod_2', currency: 'EUR' })])).toThrow(
      refusal('validation_failed'),
    );
    expect(() => orderableLines([line({ productName: null })])).toThrow(refusal('product_not_found'));
  });

  it('that are short are all named, with what is available of each', () => {
    const lines = [
      line({ productId: 'enough' }),
      line({ productId: 'short', available: 1 }),
      line({ productId: 'withdrawn', active: false, available: 9 }),
    ];
    expect(() => orderableLines(lines)).toThrow(
      expect.objectContaining({
        code: 'out_of_stock',
        facts: {
          unavailableItems: [
            { productId: 'short', productName: 'Product', requested: 2, available: 1 },
            { productId: 'withdrawn', productName: 'Product', requested: 2, available: 0 },
          ],
        },
      }),
    );
  });

  it('take what there is where the customer wants that, and tell what is left out', () => {
    const wanted = [
      line({ productId: 'enough' }),
      line({ productId: 'short', available: 1 }),
      line({ productId: 'gone', available: 0 }),
      line({ productId: 'withdrawn', active: false, available: 9 }),
    ];
    const { lines, unavailable } = orderableLines(wanted, { allowPartial: true });
    expect(lines.map(({ productId, quantity }) => [productId, quantity])).toEqual([
      ['enough', 2],
      ['short', 1],
    ]);
    expect(unavailable.map(({ productId, available }) => [productId, available])).toEqual([
      ['short', 1],
      ['gone', 0],
      ['withdrawn', 0],
    ]);
    expect(() => orderableLines([line({ available: 0 })], { allowPartial: true })).toThrow(
      refusal('out_of_stock'),
    );
  });

  it('of a product that may be ordered ahead are ordered whole, and owe what is not there', () => {
    const ahead = { backorderable: true };
    const taken = (available: number) => orderableLines([line({ ...ahead, available })]).lines;
    expect(taken(9)).toMatchObject([{ quantity: 2, backordered: 0 }]);
    expect(taken(1)).toMatchObject([{ quantity: 2, backordered: 1 }]);
    expect(taken(0)).toMatchObject([{ quantity: 2, backordered: 2 }]);
    expect(() => orderableLines([line({ ...ahead, active: false })])).toThrow(refusal('out_of_stock'));
  });
});
