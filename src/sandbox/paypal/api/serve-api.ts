import { setTimeout as sleep } from 'node:timers/promises';
import { dropBefore, endUnder, sendTo } from '../../provider/endings.js';
import type { Exchange } from '../../provider/exchange.js';
import type { Fault } from '../../provider/faults.js';
import type { RequestEnd } from '../../provider/store/journal.js';
import type { PayPal } from '../paypal.js';
import { Commit } from '../store/commit.js';
import { newDebugId } from '../wire/ids.js';
import { PayPalError } from '../wire/paypal-error.js';
import { keep, type Outcome, processRequest, replay } from './process-request.js';
import { type ApiRequest, readRequest } from './read-request.js';

/** Answers one call of PayPal's API, or loses the answer as a fault demands. */
export async function serveApi(paypal: PayPal, exchange: Exchange): Promise<void> {
  const debugId = newDebugId();
  let request: ApiRequest;
  try {
    request = readRequest(exchange, paypal.settings);
  } catch (error) {
    if (!(error instanceof PayPalError)) throw error;
    return refuse(paypal, exchange, debugId, error);
  }
  const fault = paypal.faults.take(request.route.operation);
  const pauseMs = paypal.settings.latencyMs + (fault?.delayMs ?? 0);
  if (pauseMs > 0) await sleep(pauseMs);
  const note = (end: RequestEnd): void => paypal.store.note('request', facts(request, null, end));
  if (await dropBefore(exchange, fault, note)) return;
  const outcome =
    fault?.mode === 'status'
      ? answerFault(paypal, request, fault, debugId)
      : settle(paypal, request, fault, debugId);
  sendTo(endUnder(fault, outcome.status), exchange, {
    status: outcome.status,
    headers: headersFor(outcome.body, debugId),
    body: fault?.mode === 'status_after' ? faultBody(fault, debugId) : outcome.body,
  });
}

function settle(paypal: PayPal, request: ApiRequest, fault: Fault | undefined, debugId: string): Outcome {
  const describe = (outcome: Outcome): object => facts(request, outcome, endUnder(fault, outcome.status));
  const kept = paypal.keptAnswers.find(request.key);
  if (!kept) return processRequest(paypal, request, debugId, describe);
  const outcome = replay(kept);
  paypal.store.note('request', describe(outcome));
  return outcome;
}

/** An answer that the request id stands for already is not overwritten by a later fault. */
function answerFault(paypal: PayPal, request: ApiRequest, fault: Fault, debugId: string): Outcome {
  const outcome = { status: fault.status, body: faultBody(fault, debugId), payment: null, isReplay: false };
  const commit = new Commit(paypal.store);
  if (fault.kept && !paypal.keptAnswers.find(request.key)) keep(commit, request, outcome);
  commit.journal('request', facts(request, null, fault.status));
  paypal.finish(commit);
  return outcome;
}

function faultBody({ body }: Fault, debugId: string): string {
  return body ?? JSON.stringify(PayPalError.named('INTERNAL_SERVICE_ERROR').body(debugId));
}

function headersFor(body: string, debugId: string): Record<string, string> {
  return {
    'content-type': body.startsWith('<') ? 'text/html' : 'application/json',
    'cache-control': 'max-age=0, no-cache, no-store, must-revalidate',
    'paypal-debug-id': debugId,
  };
}

/** `processed` is what the work came to where the caller heard something else, or nothing. */
function facts(request: ApiRequest, outcome: Outcome | null, status: RequestEnd): object {
  return {
    operation: request.route.operation,
    method: request.method,
    path: request.path,
    idempotencyKey: request.requestId,
    replayed: outcome?.isReplay ?? false,
    status,
    processed: outcome?.status ?? null,
    payment: outcome?.payment ?? (request.pathId.startsWith('PAYID-') ? request.pathId : null),
  };
}

/** Refused before any work: nothing is kept. */
function refuse(paypal: PayPal, exchange: Exchange, debugId: string, error: PayPalError): void {
  const { method, path } = exchange;
  const idempotencyKey = exchange.header('paypal-request-id') ?? null;
  paypal.store.note('request', {
    method,
    path,
    idempotencyKey,
    replayed: false,
    status: error.status,
    payment: null,
  });
  const body = JSON.stringify(error.body(debugId));
  exchange.send(error.status, headersFor(body, debugId), body);
}
