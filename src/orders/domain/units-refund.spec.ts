import fc from 'fast-check';
import { anyCart, orderOf } from '../../../test/support/arbitrary-orders.js';
import { AMOUNT, anAttempt, anOrder, unitsOfLine } from '../../../test/support/order-rows.js';
import type { Units } from '../../shared/database/units.js';
import type { OrderPlan } from '../order-plan.js';
import type { AttemptRow, OrderRow } from '../order-row.js';
import { refundable, wasTakenAtOnce } from './attempt.js';
import { planCancellation } from './cancellation.js';
import { planItemsCancellation } from './items-cancellation.js';
import type { LineUnits } from './line-units.js';
import { askedFor, refuseTooMuch } from './refund-wish.js';
import { shareOfUnits } from './unit-shares.js';
import { refundOfUnits } from './units-refund.js';

type Step = 'cancel' | 'ship' | 'return' | 'refund';
interface Act {
  readonly step: Step;
  readonly line: number;
  readonly quantity: number;
}

/** An order, its payment and its units, as the plans leave them. */
interface Books {
  order: OrderRow;
  paid: AttemptRow;
  lines: LineUnits[];
  readonly givenBack: Map<string, number>;
  refunds: number[];
}

const anyOrder = anyCart
  .map((cart) =>
    orderOf({ ...cart, lines: cart.lines.map((each) => ({ ...each, quantity: 1 + (each.quantity % 5) })) }),
  )
  .filter((order) => order.grand_total_minor > 0 && order.total_minor >= 0);
const anyActs = fc.array(
  fc.record({
    step: fc.constantFrom<Step>('cancel', 'ship', 'return', 'refund'),
    line: fc.nat(5),
    quantity: fc.integer({ min: 1, max: 5 }),
  }),
  { maxLength: 25 },
);

/** Taken with the order, or promised with it and taken parcel by parcel. */
const anyPayment = fc.constantFrom<keyof AttemptRow>('captured_minor', 'authorized_minor');

function open(order: OrderRow, payment: keyof AttemptRow): Books {
  return {
    order: { ...order, status: 'processing', hold: 'sold' },
    paid: anAttempt({
      status: 'succeeded',
      amount_minor: order.grand_total_minor,
      [payment]: order.grand_total_minor,
    }),
    lines: order.lines.map((line) => ({
      lineNo: line.line_no,
      productId: line.product_id,
      shipped: 0,
      delivered: 0,
      deliveredLately: 0,
      returned: 0,
      returnedForMoney: 0,
    })),
    givenBack: new Map(),
    refunds: [],
  };
}

const given = (books: Books): Units[] =>
  [...books.givenBack].map(([productId, quantity]) => ({ productId, quantity }));

const CONTEXT = {
  note: null,
  actor: { kind: 'admin', id: 'a' },
  refundId: '01900000-0000-7000-8000-0000000000ff',
  releaseId: null,
  returnId: '01900000-0000-7000-8000-0000000000fd',
  deadlineSeconds: 15,
} as const;

function book(books: Books, plan: Pick<OrderPlan, 'newRefund' | 'lines' | 'order'>): void {
  const { newRefund, lines = [] } = plan;
  if (newRefund) {
    books.refunds.push(newRefund.amountMinor);
    books.paid = {
      ...books.paid,
      refunded_minor: books.paid.refunded_minor + newRefund.amountMinor,
    };
    for (const { productId, quantity } of (newRefund.lines ?? []) as Units[])
      books.givenBack.set(productId, (books.givenBack.get(productId) ?? 0) + quantity);
  }
  books.order = {
    ...books.order,
    ...(plan.order?.status && { status: plan.order.status }),
    lines: books.order.lines.map((line) => {
      const change = lines.find((each) => each.lineNo === line.line_no);
      return { ...line, cancelled: change?.cancelled ?? line.cancelled };
    }),
  };
}

function act(books: Books, { step, line: index, quantity: wanted }: Act): void {
  const line = books.order.lines.at(index % books.order.lines.length)!;
  const units = books.lines.find((each) => each.lineNo === line.line_no)!;
  const count = (change: Partial<LineUnits>) => {
    books.lines = books.lines.map((each) => (each === units ? { ...each, ...change } : each));
  };
  const facts = { lines: books.lines, givenBack: given(books) };
  const productId = line.product_id;
  const least = (left: number) => Math.min(wanted, left);
  switch (step) {
    case 'ship': {
      const quantity = least(line.quantity - line.cancelled - units.shipped);
      if (!wasTakenAtOnce(books.paid)) takeShare(books, { productId, quantity });
      const shipped = units.shipped + quantity;
      count({ shipped, delivered: shipped });
      return;
    }
    case 'cancel': {
      const quantity = least(line.quantity - line.cancelled - units.shipped);
      if (quantity === 0 || books.order.status !== 'processing') return;
      const plan = planItemsCancellation(books.order, books.paid, facts, {
        ...CONTEXT,
        units: [{ productId, quantity }],
      });
      if (plan !== 'everything') book(books, plan);
      return;
    }
    case 'return': {
      const quantity = least(units.delivered - units.returned);
      if (quantity === 0) return;
      const refund = refundOfUnits(books.order, books.paid, [{ productId, quantity }], facts, {
        id: CONTEXT.refundId,
        reason: 'returned',
        deadlineSeconds: 15,
      });
      book(books, { ...(refund && { newRefund: refund }) });
      count({
        returned: units.returned + quantity,
        returnedForMoney: units.returnedForMoney + quantity,
      });
      return;
    }
    case 'refund': {
      // What no parcel has taken money for, nobody gives back.
      const taken = wasTakenAtOnce(books.paid) ? line.quantity : units.shipped;
      const quantity = least(taken - (books.givenBack.get(productId) ?? 0));
      if (quantity === 0) return;
      const wish = { lines: [{ productId, quantity }] };
      // A refund of units that cost nothing is refused.
      if (shareOfUnits(books.order, wish.lines, facts.givenBack) === 0) return;
      const { amountMinor } = askedFor(wish, books.order, books.paid, facts.givenBack);
      refuseTooMuch(books.order, books.paid, amountMinor);
      book(books, {
        newRefund: {
          ...wish,
          id: CONTEXT.refundId,
          attemptId: 'paid',
          amountMinor,
          reason: 'x',
          send: 'later',
          deadlineSeconds: 15,
        },
      });
    }
  }
}

function takeShare(books: Books, sent: Units): void {
  const shipped = books.lines.map(({ productId, shipped: quantity }) => ({ productId, quantity }));
  const share = shareOfUnits(books.order, [sent], shipped);
  books.paid = { ...books.paid, captured_minor: books.paid.captured_minor + share };
}

const total = (books: Books): number => books.refunds.reduce((sum, each) => sum + each, 0);

describe('what part cancellations, returns and refunds by line give back', () => {
  it('is never more than was captured, names no unit twice, and is all of it when all units are gone', () => {
    fc.assert(
      fc.property(anyOrder, anyPayment, anyActs, (order, payment, acts) => {
        const books = open(order, payment);
        for (const each of acts) act(books, each);
        expect(total(books)).toBeLessThanOrEqual(books.paid.captured_minor);
        for (const line of books.order.lines)
          expect(books.givenBack.get(line.product_id) ?? 0).toBeLessThanOrEqual(line.quantity);

        // Everything that is left is sent and comes back.
        for (const step of ['ship', 'return'] as const)
          books.order.lines.forEach((line, index) => {
            act(books, { step, line: index, quantity: line.quantity });
          });
        expect(total(books)).toBe(books.paid.captured_minor);
      }),
    );
  });

  it('is completed to the cent by a final cancellation', () => {
    fc.assert(
      fc.property(anyOrder, anyPayment, anyActs, (order, payment, acts) => {
        const books = open(order, payment);
        for (const each of acts) act(books, each);
        const { order: now, paid, lines } = books;
        const event = now.status === 'processing' ? 'cancelled' : 'cancelled_after_shipping';
        const plan = planCancellation(now, null, paid, lines, {
          ...CONTEXT,
          event,
          reason: 'admin',
          clearedCart: null,
        });
        const last = plan.newRefund?.amountMinor ?? 0;
        expect(last).toBe(refundable(paid));
        expect(total(books) + last).toBe(paid.captured_minor);
      }),
    );
  });
});

it('a unit that was cancelled before its money was taken does not count for one that comes back', () => {
  const lines = anOrder().lines.map((line) => ({ ...line, quantity: 3, cancelled: 1 }));
  const order = anOrder({ status: 'delivered', hold: 'sold', lines });
  const promised = anAttempt({ authorized_minor: AMOUNT, captured_minor: 5_000 });
  const refundWhere = (givenBack: Units[]) =>
    refundOfUnits(
      order,
      promised,
      [{ productId: 'prod_1', quantity: 1 }],
      { lines: [unitsOfLine({ shipped: 2, delivered: 2 })], givenBack },
      { id: CONTEXT.refundId, reason: 'returned', deadlineSeconds: 15 },
    );
  expect(refundWhere([])).toMatchObject({ lines: [{ quantity: 1 }] });
  expect(refundWhere([{ productId: 'prod_1', quantity: 1 }])).toBeUndefined();
});
