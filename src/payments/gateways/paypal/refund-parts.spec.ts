import type { Payment, Refund } from './paypal-objects.js';
import { missingParts, referenceOf, togetherOf } from './refund-parts.js';

const at = new Date('2026-11-23T12:00:00Z');
const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
const capture = (
  id: string,
  amountMinor: number,
  state: Payment['takings'][number]['state'] = 'completed',
) => ({
  id,
  amount: usd(amountMinor),
  state,
  create_time: at,
});
const refund = (capture_id: string, amountMinor: number, more: Partial<Refund> = {}): Refund => ({
  id: `R${capture_id}`,
  amount: usd(amountMinor),
  state: 'completed',
  capture_id,
  create_time: at,
  ...more,
});
const payment = (takings: Payment['takings'], refunds: Refund[] = []) => ({ takings, refunds }) as Payment;
const request = (amountMinor: number) => ({
  refundId: 'refund-1',
  intentId: 'PAYID-1',
  amount: usd(amountMinor),
  sentBefore: false,
});

describe('the parts of a refund', () => {
  it('one capture that covers it: one part under the plain reference and key', () => {
    expect(missingParts(payment([capture('C1', 100)]), request(60), [])).toEqual([
      { takingId: 'C1', amountMinor: 60, reference: 'refund-1', requestId: 'refund-1:refund' },
    ]);
  });

  it('more than one capture has left: spread in their order, each under a key of its own', () => {
    const parts = missingParts(
      payment([capture('C1', 100), capture('C2', 50)], [refund('C1', 30)]),
      request(90),
      [],
    );
    expect(parts).toEqual([
      { takingId: 'C1', amountMinor: 70, reference: 'refund-1/C1', requestId: 'refund-1:refund:C1' },
      { takingId: 'C2', amountMinor: 20, reference: 'refund-1/C2', requestId: 'refund-1:refund:C2' },
    ]);
  });

  it('what was sent before is not sent again, and what is missing keeps its key', () => {
    const sent = refund('C1', 70);
    const captures = [capture('C1', 100, 'partially_refunded'), capture('C2', 50)];
    expect(missingParts(payment(captures, [refund('C1', 30), sent]), request(90), [sent])).toEqual([
      { takingId: 'C2', amountMinor: 20, reference: 'refund-1/C2', requestId: 'refund-1:refund:C2' },
    ]);
    expect(missingParts(payment(captures, [sent]), request(70), [sent])).toEqual([]);
  });

  it('a refund that failed has given its money back', () => {
    const failed = refund('C1', 100, { state: 'failed' });
    expect(missingParts(payment([capture('C1', 100)], [failed]), request(100), [])).toHaveLength(1);
  });

  it.each([
    ['more than is left', [capture('C1', 100)], [refund('C1', 30, { state: 'pending' })]],
    ['from what was never taken', [capture('C1', 100, 'denied'), capture('C2', 100, 'pending')], []],
    ['from what the bank took back', [capture('C1', 100, 'reversed')], []],
  ])('%s: none', (_, takings, refunds) => {
    expect(missingParts(payment(takings, refunds), request(71), [])).toBeUndefined();
  });
});

describe('a refund in parts', () => {
  const done = { kind: 'succeeded', gatewayRefundId: 'R1' } as const;
  const pending = { kind: 'pending', gatewayRefundId: 'R2' } as const;
  const failed = { kind: 'failed', code: 'failed', gatewayRefundId: 'R3' } as const;

  it.each([
    [[done, done], done],
    [[done, pending], pending],
    [[failed, failed], failed],
    [[done, failed], { kind: 'unknown', cause: 'undecided' }],
    [[pending, failed], { kind: 'unknown', cause: 'undecided' }],
  ])('%j is %j', (parts, together) => {
    expect(togetherOf(parts)).toEqual(together);
  });

  it('is recognised by its reference', () => {
    expect(referenceOf(refund('C1', 1, { invoice_number: 'refund-1' }))).toEqual({
      refundId: 'refund-1',
      isWhole: true,
    });
    expect(referenceOf(refund('C1', 1, { invoice_number: 'refund-1/C1' }))).toEqual({
      refundId: 'refund-1',
      isWhole: false,
    });
    expect(referenceOf(refund('C1', 1))).toBeUndefined();
  });
});
