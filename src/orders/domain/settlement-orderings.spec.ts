import { AMOUNT, anAttempt, anOrder } from '../../../test/support/order-rows.js';
import { decideSettlement } from './settlement.js';

import {
  A,
  B,
  type Books,
  booksOf,
  cancel,
  expectSound,
  type News,
  permutations,
  settle,
} from '../../../test/support/settlement-books.js';

describe('payments and a cancellation of one order, in any order', () => {
  type Step = 'cancel' | readonly [attempt: string, news: News];
  const run = (steps: readonly Step[], start: Books): Books =>
    steps.reduce((books, step) => {
      const after = step === 'cancel' ? cancel(books) : settle(books, step[0], step[1]);
      expectSound(after);
      return after;
    }, start);
  const twoAttempts = () =>
    booksOf(anOrder(), [
      anAttempt({ id: A, status: 'failed', failure_reason: 'card_declined' }),
      anAttempt({ id: B, status: 'started' }),
    ]);

  it.each<[string, readonly Step[]]>([
    ['one success', [[A, 'succeeded'], 'cancel', 'cancel', [A, 'succeeded'], [A, 'unknown']]],
    ['one failure', [[A, 'failed'], 'cancel', [A, 'failed'], [A, 'unknown']]],
    ['a challenge and a success', [[A, 'requiresAction'], 'cancel', [A, 'succeeded'], [A, 'processing']]],
  ])('%s', (_, steps) => {
    for (const order of permutations(steps)) {
      const end = run(order, booksOf(anOrder(), [anAttempt({ id: A })]));
      expectAllGivenBack(end);
    }
  });

  it.each<[string, readonly Step[]]>([
    ['a late success beside a failure', [[A, 'succeeded'], [B, 'unknown'], [B, 'failed'], 'cancel']],
    ['a late success beside another', [[A, 'succeeded'], [B, 'unknown'], [B, 'succeeded'], 'cancel']],
    ['a late success beside a challenge', [[A, 'succeeded'], [B, 'requiresAction'], [B, 'failed'], 'cancel']],
  ])('%s', (_, steps) => {
    for (const order of permutations(steps)) expectAllGivenBack(run(order, twoAttempts()));
  });

  it.each<[string, readonly Step[]]>([
    [
      'a late success beside a failure',
      [
        [A, 'succeeded'],
        [B, 'unknown'],
        [B, 'failed'],
        [B, 'processing'],
      ],
    ],
    [
      'a late success beside another',
      [
        [A, 'succeeded'],
        [B, 'unknown'],
        [B, 'succeeded'],
        [A, 'failed'],
      ],
    ],
  ])('%s, and nobody cancels: the order is confirmed, and one payment pays it', (_, steps) => {
    for (const order of permutations(steps)) {
      const end = run(order, twoAttempts());
      expect(end.order).toMatchObject({ status: 'confirmed', payment_status: 'paid', hold: 'sold' });
      const kept = Object.values(end.attempts).reduce(
        (sum, each) => sum + each.captured_minor - each.refunded_minor,
        0,
      );
      expect(kept).toBe(AMOUNT);
    }
  });

  it('a success whose units are gone cancels the order and gives the money back', () => {
    const start = booksOf(anOrder({ hold: 'released' }), [
      anAttempt({ id: A, status: 'failed', failure_reason: 'card_declined' }),
    ]);
    const end = settle({ ...start, stock: { onHand: 1, held: 0 } }, A, 'succeeded');
    expect(end.order).toMatchObject({ status: 'cancelled', cancel_reason: 'out_of_stock', hold: 'released' });
    expect(Object.values(end.refunds)).toEqual([
      { attemptId: A, amountMinor: AMOUNT, status: 'pending', sent: true },
    ]);
    expect(end.stock).toEqual({ onHand: 1, held: 0 });
  });

  function expectAllGivenBack({ order, attempts, refunds, stock }: Books): void {
    expect(order).toMatchObject({ status: 'cancelled', hold: expect.stringMatching(/released|returned/) });
    expect(stock).toEqual({ onHand: 5, held: 0 });
    for (const attempt of Object.values(attempts))
      expect(attempt.refunded_minor).toBe(attempt.captured_minor);
    // No refund waits for a payment that is decided.
    for (const refund of Object.values(refunds))
      expect(refund.status === 'not_required' || refund.sent).toBe(true);
  }
});

describe('a payment of what the order no longer costs', () => {
  const adjusted = anOrder({
    total_minor: 11_001,
    tax_minor: 880,
    grand_total_minor: 12_880,
    hold: 'released',
  });
  const closed = anAttempt({ status: 'failed', failure_reason: 'abandoned' });
  const late = {
    kind: 'succeeded',
    intentId: 'pi_1',
    transactionId: 'txn_1',
    amountMinor: AMOUNT,
    currency: 'USD',
    card: null,
    fee: null,
  } as const;

  it('goes back; it does not confirm the order', () => {
    expect(decideSettlement(adjusted, closed, late)).toEqual({ kind: 'refund', why: 'adjusted' });
    expect(decideSettlement(anOrder({ hold: 'released' }), closed, late)).toMatchObject({ kind: 'confirm' });
  });

  it('goes back for the reason that comes first', () => {
    const cancelled = { ...adjusted, status: 'cancelled', cancel_reason: 'admin' } as const;
    expect(decideSettlement(cancelled, closed, late)).toEqual({ kind: 'refund', why: 'cancelled' });
  });
});
