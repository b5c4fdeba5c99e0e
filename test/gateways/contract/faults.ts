import { anAttempt } from '../provider.js';
import type { Stage } from '../gateway-contract.js';
import { aCapture, authorised } from './capturing.js';
import { FAULTS } from './fault-list.js';
import { aRefund } from './refunding.js';
import { expectTaken, expectTruth, refundedUnder } from './truth.js';

export function survivesFaults(stage: Stage): void {
  afterEach(() => stage().box.clearFaults());

  describe.each(FAULTS)('%s', (_, fault) => {
    it('to creating a payment: nothing false is said, and a repeat makes no second one', async () => {
      const { box, hasty, gateway } = stage();
      const attempt = anAttempt(stage().method);
      await box.fault('create', fault);
      const outcome = await stage().charge(attempt, hasty);
      await box.clearFaults();
      await expectTruth(stage(), attempt, outcome);

      const found = await gateway.ask(attempt);
      const repeated = await stage().charge(attempt);
      if (found.intentId) expect(repeated.intentId).toBe(found.intentId);
      await expectTruth(stage(), attempt, repeated);
    });

    it('to taking the money: nothing false is said, and asking tells the truth', async () => {
      const { box, hasty } = stage();
      const { attempt, take } = await stage().ready('pays');
      await box.fault('take', fault);
      const outcome = await take(hasty);
      await box.clearFaults();
      await expectTruth(stage(), attempt, outcome);
    });

    it('to taking a part of what was promised: sent again, it is taken once', async () => {
      const { box, hasty, gateway } = stage();
      const promised = await authorised(stage());
      await gateway.capture(aCapture(promised, 5_000));
      // Of the same amount as the one before, which must not be taken for it.
      const part = aCapture(promised, 5_000, { capturedBeforeMinor: 5_000 });
      await box.fault('capture', fault);
      const outcome = await hasty.capture(part);
      await box.clearFaults();
      expect(['succeeded', 'unknown']).toContain(outcome.kind);
      if (outcome.kind === 'succeeded') await expectTaken(stage(), promised.attempt, 5_000, 5_000);

      const again = await gateway.capture({ ...part, sentBefore: true });
      expect(again).toMatchObject({ kind: 'succeeded' });
      await expectTaken(stage(), promised.attempt, 5_000, 5_000);
    });

    it('to letting a promise go: sent again, it is gone', async () => {
      const { box, hasty, gateway } = stage();
      const promised = await authorised(stage());
      const release = aCapture(promised, 0, { isLast: true });
      await box.fault('release', fault);
      const outcome = await hasty.capture(release);
      await box.clearFaults();
      expect(['succeeded', 'unknown']).toContain(outcome.kind);

      await expect(gateway.capture({ ...release, sentBefore: true })).resolves.toMatchObject({
        kind: 'succeeded',
      });
      await expect(gateway.ask(promised.attempt)).resolves.toMatchObject({
        kind: 'failed',
        reason: 'abandoned',
      });
      await expectTaken(stage(), promised.attempt);
    });

    it('to a refund: sent again, it is given back once', async () => {
      const { box, hasty, gateway } = stage();
      const { take } = await stage().ready('pays');
      const { intentId } = await take();
      const refund = aRefund(intentId!, 5_000);
      await box.fault('refund', fault);
      const outcome = await hasty.refund(refund);
      await box.clearFaults();
      expect(['succeeded', 'unknown']).toContain(outcome.kind);
      if (outcome.kind === 'succeeded') expect(await refundedUnder(stage(), refund.refundId)).toBe(5_000);

      await expect(gateway.refund({ ...refund, sentBefore: true })).resolves.toMatchObject({
        kind: 'succeeded',
      });
      expect(await refundedUnder(stage(), refund.refundId)).toBe(5_000);
    });
  });

  it.each([
    ['a reset before it was read', { mode: 'reset_before' }],
    ['a reset after it was done', { mode: 'reset_after' }],
    ['too many requests', { mode: 'status', status: 429, kept: false }],
    ['two at a time', { mode: 'status', status: 409, kept: false }],
  ] as const)('that pass (%s): the call is made again under its key', async (_, fault) => {
    const { attempt, take } = await stage().ready('pays');
    await stage().box.fault('take', fault);
    await expect(take()).resolves.toMatchObject({ kind: 'succeeded' });
    await expectTaken(stage(), attempt, 15_038);
  });

  it('for good, where a provider keeps an error for its key: unknown, and nothing is sent under another', async () => {
    const { box, gateway } = stage();
    const { take } = await stage().ready('pays');
    const { intentId } = await take();
    const refund = aRefund(intentId!, 5_000);
    await box.fault('refund', { mode: 'status', status: 500, kept: true });
    await expect(gateway.refund(refund)).resolves.toMatchObject({ kind: 'unknown' });
    await expect(gateway.refund({ ...refund, sentBefore: true })).resolves.toMatchObject({ kind: 'unknown' });
    expect(await refundedUnder(stage(), refund.refundId)).toBe(0);
  });

  it('to every question: what cannot be read is unknown', async () => {
    const { box, hasty } = stage();
    const { attempt, take } = await stage().ready('pays');
    const { intentId } = await take();
    await box.fault('read', { mode: 'hang_before', times: null });
    const asked = { ...attempt, intentId, completing: true };
    await expect(hasty.ask(asked)).resolves.toMatchObject({ kind: 'unknown', cause: 'timeout', intentId });
    await expect(hasty.cancel(asked)).resolves.toMatchObject({ kind: 'unknown' });
  });
}
