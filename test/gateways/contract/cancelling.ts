import { anAttempt } from '../provider.js';
import type { Stage } from '../gateway-contract.js';
import { expectTaken } from './truth.js';

export function cancels(stage: Stage): void {
  it('that it never heard of', async () => {
    const attempt = anAttempt(stage().method);
    await expect(stage().gateway.cancel(attempt)).resolves.toMatchObject({
      kind: 'failed',
      reason: 'abandoned',
    });
  });

  it('that the customer could still pay: asked for too late, the money is not taken', async () => {
    const { attempt, take } = await stage().ready('pays');
    const ended = await stage().gateway.cancel({ ...attempt, completing: false });
    expect(ended).toMatchObject({ kind: 'failed', reason: 'abandoned' });
    if (stage().mayTakeLate) expect(await take()).toMatchObject({ kind: 'failed' });
    await expectTaken(stage(), attempt);
  });

  it('but not one that is paid', async () => {
    const { attempt, take } = await stage().ready('pays');
    const outcome = await take();
    const ended = await stage().gateway.cancel({ ...attempt, intentId: outcome.intentId, completing: true });
    expect(ended).toEqual(outcome);
    await expectTaken(stage(), attempt, 15_038);
  });

  it('twice is once', async () => {
    const { attempt } = await stage().ready('pays');
    const { gateway } = stage();
    const first = await gateway.cancel({ ...attempt, completing: false });
    const second = await gateway.cancel({ ...attempt, completing: false, intentId: first.intentId });
    expect(second).toMatchObject({ kind: 'failed', reason: 'abandoned' });
  });
}
