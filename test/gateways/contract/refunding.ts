import { randomUUID } from 'node:crypto';
import type { RefundRequest } from '../../../src/payments/gateways/gateway.port.js';
import { eventually } from '../../support/eventually.js';
import type { Stage } from '../gateway-contract.js';
import { type Customer, type Provider, USD } from '../provider.js';
import { aCapture, authorised } from './capturing.js';
import { entriesFor, refundedUnder } from './truth.js';

/** A paid attempt, and refunds of it. */
async function paid(provider: Provider, customer: Customer = 'pays') {
  const { attempt, take } = await provider.ready(customer);
  const { intentId } = await take();
  return { attempt, refund: (amountMinor: number) => aRefund(intentId!, amountMinor) };
}

export const aRefund = (intentId: string, amountMinor: number): RefundRequest => ({
  refundId: randomUUID(),
  intentId,
  amount: USD(amountMinor),
  sentBefore: false,
});

const DONE = { kind: 'succeeded', gatewayRefundId: expect.any(String) };

export function givesBack(stage: Stage): void {
  it('all of it', async () => {
    const { refund } = await paid(stage());
    const all = refund(15_038);
    await expect(stage().gateway.refund(all)).resolves.toEqual(DONE);
    expect(await refundedUnder(stage(), all.refundId)).toBe(15_038);
  });

  it('in parts, each once, and not one more than was paid', async () => {
    const { gateway } = stage();
    const { attempt, refund } = await paid(stage());
    for (const amountMinor of [5_000, 5_000, 5_038]) {
      await expect(gateway.refund(refund(amountMinor))).resolves.toEqual(DONE);
    }
    await expect(gateway.refund(refund(1))).resolves.toMatchObject({ kind: 'failed', gatewayRefundId: null });
    const entries = await entriesFor(stage(), attempt.attemptId);
    expect(entries.filter(({ kind }) => kind === 'refunded').map(({ amountMinor }) => amountMinor)).toEqual([
      5_000, 5_000, 5_038,
    ]);
  });

  it('nothing where more is asked for than was paid', async () => {
    const { refund } = await paid(stage());
    const tooMuch = refund(15_039);
    await expect(stage().gateway.refund(tooMuch)).resolves.toMatchObject({
      kind: 'failed',
      gatewayRefundId: null,
    });
    expect(await refundedUnder(stage(), tooMuch.refundId)).toBe(0);
  });

  it('once, however often it is asked for under the same id', async () => {
    const { gateway } = stage();
    const { refund } = await paid(stage());
    const all = refund(15_038);
    const first = await gateway.refund(all);
    const repeats = await Promise.all([gateway.refund(all), gateway.refund({ ...all, sentBefore: true })]);
    expect(repeats).toEqual([first, first]);
    expect(await refundedUnder(stage(), all.refundId)).toBe(15_038);
  });

  it('first as a promise, where the bank takes its time', async () => {
    const { gateway } = stage();
    const { refund } = await paid(stage(), 'refund_pending');
    const request = refund(5_000);
    const first = await gateway.refund(request);
    expect(first).toEqual({ kind: 'pending', gatewayRefundId: expect.any(String) });
    const later = await eventually(async () => {
      const outcome = await gateway.refund({ ...request, sentBefore: true });
      return outcome.kind === 'succeeded' && outcome;
    });
    expect(later).toEqual({ ...first, kind: 'succeeded' });
  });

  it('and tells when it came back: failed, which may be sent anew under another id', async () => {
    const { gateway } = stage();
    const { refund } = await paid(stage(), 'refund_fails');
    const request = refund(15_038);
    await gateway.refund(request);
    await eventually(async () => (await gateway.refund({ ...request, sentBefore: true })).kind === 'failed');
    const anew = refund(15_038);
    await expect(gateway.refund(anew)).resolves.toMatchObject({ gatewayRefundId: expect.any(String) });
    expect(await refundedUnder(stage(), anew.refundId)).toBe(15_038);
  });

  it('more than one parcel was paid with', async () => {
    const { gateway } = stage();
    const promised = await authorised(stage());
    await gateway.capture(aCapture(promised, 5_000));
    await gateway.capture(aCapture(promised, 6_000, { capturedBeforeMinor: 5_000, isLast: true }));
    const request = aRefund(promised.attempt.intentId!, 8_000);
    const first = await gateway.refund(request);
    expect(first).toEqual(DONE);
    await expect(gateway.refund({ ...request, sentBefore: true })).resolves.toEqual(first);
    expect(await refundedUnder(stage(), request.refundId)).toBe(8_000);
    const tooMuch = aRefund(promised.attempt.intentId!, 3_001);
    await expect(gateway.refund(tooMuch)).resolves.toMatchObject({ kind: 'failed' });
    expect(await refundedUnder(stage(), tooMuch.refundId)).toBe(0);
  });
}
