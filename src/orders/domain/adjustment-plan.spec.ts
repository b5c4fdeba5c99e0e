import { anOrder } from '../../../test/support/order-rows.js';
import { DomainError } from '../../shared/problem.js';
import { planAdjustment } from './adjustment-plan.js';

const ADMIN = { kind: 'admin', id: '01900000-0000-7000-8000-00000000000d' } as const;
const by = (amountMinor: number) =>
  ({ kind: amountMinor > 0 ? 'fee' : 'discount', label: 'x', amount: Math.abs(amountMinor) / 100 }) as const;

/** Two units at 50.00: 100.00 + 9.99 + 8.00. */
const order = anOrder();

describe('an adjustment', () => {
  it('counts like goods, at the rates that the order was made with', () => {
    const { order: change, newAdjustment } = planAdjustment(order, by(1_001), ADMIN);
    expect(change).toEqual({
      total_minor: 11_001,
      tax_minor: 880,
      taxes: [{ ...order.taxes[0], taxableMinor: 11_001, taxMinor: 880 }],
      grand_total_minor: 12_880,
    });
    expect(newAdjustment).toEqual({ kind: 'fee', label: 'x', amountMinor: 1_001 });
  });

  it('adds to those that are there', () => {
    const adjusted = anOrder({ adjustments: [{ kind: 'discount', label: 'x', amount_minor: -5_000 }] });
    expect(planAdjustment(adjusted, by(-5_000), ADMIN).order).toMatchObject({
      total_minor: 0,
      tax_minor: 0,
      grand_total_minor: 999,
    });
  });

  it('tells amounts and no label: that is free text', () => {
    const { events, audit } = planAdjustment(order, by(-1_000), ADMIN).traces;
    const facts = { kind: 'discount', amountMinor: -1_000, grandTotalMinor: 10_719, currency: 'USD' };
    expect(events).toMatchObject([{ type: 'order.adjusted', actor: 'admin', data: facts }]);
    expect(audit.facts).toEqual({ ...facts, grandTotalBeforeMinor: 11_799 });
  });

  it.each([
    ['below nothing', {}, -10_001],
    ['to nothing at all', { shipping_minor: 0, grand_total_minor: 10_800 }, -10_000],
  ])('that would bring the order %s is refused with the figures', (_, change, amountMinor) => {
    const refused = () => planAdjustment(anOrder(change), by(amountMinor), ADMIN);
    expect(refused).toThrow(DomainError);
    expect(refused).toThrow('discount_exceeds_total');
  });
});

it.each([
  ['is paid', { status: 'confirmed' as const }],
  ['is over', { status: 'cancelled' as const }],
  ['has a payment', { paid_attempt_id: '01900000-0000-7000-8000-00000000000a' }],
])('an order that %s is not adjusted', (_, change) => {
  expect(() => planAdjustment(anOrder(change), by(1_000), ADMIN)).toThrow('order_cannot_be_adjusted');
});
