import type { Gateway } from '../gateway.js';
import { Commit } from '../store/commit.js';
import type { KeptAnswer } from '../store/records.js';
import { checkExpandable, expand } from '../wire/expand.js';
import { Params } from '../wire/params.js';
import { StripeError } from '../wire/stripe-error.js';
import type { Answer } from './call.js';
import type { ApiRequest } from './read-request.js';
import { ConnectionReset } from './reset-counts.js';

/** What came of a request, before anybody hears of it. */
export interface Outcome {
  status: number;
  body: string;
  intent: string | null;
  ending: 'now' | 'never' | 'after_webhooks' | 'reset';
  /** The id of the first request with this key, where this one repeats its answer. */
  replayOf: string | null;
  /** What the last `ending` waits for. */
  eventIds: string[];
}

/** What the journal says of the request itself, given where its answer goes. */
type DescribeRequest = (outcome: Outcome) => object;

/**
 * Runs the handler and writes what it did, its journal entry and its kept answer as one line. No awaiting in here: two
 * requests never see each other half done.
 */
export function processRequest(gateway: Gateway, request: ApiRequest, describe: DescribeRequest): Outcome {
  const commit = new Commit(gateway.store, { requestId: request.id, idempotencyKey: request.idempotencyKey });
  const { outcome, isKept } = run(gateway, request, commit);
  if (request.method === 'GET' || outcome.ending === 'reset') {
    gateway.store.note('request', describe(outcome));
    return outcome;
  }
  if (isKept) keep(commit, request, outcome);
  commit.journal('request', describe(outcome));
  gateway.finish(commit);
  return outcome;
}

/** The answer that a key stands for, once more; one that never came does not come now. */
export function replay(kept: KeptAnswer): Outcome {
  return {
    status: kept.status,
    body: kept.body,
    intent: kept.intent,
    ending: kept.neverAnswered ? 'never' : 'now',
    replayOf: kept.requestId,
    eventIds: [],
  };
}

export function keep(commit: Commit, request: ApiRequest, outcome: Outcome): void {
  if (request.idempotencyKey === null) return;
  commit.put<KeptAnswer>({
    object: 'kept_answer',
    id: request.idempotencyKey,
    path: request.path,
    fingerprint: request.fingerprint,
    status: outcome.status,
    body: outcome.body,
    requestId: request.id,
    intent: outcome.intent,
    neverAnswered: outcome.ending === 'never',
    keptAt: Date.now(),
  });
}

function run(gateway: Gateway, request: ApiRequest, commit: Commit): { outcome: Outcome; isKept: boolean } {
  try {
    const answer = handle(gateway, request, commit);
    const body = JSON.stringify(expand(gateway.store, answer.body, request.expand));
    const eventIds = commit.events.filter((event) => event.sandbox.copies > 1).map((event) => event.id);
    const outcome = answered(200, body, answer.intent, answer.ending ?? 'now');
    return { outcome: { ...outcome, eventIds }, isKept: true };
  } catch (error) {
    if (error instanceof ConnectionReset) {
      return { outcome: answered(0, '', request.pathId || null, 'reset'), isKept: false };
    }
    const refusal = error instanceof StripeError ? error : bug(error);
    const outcome = answered(
      refusal.status,
      JSON.stringify({ error: refusal.body }),
      intentOf(refusal, request),
    );
    return { outcome, isKept: refusal.isKept };
  }
}

function handle(gateway: Gateway, request: ApiRequest, commit: Commit): Answer {
  const params = new Params(request.form);
  params.allowOnly(request.route.params);
  checkExpandable(request.expand);
  const { store, settings, resets } = gateway;
  const { pathId: id, idempotencyKey, baseUrl } = request;
  return request.route.handle({ id, params, store, commit, settings, resets, idempotencyKey, baseUrl });
}

export function answered(
  status: number,
  body: string,
  intent: string | null,
  ending: Outcome['ending'] = 'now',
): Outcome {
  return { status, body, intent, ending, replayOf: null, eventIds: [] };
}

function intentOf({ body }: StripeError, request: ApiRequest): string | null {
  const id: unknown = body.payment_intent && Reflect.get(body.payment_intent, 'id');
  if (typeof id === 'string') return id;
  return request.pathId.startsWith('pi_') ? request.pathId : null;
}

/** What was put so far is written all the same, so that memory and file go on agreeing. */
function bug(error: unknown): StripeError {
  console.error('sandbox gateway: a handler failed', error);
  return new StripeError(500, { type: 'api_error', message: 'An unknown error occurred' });
}
