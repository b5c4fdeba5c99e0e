import { AMOUNT, anAttempt, anOrder, unitsOfLine } from '../../../test/support/order-rows.js';
import type { DomainError } from '../../shared/problem.js';
import type { AttemptRow, OrderRow } from '../order-row.js';
import { planItemsCancellation } from './items-cancellation.js';
import type { LineUnits } from './line-units.js';
import { ORDER_STATUSES } from './order-states.js';

const paid = anAttempt({ status: 'succeeded', captured_minor: AMOUNT });
const promised = anAttempt({ status: 'succeeded', authorized_minor: AMOUNT });
/** Three units, of which one is worth 39.33 with its share of tax and shipping. */
const UNIT_MINOR = AMOUNT / 3;

interface Given {
  readonly status?: OrderRow['status'];
  readonly line?: Partial<OrderRow['lines'][number]>;
  readonly units?: Partial<LineUnits>;
  readonly givenBack?: number;
  readonly attempt?: AttemptRow;
}

function cancelled(quantity: number, given: Given = {}) {
  const { status = 'processing', line, units, givenBack = 0, attempt = paid } = given;
  const lines = anOrder().lines.map((sold) => ({ ...sold, quantity: 3, ...line }));
  const order = anOrder({ status, hold: 'sold', lines });
  const facts = {
    lines: [unitsOfLine(units)],
    givenBack: givenBack > 0 ? [{ productId: 'prod_1', quantity: givenBack }] : [],
  };
  return planItemsCancellation(order, attempt, facts, {
    units: [{ productId: 'prod_1', quantity }],
    note: null,
    actor: { kind: 'customer', id: 'c' },
    refundId: '01900000-0000-7000-8000-0000000000ff',
    releaseId: '01900000-0000-7000-8000-0000000000fe',
    deadlineSeconds: 15,
  });
}

describe('cancelling a part of an order', () => {
  it('puts the units back on the shelf and gives their shares back', () => {
    expect(cancelled(1)).toMatchObject({
      lines: [{ lineNo: 1, backordered: 0, cancelled: 1 }],
      stock: { move: 'restock', units: [{ productId: 'prod_1', quantity: 1 }] },
      attempt: { refunded_minor: UNIT_MINOR },
      newRefund: {
        amountMinor: UNIT_MINOR,
        reason: 'items_cancelled',
        lines: [{ productId: 'prod_1', quantity: 1 }],
        send: 'later',
      },
    });
  });

  it('starts with units that are owed: they free nothing', () => {
    const plan = cancelled(2, { line: { backordered: 1 } });
    expect(plan).toMatchObject({
      lines: [{ backordered: 0, cancelled: 2 }],
      stock: { units: [{ quantity: 1 }] },
    });
    expect(cancelled(1, { line: { backordered: 1 } })).not.toHaveProperty('stock');
  });

  it('takes nothing for what was only promised, and gives nothing back', () => {
    const plan = cancelled(1, { attempt: promised });
    expect(plan).not.toHaveProperty('newRefund');
    expect(plan).not.toHaveProperty('newCapture');
  });

  it('is the cancellation of the order where nothing would be left', () => {
    expect(cancelled(3)).toBe('everything');
    expect(cancelled(2, { line: { cancelled: 1 } })).toBe('everything');
  });

  it('ships the order where everything that is left has left, and lets go what is still promised', () => {
    const plan = cancelled(2, {
      units: { shipped: 1 },
      attempt: { ...promised, captured_minor: UNIT_MINOR },
    });
    expect(plan).toMatchObject({
      order: { status: 'shipped' },
      newCapture: { amountMinor: 0, isLast: true },
      traces: {
        events: [
          { type: 'order.items_cancelled' },
          { type: 'order.shipped', data: { from: 'processing', to: 'shipped' } },
        ],
      },
    });
  });

  it('delivers the order where everything that is left has arrived', () => {
    expect(cancelled(2, { units: { shipped: 1, delivered: 1 } })).toMatchObject({
      order: { status: 'delivered' },
      traces: {
        events: [
          { type: 'order.items_cancelled' },
          { type: 'refund.requested' },
          { type: 'order.shipped', data: { from: 'processing', to: 'shipped' } },
          { type: 'order.delivered', data: { from: 'shipped', to: 'delivered' } },
        ],
      },
    });
  });

  it('refunds no unit twice: one that was refunded by its line before counts for the first that goes', () => {
    expect(cancelled(1, { givenBack: 1 })).not.toHaveProperty('newRefund');
    expect(cancelled(2, { givenBack: 1, units: { shipped: 1 } })).toMatchObject({
      newRefund: { amountMinor: UNIT_MINOR, lines: [{ quantity: 1 }] },
    });
    expect(cancelled(1, { givenBack: 1, line: { cancelled: 1 } })).toMatchObject({
      newRefund: { amountMinor: UNIT_MINOR, lines: [{ quantity: 1 }] },
    });
  });

  it('gives no more back than is left of what was captured', () => {
    const almost = { ...paid, refunded_minor: AMOUNT - 100 };
    expect(cancelled(1, { attempt: almost })).toMatchObject({
      newRefund: { amountMinor: 100 },
      attempt: { refunded_minor: AMOUNT },
    });
  });

  it('is refused for more than is left in the house, with the figures', () => {
    const refused = refusalOf(() => cancelled(2, { units: { shipped: 1 }, line: { cancelled: 1 } }));
    expect([refused.code, refused.facts['items']]).toEqual([
      'units_not_cancellable',
      [{ productId: 'prod_1', requested: 2, left: 1, shipped: 1 }],
    ]);
  });

  it('is there between payment and shipping', () => {
    const codes = ORDER_STATUSES.map((status) => {
      try {
        cancelled(1, { status });
        return 'allowed';
      } catch (error) {
        return (error as DomainError).code;
      }
    });
    const no = 'order_cannot_be_cancelled';
    expect(codes).toEqual([no, 'allowed', 'allowed', no, no, no]);
  });
});

function refusalOf(act: () => unknown): DomainError {
  try {
    act();
  } catch (error) {
    return error as DomainError;
  }
  throw new Error('was not refused');
}
