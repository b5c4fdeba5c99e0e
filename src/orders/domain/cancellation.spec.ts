import { AMOUNT, anAttempt, anOrder, unitsOfLine } from '../../../test/support/order-rows.js';
import type { Actor } from '../../shared/actor.js';
import type { DomainError } from '../../shared/problem.js';
import type { OrderRow } from '../order-row.js';
import { cancelEvent, planCancellation } from './cancellation.js';
import type { LineUnits } from './line-units.js';
import { ORDER_STATUSES, type OrderStatus } from './order-states.js';

const CUSTOMER = { kind: 'customer', id: 'c' } as const;
const ADMIN = { kind: 'admin', id: 'a' } as const;
const paid = anAttempt({ id: 'paid', status: 'succeeded', captured_minor: AMOUNT });
const undecided = anAttempt({ id: 'open', status: 'unknown' });

const cancelled = (
  order: Partial<OrderRow>,
  { open = null, of = null }: { open?: typeof undecided | null; of?: typeof paid | null },
  event: 'cancelled' | 'cancelled_after_shipping' = 'cancelled',
  units: readonly LineUnits[] = [],
) =>
  planCancellation(anOrder(order), open, of, units, {
    event,
    reason: 'customer_request',
    note: null,
    actor: CUSTOMER,
    clearedCart: null,
    refundId: '01900000-0000-7000-8000-0000000000ff',
    releaseId: '01900000-0000-7000-8000-0000000000fe',
    returnId: '01900000-0000-7000-8000-0000000000fd',
    deadlineSeconds: 15,
  });

const CONFIRMED = { status: 'confirmed', hold: 'sold', paid_attempt_id: 'paid' } as const;

describe('a cancellation', () => {
  it('is a customer’s until the order is shipped, and an admin’s until it is cancelled', () => {
    const eventOf = (status: OrderStatus, actor: Actor) => {
      try {
        return cancelEvent(anOrder({ status }), { actor, reason: 'x' });
      } catch (error) {
        return (error as DomainError).code;
      }
    };
    const events = (actor: Actor) => ORDER_STATUSES.map((status) => eventOf(status, actor));
    const no = 'order_cannot_be_cancelled';
    expect(events(CUSTOMER)).toEqual(['cancelled', 'cancelled', 'cancelled', no, no, no]);
    expect(events(ADMIN)).toEqual([
      'cancelled',
      'cancelled',
      'cancelled',
      'cancelled_after_shipping',
      'cancelled_after_shipping',
      no,
    ]);
  });

  it('after shipping needs a reason', () => {
    const shipped = anOrder({ status: 'shipped' });
    expect(() => cancelEvent(shipped, { actor: ADMIN })).toThrow('validation_failed');
  });

  it('of an order that nobody paid frees its units, and refunds nothing', () => {
    const plan = cancelled({}, {});
    expect(plan).toMatchObject({
      order: { status: 'cancelled', hold: 'released' },
      stock: { move: 'release' },
    });
    expect(plan.newRefund).toBeUndefined();
    const released = cancelled({ hold: 'released' }, {});
    expect([released.stock, released.order?.hold]).toEqual([undefined, undefined]);
  });

  it('of a paid order gives everything back that was not given back before', () => {
    expect(cancelled(CONFIRMED, { of: paid })).toMatchObject({
      order: { status: 'cancelled', hold: 'returned' },
      stock: { move: 'restock', units: [{ productId: 'prod_1', quantity: 2 }] },
      attempt: { refunded_minor: AMOUNT },
      newRefund: { attemptId: 'paid', amountMinor: AMOUNT, send: 'later' },
    });
    const partly = cancelled(CONFIRMED, { of: { ...paid, refunded_minor: 1_000 } });
    expect(partly).toMatchObject({
      attempt: { refunded_minor: AMOUNT },
      newRefund: { amountMinor: AMOUNT - 1_000 },
    });
    expect(cancelled(CONFIRMED, { of: { ...paid, refunded_minor: AMOUNT } }).newRefund).toBeUndefined();
  });

  it('of a shipped order leaves the stock alone and opens a return: the goods are on their way', () => {
    const shipped = { ...CONFIRMED, status: 'shipped' } as const;
    const plan = cancelled(shipped, { of: paid }, 'cancelled_after_shipping', [unitsOfLine({ shipped: 2 })]);
    expect([plan.stock, plan.order?.hold]).toEqual([undefined, undefined]);
    expect(plan.newRefund).toMatchObject({ amountMinor: AMOUNT });
    expect(plan.newReturn).toMatchObject({
      status: 'approved',
      carriesRefund: false,
      lines: [{ lineNo: 1, productId: 'prod_1', quantity: 2 }],
    });
  });

  it('of an order of which a parcel is out puts back what is in the house, and asks for the rest', () => {
    const processing = { ...CONFIRMED, status: 'processing' } as const;
    const plan = cancelled(processing, { of: paid }, 'cancelled', [unitsOfLine({ shipped: 1 })]);
    expect(plan).toMatchObject({
      stock: { move: 'restock', units: [{ productId: 'prod_1', quantity: 1 }] },
      lines: [{ lineNo: 1, backordered: 0, cancelled: 1 }],
      newReturn: { lines: [{ quantity: 1 }] },
    });
    expect(plan.order?.hold).toBeUndefined();
  });

  it('asks for nothing that is on its way back already', () => {
    const back = unitsOfLine({ shipped: 2, delivered: 2, returned: 2 });
    const delivered = { ...CONFIRMED, status: 'delivered' } as const;
    const plan = cancelled(delivered, { of: paid }, 'cancelled_after_shipping', [back]);
    expect([plan.stock, plan.newReturn]).toEqual([undefined, undefined]);
  });

  it('over an undecided payment keeps the units and lets a refund wait for it', () => {
    const plan = cancelled({}, { open: undecided });
    expect([plan.stock, plan.order?.hold, plan.attempt]).toEqual([undefined, undefined, undefined]);
    expect(plan.newRefund).toMatchObject({ attemptId: 'open', amountMinor: AMOUNT, send: 'waits' });
  });

  it('of a paid order gives its money back, whatever another payment is doing', () => {
    const plan = cancelled(CONFIRMED, { open: undecided, of: paid });
    expect(plan.newRefund).toMatchObject({ attemptId: 'paid', amountMinor: AMOUNT, send: 'later' });
    expect(plan.stock?.move).toBe('restock');
  });
});
