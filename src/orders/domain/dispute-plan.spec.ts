import { AMOUNT, anAttempt, anOrder } from '../../../test/support/order-rows.js';
import type { DisputeFacts } from '../../payments/index.js';
import type { DisputeRow, OrderRow } from '../order-row.js';
import { planDispute } from './dispute-plan.js';

const refundId = '01900000-0000-7000-8000-0000000000ff';
const context = { actor: { kind: 'gateway' }, refundId, deadlineSeconds: 15 } as const;

const told = (change: Partial<DisputeFacts> = {}): DisputeFacts => ({
  gatewayDisputeId: 'du_1',
  status: 'open',
  reason: 'fraudulent',
  amountMinor: AMOUNT,
  withdrawnMinor: AMOUNT,
  currency: 'USD',
  fee: { amountMinor: 1_500, currency: 'USD' },
  evidenceDueBy: null,
  ...change,
});

const known = (change: Partial<DisputeRow> = {}): DisputeRow => ({
  id: 'dispute',
  gateway_dispute_id: 'du_1',
  status: 'open',
  reason: 'fraudulent',
  amount_minor: AMOUNT,
  withdrawn_minor: AMOUNT,
  currency: 'USD',
  evidence_due_by: null,
  opened_at: '2026-11-23T02:46:00Z',
  closed_at: null,
  ...change,
});

function planned(facts: DisputeFacts, before?: DisputeRow, order: Partial<OrderRow> = {}) {
  const attempt = anAttempt({
    status: 'succeeded',
    captured_minor: AMOUNT,
    disputed_minor: before && before.status !== 'won' ? before.withdrawn_minor : 0,
  });
  const confirmed = anOrder({ status: 'confirmed', paid_attempt_id: attempt.id, ...order });
  const plan = planDispute({ id: 'dispute', known: before, facts }, attempt, confirmed, context);
  return (
    plan && {
      ...plan,
      movements: (plan.transfers ?? []).map(({ movement, amountMinor }) => [movement, amountMinor]),
      told: plan.traces.events.map(({ type }) => type),
    }
  );
}

describe('a bank’s word about a dispute', () => {
  it('that opens it books what was taken and what it costs, and leaves the order', () => {
    const plan = planned(told());
    expect(plan).toMatchObject({
      attempt: { disputed_minor: AMOUNT },
      movements: [
        ['disputed', AMOUNT],
        ['fee', 1_500],
      ],
      told: ['dispute.opened'],
    });
    expect(plan?.order).toBeUndefined();
  });

  it('that only inquires books nothing, until the money is taken', () => {
    expect(planned(told({ withdrawnMinor: 0 }))).toMatchObject({
      attempt: { disputed_minor: 0 },
      movements: [],
      told: ['dispute.opened'],
    });
    expect(planned(told(), known({ withdrawn_minor: 0 }))).toMatchObject({
      attempt: { disputed_minor: AMOUNT },
      movements: [
        ['disputed', AMOUNT],
        ['fee', 1_500],
      ],
      told: [],
    });
  });

  it('that it is won brings the money back', () => {
    const plan = planned(told({ status: 'won' }), known());
    expect(plan).toMatchObject({
      attempt: { disputed_minor: 0 },
      movements: [['dispute_won', AMOUNT]],
      told: ['dispute.closed'],
    });
    expect(plan?.newRefund).toBeUndefined();
  });

  it('that it is won after the order was cancelled gives the money to the customer', () => {
    expect(planned(told({ status: 'won' }), known(), { status: 'cancelled' })).toMatchObject({
      attempt: { disputed_minor: 0, refunded_minor: AMOUNT },
      newRefund: { id: refundId, amountMinor: AMOUNT, send: 'now' },
      told: ['dispute.closed', 'refund.requested'],
    });
  });

  it('that it is lost books a loss, and the money stays disputed', () => {
    expect(planned(told({ status: 'lost' }), known())).toMatchObject({
      attempt: { disputed_minor: AMOUNT },
      movements: [['dispute_lost', AMOUNT]],
    });
  });

  it('that closes what nobody had heard of books both ways at once', () => {
    expect(planned(told({ status: 'won' }))).toMatchObject({
      attempt: { disputed_minor: 0 },
      movements: [
        ['disputed', AMOUNT],
        ['fee', 1_500],
        ['dispute_won', AMOUNT],
      ],
      told: ['dispute.opened', 'dispute.closed'],
    });
  });

  it('is nothing the second time, and opens nothing that is closed', () => {
    for (const status of ['open', 'under_review', 'won', 'lost'] as const)
      expect(planned(told({ status }), known({ status }))).toBeUndefined();
    for (const status of ['won', 'lost'] as const) {
      expect(planned(told(), known({ status }))).toBeUndefined();
      expect(planned(told({ status: 'under_review' }), known({ status }))).toBeUndefined();
    }
  });
});
