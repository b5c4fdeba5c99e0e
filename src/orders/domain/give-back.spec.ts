import { AMOUNT, anAttempt, anOrder } from '../../../test/support/order-rows.js';
import type { AttemptRow, OrderRow } from '../order-row.js';
import { giveBack } from './give-back.js';
import type { Paid } from './paid-attempt.js';
import { tracesOf } from './traces.js';

const ACTOR = { kind: 'gateway' } as const;
const newId = '01900000-0000-7000-8000-0000000000ff';
const waiting = '01900000-0000-7000-8000-0000000000ee';
const money = { intentId: 'pi_1', transactionId: 'txn_1', amountMinor: AMOUNT, currency: 'USD', card: null };
const taken: Paid = { ...money, kind: 'succeeded', fee: null };
const promised: Paid = { ...money, kind: 'authorized' };

type Story = {
  readonly order?: Partial<OrderRow>;
  readonly attempt?: Partial<AttemptRow>;
  readonly outcome?: Paid;
  readonly waitingRefundId?: string | null;
  readonly why?: 'cancelled' | 'paid_already' | 'adjusted' | 'out_of_stock';
};

function given({ order, attempt, outcome = taken, waitingRefundId = null, why = 'cancelled' }: Story) {
  const orderRow = anOrder({ status: 'cancelled', ...order });
  const attemptRow = anAttempt({ status: 'unknown', ...attempt });
  const context = { actor: ACTOR, newId, waitingRefundId, deadlineSeconds: 15 };
  const plan = giveBack(why, orderRow, attemptRow, outcome, context, tracesOf(orderRow, attemptRow, ACTOR));
  return {
    ...plan,
    told: plan.traces.events.map(({ type }) => type),
    movements: (plan.transfers ?? []).map(({ movement, amountMinor }) => [movement, amountMinor]),
  };
}

describe('money for an order that cannot take it', () => {
  it('that was taken is booked, and goes back by the worker', () => {
    const plan = given({});
    expect(plan).toMatchObject({
      order: { payment_status: 'paid', hold: 'released' },
      attempt: { status: 'succeeded', captured_minor: AMOUNT, refunded_minor: AMOUNT },
      newRefund: { id: newId, amountMinor: AMOUNT, send: 'now', reason: 'cancelled' },
      stock: { move: 'release', units: [{ productId: 'prod_1', quantity: 2 }] },
      movements: [['captured', AMOUNT]],
      told: ['payment.succeeded', 'refund.requested'],
    });
    expect([plan.newCapture, plan.refund]).toEqual([undefined, undefined]);
  });

  it('that was taken sends the refund that waits for it, and allocates none beside it', () => {
    const plan = given({ waitingRefundId: waiting });
    expect(plan.refund).toEqual({ id: waiting, send: 'now' });
    expect(plan.newRefund).toBeUndefined();
  });

  it('that was only promised is let go, and needs no refund', () => {
    const plan = given({ outcome: promised });
    expect(plan).toMatchObject({
      order: { payment_status: 'authorized' },
      attempt: { status: 'succeeded', authorized_minor: AMOUNT },
      newCapture: { id: newId, amountMinor: 0, isLast: true, send: 'now' },
      movements: [['authorized', AMOUNT]],
      told: ['payment.authorized'],
    });
    expect([plan.newRefund, plan.refund]).toEqual([undefined, undefined]);
    expect(plan.attempt).not.toHaveProperty('refunded_minor');
    expect(plan.attempt).not.toHaveProperty('captured_minor');
  });

  it('that was only promised ends the refund that waits for it', () => {
    const plan = given({ outcome: promised, waitingRefundId: waiting });
    expect(plan.refund).toEqual({ id: waiting, status: 'not_required', send: 'never' });
    expect(plan.told).toEqual(['payment.authorized', 'refund.not_required']);
  });

  it('of a second payment leaves the order, and its payment status, to the first', () => {
    const confirmed = { status: 'confirmed', hold: 'sold', paid_attempt_id: 'another' } as const;
    const plan = given({ order: confirmed, why: 'paid_already' });
    expect(plan.order).toEqual({});
    expect(plan.stock).toBeUndefined();
    expect(plan.newRefund).toMatchObject({ reason: 'paid_already', amountMinor: AMOUNT });
  });

  it('whose attempt had failed frees no units: another one may be undecided over them', () => {
    const plan = given({ attempt: { status: 'failed', failure_reason: 'card_declined' } });
    expect([plan.stock, plan.order?.hold]).toEqual([undefined, undefined]);
    expect(plan.attempt).toMatchObject({ status: 'succeeded', failure_reason: null });
  });

  it('whose units are gone cancels the order', () => {
    const plan = given({ order: { status: 'pending', hold: 'released' }, why: 'out_of_stock' });
    expect(plan.order).toMatchObject({
      status: 'cancelled',
      cancel_reason: 'out_of_stock',
      expires_at: null,
    });
    expect(plan.told).toEqual(['payment.succeeded', 'refund.requested', 'order.cancelled']);
  });
});

it('money for what an order no longer costs goes back, and the order goes on waiting', () => {
  const { order, attempt, newRefund, stock } = given({
    why: 'adjusted',
    order: { status: 'pending', hold: 'released' },
  });
  expect(order).toEqual({});
  expect(attempt).toMatchObject({ status: 'succeeded', captured_minor: AMOUNT, refunded_minor: AMOUNT });
  expect(newRefund).toMatchObject({ amountMinor: AMOUNT, reason: 'adjusted', send: 'now' });
  expect(stock).toBeUndefined();
});
