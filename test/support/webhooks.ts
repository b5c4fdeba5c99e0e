import { createHmac, randomUUID } from 'node:crypto';
import type { Answer } from './client.js';
import { eventually } from './eventually.js';
import { WEBHOOK_SECRET } from './processes.js';
import type { World } from './world.js';

const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/** The `Stripe-Signature` of these very bytes, as the gateway makes it. */
export function signatureOf(payload: string | Buffer, secret = WEBHOOK_SECRET, at = nowSeconds()): string {
  return `t=${at},v1=${createHmac('sha256', secret).update(`${at}.`).update(payload).digest('hex')}`;
}

/** The header of a delivery that was signed so long ago. */
export const signedAgo = (payload: string, seconds: number): string =>
  signatureOf(payload, WEBHOOK_SECRET, nowSeconds() - seconds);

/** Posts a webhook as a gateway does; without a signature where it is `null`. */
export function deliver(
  world: World,
  payload: string | Buffer,
  signature: string | null = signatureOf(payload),
): Promise<Answer<{ code?: string }>> {
  return world.stranger.call('POST', '/payment/webhooks/stripe', {
    raw: payload,
    ...(signature !== null && { headers: { 'stripe-signature': signature } }),
    offContract: true,
  });
}

/** An event of ours about an object of theirs. */
export function eventAbout(object: unknown, type = 'payment_intent.succeeded') {
  const id = `evt_${randomUUID()}`;
  return { id, payload: JSON.stringify({ id, object: 'event', type, data: { object } }) };
}

export interface StoredWebhook {
  readonly event_id: string;
  readonly type: string;
  readonly payload: string;
  readonly applied: boolean;
  readonly result: string | null;
}

export async function storedWebhooks(world: World, ids: readonly string[]): Promise<StoredWebhook[]> {
  const { rows } = await world.db.query<StoredWebhook>(
    `select event_id, type, payload, applied_at is not null as applied, result from stored_webhooks
     where event_id = any($1) order by array_position($1, event_id)`,
    [ids],
  );
  return rows;
}

/** Waits until all of these are applied, and tells what came of each. */
export function resultsOf(
  world: World,
  ids: readonly string[],
  withinMs?: number,
): Promise<(string | null)[]> {
  return eventually(
    async () => {
      const stored = await storedWebhooks(world, ids);
      const done = stored.length === ids.length && stored.every(({ applied }) => applied);
      return done && stored.map(({ result }) => result);
    },
    withinMs === undefined ? {} : { withinMs },
  );
}

/** The same bytes but for one bit. */
export function flipped(bytes: string | Buffer, bit: number): Buffer {
  const changed = Buffer.from(bytes);
  const at = Math.floor(bit / 8) % changed.length;
  changed[at]! ^= 1 << (bit % 8);
  return changed;
}
