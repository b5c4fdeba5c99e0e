import { setTimeout as sleep } from 'node:timers/promises';
import { dropBefore, endUnder, sendTo } from '../../provider/endings.js';
import type { Exchange } from '../../provider/exchange.js';
import type { Fault } from '../../provider/faults.js';
import type { RequestEnd } from '../../provider/store/journal.js';
import type { Gateway } from '../gateway.js';
import { Commit } from '../store/commit.js';
import type { KeptAnswer } from '../store/records.js';
import { newId } from '../wire/ids.js';
import { StripeError } from '../wire/stripe-error.js';
import { answered, keep, type Outcome, processRequest, replay } from './process-request.js';
import { type ApiRequest, readRequest } from './read-request.js';

/** How long a card that is told by webhook first holds its answer back for a receiver that does not acknowledge. */
const WEBHOOK_PATIENCE_MS = 3000;

/** Answers one call of Stripe's API, or loses the answer as a card or a fault demands. */
export async function serveApi(gateway: Gateway, exchange: Exchange): Promise<void> {
  let request: ApiRequest;
  let kept: KeptAnswer | undefined;
  let fault: Fault | undefined;
  try {
    request = readRequest(exchange, gateway.settings.secretKey);
    fault = gateway.faults.take(request.route.operation);
    kept = findKept(gateway, request);
  } catch (error) {
    if (!(error instanceof StripeError)) throw error;
    return refuse(gateway, exchange, error);
  }
  const key = request.idempotencyKey;
  if (key !== null) gateway.keptAnswers.begin(key);
  try {
    const pauseMs = gateway.settings.latencyMs + (fault?.delayMs ?? 0);
    if (pauseMs > 0) await sleep(pauseMs);
    const note = (end: RequestEnd): void => gateway.store.note('request', facts(request, null, end));
    if (await dropBefore(exchange, fault, note)) return;
    const outcome =
      fault?.mode === 'status'
        ? answerFault(gateway, request, kept ? unkept(fault) : fault)
        : settleOn(gateway, request, kept, fault);
    await finish(gateway, exchange, request, outcome, fault);
  } finally {
    if (key !== null) gateway.keptAnswers.end(key);
  }
}

function findKept(
  gateway: Gateway,
  { fingerprint, idempotencyKey, path }: ApiRequest,
): KeptAnswer | undefined {
  if (idempotencyKey === null) return undefined;
  return gateway.keptAnswers.find(idempotencyKey, path, fingerprint);
}

/** An answer that its key stands for already is not overwritten by a later fault. */
function unkept(fault: Fault): Fault {
  return { ...fault, kept: false };
}

function answerFault(gateway: Gateway, request: ApiRequest, fault: Fault): Outcome {
  const outcome = answered(fault.status, faultBody(fault), null);
  const commit = new Commit(gateway.store);
  if (fault.kept) keep(commit, request, outcome);
  commit.journal('request', facts(request, null, fault.status));
  gateway.finish(commit);
  return outcome;
}

function faultBody({ body, status }: Fault): string {
  return (
    body ?? JSON.stringify({ error: { type: 'api_error', message: `Sandbox fault: answered ${status}.` } })
  );
}

function settleOn(
  gateway: Gateway,
  request: ApiRequest,
  kept: KeptAnswer | undefined,
  fault: Fault | undefined,
): Outcome {
  const describe = (outcome: Outcome): object => facts(request, outcome, endOf(outcome, fault));
  if (!kept) return processRequest(gateway, request, describe);
  const outcome = replay(kept);
  gateway.store.note('request', describe(outcome));
  return outcome;
}

/** Where the answer goes: what the card wants, or else what the fault wants. */
function endOf(outcome: Outcome, fault: Fault | undefined): RequestEnd {
  const end = endUnder(fault, outcome.status);
  if (outcome.ending === 'reset') return 'reset';
  return outcome.ending === 'never' && end !== 'reset' ? 'hang' : end;
}

async function finish(
  gateway: Gateway,
  exchange: Exchange,
  request: ApiRequest,
  outcome: Outcome,
  fault: Fault | undefined,
): Promise<void> {
  for (const eventId of outcome.eventIds) {
    await gateway.deliveries.whenAcknowledged(eventId, WEBHOOK_PATIENCE_MS);
  }
  sendTo(endOf(outcome, fault), exchange, {
    status: outcome.status,
    headers: headersFor(request, exchange, outcome),
    body: fault?.mode === 'status_after' ? faultBody(fault) : outcome.body,
  });
}

function headersFor(
  request: ApiRequest,
  exchange: Exchange,
  { body, replayOf }: Outcome,
): Record<string, string> {
  const version = exchange.header('stripe-version');
  return {
    'content-type': body.startsWith('<') ? 'text/html' : 'application/json',
    'cache-control': 'no-cache, no-store',
    'request-id': request.id,
    ...(version ? { 'stripe-version': version } : {}),
    ...(request.idempotencyKey === null ? {} : { 'idempotency-key': request.idempotencyKey }),
    ...(replayOf ? { 'idempotent-replayed': 'true', 'original-request': replayOf } : {}),
  };
}

/** `processed` is what the work came to where the caller heard something else, or nothing. */
function facts(request: ApiRequest, outcome: Outcome | null, status: RequestEnd): object {
  return {
    operation: request.route.operation,
    method: request.method,
    path: request.path,
    idempotencyKey: request.idempotencyKey,
    replayed: outcome?.replayOf !== null && outcome !== null,
    status,
    processed: outcome?.status || null,
    intent: outcome?.intent ?? (request.pathId.startsWith('pi_') ? request.pathId : null),
    request: request.id,
  };
}

/** Refused before any work: nothing is kept. */
function refuse(gateway: Gateway, exchange: Exchange, error: StripeError): void {
  const requestId = newId('req', 14);
  const { method, path } = exchange;
  const idempotencyKey = exchange.header('idempotency-key') ?? null;
  gateway.store.note('request', {
    method,
    path,
    idempotencyKey,
    replayed: false,
    status: error.status,
    intent: null,
  });
  const headers = { 'content-type': 'application/json', 'request-id': requestId };
  exchange.send(error.status, headers, JSON.stringify({ error: error.body }));
}
