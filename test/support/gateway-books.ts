import type { JournalEntry } from './gateway.js';
import type { World } from './world.js';

export interface Taken {
  readonly attempt: string | undefined;
  readonly intent: string;
  readonly amount: number;
  readonly currency: string | undefined;
}

/** Money that every gateway of a world has taken, by payment, in its own book. */
export async function takenAtGateways(world: World): Promise<Taken[]> {
  const taken = new Map<string, Taken>();
  for (const entry of await journals(world, 'charge', 'capture')) {
    const intent = entry.intent ?? entry.payment ?? 'none';
    taken.set(intent, {
      attempt: entry.metadata?.['attempt_id'] ?? entry.custom,
      intent,
      amount: (taken.get(intent)?.amount ?? 0) + (entry.amount ?? 0),
      currency: entry.currency?.toUpperCase(),
    });
  }
  return [...taken.values()];
}

/** Money that went back and stayed there, by our refund: PayPal may send one of ours in parts. */
export async function givenAtGateways(world: World): Promise<{ refund: string; amount: number }[]> {
  const failed = new Set((await journals(world, 'refund_failed')).map(({ refund }) => refund));
  const given = new Map<string, number>();
  for (const entry of await journals(world, 'refund')) {
    if (failed.has(entry.refund)) continue;
    const refund = entry.metadata?.['refund_id'] ?? entry.invoice_number?.split('/')[0] ?? 'none';
    given.set(refund, (given.get(refund) ?? 0) + (entry.amount ?? 0));
  }
  return [...given].map(([refund, amount]) => ({ refund, amount }));
}

async function journals(world: World, ...kinds: string[]): Promise<JournalEntry[]> {
  return (await Promise.all(world.gateways.map((gateway) => gateway.journal(...kinds)))).flat();
}
