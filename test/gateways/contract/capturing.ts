import { randomUUID } from 'node:crypto';
import type { AttemptRef, CaptureRequest } from '../../../src/payments/gateways/gateway.port.js';
import { type Provider, USD } from '../provider.js';
import type { Stage } from '../gateway-contract.js';
import { expectTaken } from './truth.js';

export interface Promised {
  readonly attempt: AttemptRef;
  readonly transactionId: string;
}

/** An attempt whose money is promised and not taken. */
export async function authorised(provider: Provider): Promise<Promised> {
  const { attempt, take } = await provider.ready('pays', { capturesLater: true });
  const outcome = await take();
  if (outcome.kind !== 'authorized') throw new Error(`not authorized: ${JSON.stringify(outcome)}`);
  const { intentId, transactionId } = outcome;
  return { attempt: { ...attempt, intentId }, transactionId };
}

export function aCapture(
  { attempt, transactionId }: Promised,
  amountMinor: number,
  change: Partial<CaptureRequest> = {},
): CaptureRequest {
  return {
    captureId: randomUUID(),
    attempt,
    transactionId,
    amount: USD(amountMinor),
    isLast: false,
    capturedBeforeMinor: 0,
    sentBefore: false,
    ...change,
  };
}

export function capturesLater(stage: Stage): void {
  it('exactly, and nothing is taken yet', async () => {
    const { attempt, take } = await stage().ready('pays', { capturesLater: true });
    const outcome = await take();
    expect(outcome).toMatchObject({
      kind: 'authorized',
      transactionId: expect.stringMatching(/^\w{10,}$/),
      ...attempt.amount,
    });
    await expectTaken(stage(), attempt);
    await expect(stage().gateway.ask({ ...attempt, intentId: outcome.intentId })).resolves.toEqual(outcome);
  });

  it('parcel by parcel; after the last one nothing is left to take', async () => {
    const { gateway } = stage();
    const promised = await authorised(stage());
    const first = await gateway.capture(aCapture(promised, 5_000));
    const last = await gateway.capture(
      aCapture(promised, 6_000, { capturedBeforeMinor: 5_000, isLast: true }),
    );
    expect([first, last]).toEqual([
      { kind: 'succeeded', gatewayCaptureId: expect.any(String), fee: expect.any(Object) },
      { kind: 'succeeded', gatewayCaptureId: expect.any(String), fee: expect.any(Object) },
    ]);
    await expectTaken(stage(), promised.attempt, 5_000, 6_000);

    const more = await gateway.capture(aCapture(promised, 1_000, { capturedBeforeMinor: 11_000 }));
    expect(more.kind).toBe('failed');
    await expectTaken(stage(), promised.attempt, 5_000, 6_000);
  });

  it('each parcel once, two of the same amount as well', async () => {
    const { gateway } = stage();
    const promised = await authorised(stage());
    const first = aCapture(promised, 5_000);
    const second = aCapture(promised, 5_000, { capturedBeforeMinor: 5_000 });
    const outcomes = [await gateway.capture(first), await gateway.capture(second)];
    const repeats = [await gateway.capture(first), await gateway.capture({ ...second, sentBefore: true })];
    expect(repeats.map(({ kind }) => kind)).toEqual(['succeeded', 'succeeded']);
    expect(outcomes).not.toContainEqual({ kind: 'failed', code: expect.anything() });
    await expectTaken(stage(), promised.attempt, 5_000, 5_000);
  });

  it('never more than was promised', async () => {
    const promised = await authorised(stage());
    const outcome = await stage().gateway.capture(aCapture(promised, 15_039));
    expect(outcome.kind).toBe('failed');
    await expectTaken(stage(), promised.attempt);
  });

  it('or lets all of it go', async () => {
    const { gateway } = stage();
    const promised = await authorised(stage());
    const release = aCapture(promised, 0, { isLast: true });
    await expect(gateway.capture(release)).resolves.toMatchObject({ kind: 'succeeded' });
    await expect(gateway.capture({ ...release, sentBefore: true })).resolves.toMatchObject({
      kind: 'succeeded',
    });
    await expect(gateway.ask(promised.attempt)).resolves.toMatchObject({
      kind: 'failed',
      reason: 'abandoned',
    });
    await expect(gateway.capture(aCapture(promised, 5_000))).resolves.toMatchObject({ kind: 'failed' });
    await expectTaken(stage(), promised.attempt);
  });

  it('or lets the rest of it go', async () => {
    const { gateway } = stage();
    const promised = await authorised(stage());
    await gateway.capture(aCapture(promised, 5_000));
    const release = aCapture(promised, 0, { isLast: true, capturedBeforeMinor: 5_000 });
    await expect(gateway.capture(release)).resolves.toMatchObject({ kind: 'succeeded' });
    const more = await gateway.capture(aCapture(promised, 1_000, { capturedBeforeMinor: 5_000 }));
    expect(more.kind).toBe('failed');
    await expectTaken(stage(), promised.attempt, 5_000);
    const found = await gateway.ask(promised.attempt);
    expect(['authorized', 'succeeded']).toContain(found.kind);
  });
}
