import type { AttemptRef } from '../../../src/payments/gateways/gateway.port.js';
import type { Finding, Outcome } from '../../../src/payments/outcome.js';
import type { BookEntry, Provider } from '../provider.js';

/** What the provider's own book has of an attempt. */
export async function entriesFor(provider: Provider, attemptId: string): Promise<BookEntry[]> {
  return (await provider.book()).filter((entry) => entry.attemptId === attemptId);
}

/** Each taking, in the order of the book. */
export async function takenFor(provider: Provider, attemptId: string) {
  const entries = await entriesFor(provider, attemptId);
  return entries
    .filter(({ kind }) => kind === 'captured')
    .map(({ amountMinor, currency }) => ({ amountMinor, currency }));
}

export async function expectTaken(
  provider: Provider,
  attempt: AttemptRef,
  ...amounts: number[]
): Promise<void> {
  const { currency } = attempt.amount;
  expect(await takenFor(provider, attempt.attemptId)).toEqual(
    amounts.map((amountMinor) => ({ amountMinor, currency })),
  );
}

/** What went back under a refund's id, in minor units. */
export async function refundedUnder(provider: Provider, refundId: string): Promise<number> {
  const entries = (await provider.book()).filter((entry) => entry.refundId === refundId);
  return entries
    .filter(({ kind }) => kind === 'refunded')
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}

/**
 * Whatever came of asking for money, it is not false: a success was taken, exactly and once; a failure was not, and is
 * not later. And the gateway, asked when all is well again, tells what its book says.
 */
export async function expectTruth(provider: Provider, attempt: AttemptRef, outcome: Outcome): Promise<void> {
  const { attemptId, amount } = attempt;
  const taken = await takenFor(provider, attemptId);
  expect([[], [amount]]).toContainEqual(taken);
  if (outcome.kind === 'succeeded') expect(outcome).toMatchObject(amount);
  if (outcome.kind === 'succeeded') expect(taken).toEqual([amount]);
  if (outcome.kind === 'failed') expect(taken).toEqual([]);
  expect(['succeeded', 'failed', 'unknown', 'requires_action']).toContain(outcome.kind);

  const intentId = outcome.intentId ?? attempt.intentId;
  const found: Finding = await provider.gateway.ask({ ...attempt, intentId });
  if (taken.length > 0) expect(found).toMatchObject({ kind: 'succeeded', ...amount });
  else expect(['not_confirmed', 'requires_action', 'approved', 'failed']).toContain(found.kind);
  expect(await takenFor(provider, attemptId)).toEqual(taken);
}
