import { AMOUNT, anAttempt, anOrder } from '../../../test/support/order-rows.js';
import type { AttemptRow, CaptureRow, OrderRow } from '../order-row.js';
import { planCaptureOutcome } from './capture-plan.js';

const refundId = '01900000-0000-7000-8000-0000000000ff';
const context = { actor: { kind: 'gateway' }, refundId, deadlineSeconds: 15 } as const;
const done = { kind: 'succeeded', gatewayCaptureId: 'ch_1', fee: null } as const;
const declined = { kind: 'failed', code: 'authorization_expired' } as const;

const aCapture = (change: Partial<CaptureRow> = {}): CaptureRow => ({
  id: '01900000-0000-7000-8000-0000000000cc',
  order_id: anOrder().id,
  attempt_id: anAttempt().id,
  parcel_id: '01900000-0000-7000-8000-0000000000dd',
  amount_minor: 5_000,
  currency: 'USD',
  is_last: false,
  captured_before_minor: 0,
  status: 'pending',
  created_at: '2026-11-23T02:46:00Z',
  ...change,
});

interface Rows {
  readonly order?: Partial<OrderRow>;
  readonly attempt?: Partial<AttemptRow>;
}

function planned(
  capture: Partial<CaptureRow>,
  outcome: Parameters<typeof planCaptureOutcome>[3],
  { order, attempt }: Rows = {},
) {
  const promised = anAttempt({ status: 'succeeded', authorized_minor: AMOUNT, ...attempt });
  const confirmed = anOrder({ status: 'processing', paid_attempt_id: promised.id, ...order });
  const plan = planCaptureOutcome(aCapture(capture), promised, confirmed, outcome, context);
  return (
    plan && {
      ...plan,
      movements: (plan.transfers ?? []).map(({ movement, amountMinor }) => [movement, amountMinor]),
      told: plan.traces.events.map(({ type }) => type),
    }
  );
}

describe('a gateway’s word about a capture', () => {
  it('that a part was taken leaves the order authorised', () => {
    expect(planned({}, done)).toMatchObject({
      capture: { status: 'succeeded', gatewayCaptureId: 'ch_1' },
      attempt: { captured_minor: 5_000, released_minor: 0 },
      order: { payment_status: 'authorized' },
      movements: [
        ['captured', 5_000],
        ['authorization_used', 5_000],
      ],
      told: ['payment.captured'],
    });
  });

  it('that the last part was taken lets the rest go, and the order is paid', () => {
    const left = AMOUNT - 6_000;
    expect(planned({ is_last: true }, done, { attempt: { captured_minor: 1_000 } })).toMatchObject({
      attempt: { captured_minor: 6_000, released_minor: left },
      order: { payment_status: 'paid' },
      movements: [
        ['captured', 5_000],
        ['authorization_used', 5_000],
        ['released', left],
      ],
      told: ['payment.captured', 'payment.released'],
    });
  });

  it('that the promise ended untouched leaves the order unpaid', () => {
    expect(planned({ amount_minor: 0, is_last: true }, done)).toMatchObject({
      attempt: { captured_minor: 0, released_minor: AMOUNT },
      order: { payment_status: 'unpaid' },
      movements: [['released', AMOUNT]],
      told: ['payment.released'],
    });
  });

  it('that money was taken after the order was cancelled gives it back', () => {
    expect(planned({}, done, { order: { status: 'cancelled' } })).toMatchObject({
      attempt: { captured_minor: 5_000, refunded_minor: 5_000 },
      newRefund: { id: refundId, amountMinor: 5_000, send: 'now' },
      told: ['payment.captured', 'refund.requested'],
    });
  });

  it('of a payment that does not pay the order leaves its payment status', () => {
    expect(planned({}, done, { order: { paid_attempt_id: 'another' } })?.order).toBeUndefined();
  });

  it('books what the gateway kept', () => {
    const fee = { amountMinor: 59, currency: 'USD' };
    expect(planned({}, { ...done, fee })?.movements.at(-1)).toEqual(['fee', 59]);
  });

  it('that nothing could be taken fails the payment only where nothing was taken before', () => {
    expect(planned({}, declined)).toMatchObject({
      capture: { status: 'failed', failureCode: 'authorization_expired' },
      order: { payment_status: 'failed' },
      movements: [],
    });
    expect(planned({}, declined, { attempt: { captured_minor: 1_000 } })?.order).toBeUndefined();
    // The end of a promise that has ended already takes nothing away from anybody.
    expect(planned({ amount_minor: 0, is_last: true }, declined)?.order).toBeUndefined();
  });

  it('is nothing where it is not known, or old news', () => {
    expect(planned({}, { kind: 'unknown', cause: 'timeout' })).toBeUndefined();
    for (const status of ['succeeded', 'failed'] as const)
      for (const outcome of [done, declined]) expect(planned({ status }, outcome)).toBeUndefined();
  });
});
