import { AMOUNT, anAttempt, anOrder, unitsOfLine } from '../../../test/support/order-rows.js';
import type { DomainError } from '../../shared/problem.js';
import type { ReturnRow } from '../return-row.js';
import type { LineUnits } from './line-units.js';
import { planReceipt, planReturnDecision, type ReceivedItem } from './return-moves.js';
import { planReturnRequest } from './return-request.js';
import { RETURN_STATUSES } from './return-states.js';

const CUSTOMER = { kind: 'customer', id: 'c' } as const;
const ADMIN = { kind: 'admin', id: 'a' } as const;
const order = anOrder({ status: 'delivered', hold: 'sold', paid_attempt_id: 'paid' });
const paid = anAttempt({ id: 'paid', status: 'succeeded', captured_minor: AMOUNT });
/** One of the order's two units; of 117.99 they halve all but the odd cent. */
const UNIT_MINOR = 5_900;

const back = (change: Partial<ReturnRow> = {}): ReturnRow => ({
  id: '01900000-0000-7000-8000-0000000000fd',
  order_id: order.id,
  status: 'approved',
  carries_refund: true,
  reason: 'Too small',
  decided_note: null,
  requested_by: 'customer',
  refund_id: null,
  requested_at: '2026-11-23T02:45:00Z',
  decided_at: null,
  received_at: null,
  lines: [{ line_no: 1, product_id: 'prod_1', quantity: 2, restocked: 0, written_off: 0 }],
  ...change,
});

const refusalOf = (act: () => unknown): DomainError => {
  try {
    act();
  } catch (error) {
    return error as DomainError;
  }
  throw new Error('was not refused');
};

describe('asking for a return', () => {
  const asked = (
    quantity: number,
    units: Partial<LineUnits>,
    actor: typeof CUSTOMER | typeof ADMIN = CUSTOMER,
  ) =>
    planReturnRequest(order, [unitsOfLine({ shipped: 2, delivered: 2, deliveredLately: 2, ...units })], {
      id: '01900000-0000-7000-8000-0000000000fd',
      units: [{ productId: 'prod_1', quantity }],
      reason: 'Too small',
      actor,
    });

  it('opens one that carries a refund, and moves nothing', () => {
    const plan = asked(2, {});
    expect(plan.newReturn).toMatchObject({
      status: 'requested',
      carriesRefund: true,
      lines: [{ quantity: 2 }],
    });
    expect(plan).not.toHaveProperty('stock');
    expect(plan).not.toHaveProperty('newRefund');
  });

  it.each([
    ['has not arrived', { delivered: 1 }, { returnable: 1, delivered: 1 }],
    ['is in another return', { returned: 1 }, { returnable: 1, inReturns: 1 }],
    ['arrived too long ago', { deliveredLately: 0 }, { returnable: 0, delivered: 2 }],
  ])('is refused with the figures for what %s', (_, units, figures) => {
    const { code, facts } = refusalOf(() => asked(2, units));
    expect(code).toBe('units_not_returnable');
    expect(facts['items']).toMatchObject([{ productId: 'prod_1', requested: 2, ...figures }]);
  });

  it('is there for an admin however long ago it was', () => {
    expect(asked(2, { deliveredLately: 0 }, ADMIN).newReturn).toBeDefined();
  });
});

describe('a return that moves', () => {
  const received = (items?: readonly ReceivedItem[], { of = paid, row = back(), givenBack = 0 } = {}) =>
    planReceipt(
      order,
      of,
      row,
      { lines: [unitsOfLine()], givenBack: [{ productId: 'prod_1', quantity: givenBack }] },
      { items, actor: ADMIN, refundId: '01900000-0000-7000-8000-0000000000ff', deadlineSeconds: 15 },
    );

  it('goes back on the shelf and is paid back, all of it unless told', () => {
    const { plan, writtenOff } = received();
    expect(plan).toMatchObject({
      stock: { move: 'restock', units: [{ productId: 'prod_1', quantity: 2 }] },
      return: { status: 'received', lines: [{ restocked: 2, written_off: 0 }] },
      newRefund: { amountMinor: AMOUNT, reason: 'returned' },
      attempt: { refunded_minor: AMOUNT },
    });
    expect(writtenOff).toEqual([]);
  });

  it('is booked in and then out where it is not fit for sale, and paid back all the same', () => {
    const { plan, writtenOff } = received([{ productId: 'prod_1', restock: 1, writeOff: 1 }]);
    expect(plan).toMatchObject({ stock: { units: [{ quantity: 2 }] }, newRefund: { amountMinor: AMOUNT } });
    expect(writtenOff).toEqual([{ productId: 'prod_1', quantity: 1 }]);
  });

  it('pays back what came, not what was announced', () => {
    const { plan } = received([{ productId: 'prod_1', restock: 1, writeOff: 0 }]);
    expect(plan).toMatchObject({ newRefund: { amountMinor: UNIT_MINOR, lines: [{ quantity: 1 }] } });
    const nothing = received([{ productId: 'prod_1', restock: 0, writeOff: 0 }]).plan;
    expect(nothing.return?.status).toBe('received');
    expect([nothing.stock, nothing.newRefund]).toEqual([undefined, undefined]);
  });

  it('pays nothing back twice, nor what the cancellation of the order has paid back', () => {
    expect(received(undefined, { givenBack: 2 }).plan.newRefund).toBeUndefined();
    expect(received(undefined, { of: { ...paid, refunded_minor: AMOUNT } }).plan.newRefund).toBeUndefined();
    expect(received(undefined, { row: back({ carries_refund: false }) }).plan.newRefund).toBeUndefined();
  });

  it('cannot bring more than was announced', () => {
    const { code, facts } = refusalOf(() =>
      received([
        { productId: 'prod_1', restock: 2, writeOff: 1 },
        { productId: 'prod_2', restock: 1, writeOff: 0 },
      ]),
    );
    expect([code, facts['errors']]).toEqual([
      'validation_failed',
      [
        { field: 'items.0', message: '2 announced' },
        { field: 'items.1', message: '0 announced' },
      ],
    ]);
  });

  it.each(RETURN_STATUSES)('moves each way once: %s', (status) => {
    const allowed = (act: () => unknown) => {
      try {
        return act() !== undefined;
      } catch (error) {
        return (error as DomainError).code;
      }
    };
    const no = 'return_not_in_that_state';
    const row = back({ status });
    expect([
      allowed(() => planReturnDecision(order, row, 'approved', null, ADMIN)),
      allowed(() => planReturnDecision(order, row, 'refused', 'Worn', ADMIN)),
      allowed(() => received(undefined, { row })),
    ]).toEqual([status === 'requested' || no, status === 'requested' || no, status === 'approved' || no]);
  });
});
