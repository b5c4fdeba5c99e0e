import type { GatewayMovement } from '../../../src/payments/gateways/gateway.port.js';
import type { Stage } from '../gateway-contract.js';
import { eventually } from '../../support/eventually.js';
import type { BookEntry } from '../provider.js';

/** Runs last: whatever the other tests have moved is in the books. */
export function keepsBooks(stage: Stage, startedAt: Date): void {
  async function movements(): Promise<GatewayMovement[]> {
    const found: GatewayMovement[] = [];
    for await (const movement of stage().gateway.movements(startedAt)) found.push(movement);
    return found;
  }

  it('that say the same as its journal', async () => {
    const { take } = await stage().ready('pays');
    await take();
    const agreed = await eventually(async () => {
      const [ours, theirs] = [await movements(), await stage().book()];
      return JSON.stringify(sorted(ours)) === JSON.stringify(sorted(theirs)) && ours;
    });
    expect(agreed.length).toBeGreaterThan(0);
  });

  it('in which a payment stands under the id that it was told by, with its fee', async () => {
    const { attempt, take } = await stage().ready('pays');
    const outcome = await take();
    if (outcome.kind !== 'succeeded') throw new Error(`not paid: ${outcome.kind}`);
    const own = (await movements()).filter(({ attemptId }) => attemptId === attempt.attemptId);
    const { transactionId: gatewayId, intentId, fee, amountMinor, currency } = outcome;
    expect(own).toEqual([
      {
        kind: 'captured',
        gatewayId,
        intentId,
        attemptId: attempt.attemptId,
        refundId: null,
        amountMinor,
        currency,
        fee,
        occurredAt: expect.any(Date),
      },
    ]);
  });
}

/** What both say of each movement, in an order that both have. A refund is known by its own reference. */
const sorted = (entries: readonly BookEntry[]): string[] =>
  entries
    .map(({ kind, attemptId, refundId, amountMinor, currency }) => {
      const reference = kind === 'captured' ? attemptId : refundId;
      return JSON.stringify({ kind, reference, amountMinor, currency });
    })
    .sort();
