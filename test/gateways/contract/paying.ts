import { anAttempt, USD } from '../provider.js';
import type { Stage } from '../gateway-contract.js';
import { expectTaken, takenFor } from './truth.js';

export function takesMoney(stage: Stage): void {
  it.each([
    [15_038, 'USD'],
    [5_000, 'EUR'],
    [1_200, 'JPY'],
  ])('exactly %s of %s, and says what it keeps for itself', async (amountMinor, currency) => {
    const { attempt, take } = await stage().ready('pays', { amount: { amountMinor, currency } });

    const outcome = await take();

    expect(outcome).toMatchObject({
      kind: 'succeeded',
      intentId: expect.any(String),
      transactionId: expect.stringMatching(/^\w{10,}$/),
      amountMinor,
      currency,
      fee: { amountMinor: expect.any(Number), currency },
    });
    expect(await takenFor(stage(), attempt.attemptId)).toEqual([{ amountMinor, currency }]);
  });

  it('once, however often it is asked for under the same ids', async () => {
    const { attempt, take } = await stage().ready('pays');
    const first = await take();
    const repeats = await Promise.all([take(), take(), take()]);
    expect(repeats).toEqual([first, first, first]);
    await expectTaken(stage(), attempt, 15_038);
  });

  it('once, when it is asked for several times at the same moment', async () => {
    const { attempt, take } = await stage().ready('pays');
    const outcomes = await Promise.all([take(), take(), take(), take()]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['succeeded', 'succeeded', 'succeeded', 'succeeded']);
    await expectTaken(stage(), attempt, 15_038);
  });

  it('and asking tells the same afterwards, with the id of the payment and without', async () => {
    const { attempt, take } = await stage().ready('pays');
    const outcome = await take();
    const { gateway } = stage();
    await expect(gateway.ask({ ...attempt, intentId: outcome.intentId })).resolves.toEqual(outcome);
    await expect(gateway.ask({ ...attempt, intentId: null })).resolves.toEqual(outcome);
  });

  it('not from a customer whose bank says no: failed, with our reason', async () => {
    const { attempt, take } = await stage().ready('declined');

    const outcome = await take();

    expect(outcome).toMatchObject({ kind: 'failed', reason: stage().reasonOfDecline });
    expect(await takenFor(stage(), attempt.attemptId)).toEqual([]);
    await expect(
      stage().gateway.ask({ ...attempt, intentId: outcome.intentId, completing: true }),
    ).resolves.toMatchObject({ kind: 'failed' });
  });

  it('not for an attempt that it never heard of', async () => {
    const attempt = anAttempt(stage().method, { amount: USD(1_000) });
    await expect(stage().gateway.ask(attempt)).resolves.toEqual({ kind: 'not_confirmed', intentId: null });
  });

  it('not for more time than there is: what was not sent is not attempted', async () => {
    const attempt = anAttempt(stage().method);
    const request = { ...attempt, token: 'pm_card_visa', deadline: new Date() };
    await expect(stage().gateway.charge(request)).resolves.toMatchObject({
      kind: 'failed',
      reason: 'not_attempted',
      code: 'deadline_passed',
    });
    expect(await takenFor(stage(), attempt.attemptId)).toEqual([]);
  });
}
