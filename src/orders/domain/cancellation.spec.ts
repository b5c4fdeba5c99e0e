import { AMOUNT, anAttempt, anOrder } from '../../../test/support/order-rows.js';
import type { OrderRow } from '../order-row.js';
import { cancelEvent, planCancellation } from './cancellation.js';
import { ORDER_STATUSES } from './order-states.js';

const CUSTOMER = { kind: 'customer', id: 'c' } as const;
const ADMIN = { kind: 'admin', id: 'a' } as const;
const paid = anAttempt({ id: 'paid', status: 'succeeded', captured_minor: AMOUNT });
const undecided = anAttempt({ id: 'open', status: 'unknown' });

const cancelled = (
  order: Partial<OrderRow>,
  { open = null, of = null }: { open?: typeof undecided | null; of?: typeof paid | null },
  event: 'cancelled' | 'cancelled_after_shipping' = 'cancelled',
) =>
  planCancellation(anOrder(order), open, of, {
    event,
    reason: 'customer_request',
    note: null,
    actor: CUSTOMER,
    clearedCart: null,
    refundId: '01900000-0000-7000-8000-0000000000ff',
    releaseId: '01900000-0000-7000-8000-0000000000fe',
    deadlineSeconds: 15,
  });

const CONFIRMED = { status: 'confirmed', hold: 'sold', paid_attempt_id: 'paid' } as const;

describe('a cancellation', () => {
  it('is a customer’s until the order is shipped, and an admin’s until it is cancelled', () => {
    const events = (actor: typeof CUSTOMER | typeof ADMIN) =>
      ORDER_STATUSES.map((status) => cancelEvent(anOrder({ status }), actor) ?? 'no');
    expect(events(CUSTOMER)).toEqual(['cancelled', 'cancelled', 'cancelled', 'no', 'no', 'no']);
    expect(events(ADMIN)).toEqual([
      'cancelled',
      'cancelled',
      'cancelled',
      'cancelled_after_shipping',
      'cancelled_after_shipping',
      'no',
    ]);
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

  it('of a shipped order leaves the stock alone: the goods are on their way', () => {
    const plan = cancelled({ ...CONFIRMED, status: 'shipped' }, { of: paid }, 'cancelled_after_shipping');
    expect(plan.stock).toBeUndefined();
    expect(plan.newRefund).toMatchObject({ amountMinor: AMOUNT });
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
