import fc from 'fast-check';
import { type LineFacts, movesTo, type Moved, type OrderFacts, statusOf } from './order-status.js';
import { ORDER_STATUSES, type OrderStatus, orderStates } from './order-states.js';

const line = (change: Partial<LineFacts> = {}): LineFacts => ({
  ordered: 3,
  cancelled: 0,
  shipped: 0,
  delivered: 0,
  ...change,
});
const facts = (lines: readonly LineFacts[], change: Partial<OrderFacts> = {}): OrderFacts => ({
  isCancelled: false,
  isPaid: true,
  isPrepared: true,
  lines,
  ...change,
});

describe('the status of an order', () => {
  it.each<[string, OrderFacts, OrderStatus]>([
    ['nothing is paid', facts([line()], { isPaid: false, isPrepared: false }), 'pending'],
    ['it is paid', facts([line()], { isPrepared: false }), 'confirmed'],
    ['somebody prepares it', facts([line()]), 'processing'],
    ['a part of a line has left', facts([line({ shipped: 2 })]), 'processing'],
    [
      'a part has left and arrived',
      facts([line({ shipped: 3, delivered: 3 }), line()], { isPrepared: false }),
      'processing',
    ],
    ['everything has left', facts([line({ shipped: 3 }), line({ shipped: 3, delivered: 3 })]), 'shipped'],
    ['what was not cancelled has left', facts([line({ shipped: 1, cancelled: 2 })]), 'shipped'],
    ['everything has arrived', facts([line({ shipped: 3, delivered: 3 })]), 'delivered'],
    ['all but one line is cancelled', facts([line({ cancelled: 3 }), line()]), 'processing'],
    [
      'it is cancelled, whatever has arrived',
      facts([line({ shipped: 3, delivered: 3 })], { isCancelled: true }),
      'cancelled',
    ],
  ])('where %s', (_, given, status) => {
    expect(statusOf(given)).toBe(status);
  });

  it('makes two moves where cancelling the last units finds all else delivered', () => {
    const given = facts([line({ shipped: 1, delivered: 1, cancelled: 2 })]);
    expect(movesTo('processing', given)).toEqual([
      { from: 'processing', to: 'shipped' },
      { from: 'shipped', to: 'delivered' },
    ]);
  });

  it('is not moved back by facts that are behind it, nor out of a cancellation', () => {
    expect(movesTo('delivered', facts([line({ shipped: 3 })]))).toEqual([]);
    expect(movesTo('cancelled', facts([line({ shipped: 3, delivered: 3 })]))).toEqual([]);
  });
});

const rank = (status: OrderStatus): number => ORDER_STATUSES.indexOf(status);

/** What happens to an order, in any order and any number of times; what cannot be is refused, as it is in life. */
type News =
  | { readonly kind: 'prepare' | 'cancel' }
  | { readonly kind: 'ship' | 'cancel_units'; readonly line: number; readonly quantity: number }
  | { readonly kind: 'deliver'; readonly parcel: number };

const news: fc.Arbitrary<News> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<News>({ kind: 'prepare' }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('ship' as const),
      line: fc.nat(2),
      quantity: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('cancel_units' as const),
      line: fc.nat(2),
      quantity: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('deliver' as const), parcel: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.constant<News>({ kind: 'cancel' }) },
);
const quantities = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 });

/** An order as its rows are: a status that is only moved, and the facts beside it. */
class Story {
  status: OrderStatus = 'confirmed';
  readonly moves: Moved[] = [];
  private isPrepared = false;
  private isCancelled = false;
  private readonly gone: number[];
  private readonly parcels: { readonly line: number; readonly quantity: number; delivered: boolean }[] = [];

  constructor(private readonly ordered: readonly number[]) {
    this.gone = ordered.map(() => 0);
  }

  get facts(): OrderFacts {
    const sum = (of: typeof this.parcels) => of.reduce((total, { quantity }) => total + quantity, 0);
    return facts(
      this.ordered.map((ordered, index) => {
        const own = this.parcels.filter((parcel) => parcel.line === index);
        const arrived = own.filter(({ delivered }) => delivered);
        return { ordered, cancelled: this.gone[index] ?? 0, shipped: sum(own), delivered: sum(arrived) };
      }),
      { isPrepared: this.isPrepared, isCancelled: this.isCancelled },
    );
  }

  happens(event: News): void {
    if (event.kind === 'prepare') this.isPrepared ||= this.status === 'confirmed';
    if (event.kind === 'cancel' && this.status !== 'cancelled') this.cancel();
    const parcel = event.kind === 'deliver' ? this.parcels[event.parcel] : undefined;
    if (parcel) parcel.delivered = true;
    if (event.kind === 'ship' || event.kind === 'cancel_units') this.take(event);
    for (const moved of movesTo(this.status, this.facts)) {
      this.moves.push(moved);
      this.status = moved.to;
    }
  }

  private cancel(): void {
    this.moves.push({ from: this.status, to: 'cancelled' });
    this.isCancelled = true;
    this.status = 'cancelled';
  }

  private take({ kind, line: index, quantity }: Extract<News, { line: number }>): void {
    const { ordered, cancelled, shipped } = this.facts.lines[index] ?? line({ ordered: 0 });
    if (quantity > ordered - cancelled - shipped) return;
    if (kind === 'ship' && this.status === 'processing')
      this.parcels.push({ line: index, quantity, delivered: false });
    if (kind === 'cancel_units' && (this.status === 'confirmed' || this.status === 'processing'))
      this.gone[index] = cancelled + quantity;
  }
}

describe('whatever happens to an order, in any order and however often', () => {
  it('its status is what its parcels say, and moves forward along the table', () => {
    fc.assert(
      fc.property(quantities, fc.array(news, { maxLength: 40 }), (ordered, story) => {
        const order = new Story(ordered);
        for (const event of story) {
          const before = order.status;
          order.happens(event);
          expect(order.status).toBe(statusOf(order.facts));
          expect(rank(order.status)).toBeGreaterThanOrEqual(rank(before));
        }
        for (const { from, to } of order.moves) {
          expect(orderStates.moves.some((move) => move.from === from && move.to === to)).toBe(true);
        }
        const reached = order.moves.map(({ to }) => to);
        expect(new Set(reached).size).toBe(reached.length);
      }),
      { numRuns: 2_000 },
    );
  });

  it('the same parcels end in the same status, whichever of them is delivered first', () => {
    const parcels = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        parcels.chain((sizes) =>
          fc.tuple(
            fc.constant(sizes),
            fc.shuffledSubarray([...sizes.keys(), ...sizes.keys()], { minLength: sizes.length }),
          ),
        ),
        ([sizes, arrivals]) => {
          const order = new Story([sizes.reduce((sum, size) => sum + size, 0)]);
          order.happens({ kind: 'prepare' });
          for (const quantity of sizes) order.happens({ kind: 'ship', line: 0, quantity });
          for (const parcel of arrivals) order.happens({ kind: 'deliver', parcel });
          const all = new Set(arrivals).size === sizes.length;
          expect(order.status).toBe(all ? 'delivered' : 'shipped');
        },
      ),
    );
  });
});
