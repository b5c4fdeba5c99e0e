import type { World } from './world.js';

/** The money of one attempt as its gateway has it: everything that was captured, and what of it went back. */
export interface Takings {
  readonly orderNumber: string | undefined;
  readonly attemptId: string | undefined;
  readonly intentId: string;
  readonly amountMinor: number;
  readonly currency: string | undefined;
  readonly refundedMinor: number;
}

/** Reads a gateway's own journal. A further gateway is a further reader. */
const READERS: readonly ((world: World) => Promise<Takings[]>)[] = [ofStripe];

/** What the gateways have taken: the witness of every guarantee about money, whatever the product believes. */
export async function takings(world: World): Promise<Takings[]> {
  return (await Promise.all(READERS.map((read) => read(world)))).flat();
}

/** Money that a gateway kept, whole or in part, by the order that it was taken for. */
export async function keptByOrder(world: World): Promise<Map<string | undefined, Takings[]>> {
  const kept = (await takings(world)).filter(({ amountMinor, refundedMinor }) => refundedMinor < amountMinor);
  return Map.groupBy(kept, ({ orderNumber }) => orderNumber);
}

async function ofStripe({ gateway }: World): Promise<Takings[]> {
  const failed = new Set((await gateway.journal('refund_failed')).map(({ refund }) => refund));
  const refunded = new Map<string, number>();
  for (const { intent = '', amount = 0, refund } of await gateway.journal('refund')) {
    if (!failed.has(refund)) refunded.set(intent, (refunded.get(intent) ?? 0) + amount);
  }
  const taken = new Map<string, Takings>();
  for (const { intent = '', amount = 0, currency, metadata } of await gateway.journal('charge', 'capture')) {
    taken.set(intent, {
      orderNumber: metadata?.['order'],
      attemptId: metadata?.['attempt_id'],
      intentId: intent,
      amountMinor: (taken.get(intent)?.amountMinor ?? 0) + amount,
      currency: currency?.toUpperCase(),
      refundedMinor: refunded.get(intent) ?? 0,
    });
  }
  return [...taken.values()];
}
