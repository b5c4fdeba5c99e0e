import { setTimeout as sleep } from 'node:timers/promises';
import { type GatewayReply, postOnce } from './post-once.js';
import type { GatewayPost } from './providers/provider.js';

/** Three tries in all, as for every call to a gateway: passing faults get through, a dead gateway is known soon. */
const MAX_TRIES = 3;
const FIRST_PAUSE_MS = 100;
/** Less than this cannot carry a call. */
const SHORTEST_CALL_MS = 50;

export interface CallLimits {
  /** The time for all tries. */
  readonly deadlineMs: number;
  /** The time for one of them. */
  readonly callMs: number;
}

/**
 * Posts under one key until there is an answer. Connection errors, 409 and 429 are tried again, with jitter; a 5xx and a
 * time-out are not: a gateway replays a stored 5xx, and what timed out may take as long again.
 */
export async function callGateway(post: GatewayPost, limits: CallLimits): Promise<GatewayReply> {
  const until = performance.now() + limits.deadlineMs;
  let reply: GatewayReply = { kind: 'none', cause: 'deadline_passed' };
  for (let tried = 0; tried < MAX_TRIES; tried++) {
    if (tried > 0) await sleep(FIRST_PAUSE_MS * 2 ** tried * (0.5 + Math.random() / 2));
    const leftMs = Math.min(limits.callMs, until - performance.now());
    if (leftMs < SHORTEST_CALL_MS) return reply;
    reply = await postOnce(post, leftMs);
    if (!isPassing(reply)) return reply;
  }
  return reply;
}

const isPassing = (reply: GatewayReply): boolean =>
  reply.kind === 'answer' ? reply.status === 409 || reply.status === 429 : reply.cause === 'connection_error';
