import type { PayPal } from '../paypal.js';
import { Commit } from '../store/commit.js';
import type { KeptAnswer } from '../store/records.js';
import { PayPalError } from '../wire/paypal-error.js';
import type { Answer } from './call.js';
import type { ApiRequest } from './read-request.js';

/** What came of a request, before anybody hears of it. */
export interface Outcome {
  status: number;
  body: string;
  payment: string | null;
  isReplay: boolean;
}

/** What the journal says of the request itself, given what came of it. */
type DescribeRequest = (outcome: Outcome) => object;

/**
 * Runs the handler and writes what it did, its journal entry and its kept answer as one line. No awaiting in here: two
 * requests never see each other half done.
 */
export function processRequest(
  paypal: PayPal,
  request: ApiRequest,
  debugId: string,
  describe: DescribeRequest,
): Outcome {
  const commit = new Commit(paypal.store);
  const { outcome, isKept } = run(paypal, request, debugId, commit);
  if (request.method === 'GET') {
    paypal.store.note('request', describe(outcome));
    return outcome;
  }
  if (isKept) keep(commit, request, outcome);
  commit.journal('request', describe(outcome));
  paypal.finish(commit);
  return outcome;
}

/** The answer that a request id stands for, once more. */
export function replay({ status, body, payment }: KeptAnswer): Outcome {
  return { status, body, payment, isReplay: true };
}

export function keep(commit: Commit, { key }: ApiRequest, { status, body, payment }: Outcome): void {
  if (key === null) return;
  commit.put<KeptAnswer>({ object: 'kept_answer', id: key, status, body, payment, keptAt: Date.now() });
}

function run(
  paypal: PayPal,
  request: ApiRequest,
  debugId: string,
  commit: Commit,
): { outcome: Outcome; isKept: boolean } {
  const { store, settings } = paypal;
  const { body, pathId: id, query, route } = request;
  try {
    return { outcome: answered(route.handle({ id, body, query, store, commit, settings })), isKept: true };
  } catch (error) {
    const refusal = error instanceof PayPalError ? error : bug(error);
    const payment = id.startsWith('PAYID-') ? id : null;
    const outcome = answered({ status: refusal.status, body: refusal.body(debugId), payment });
    return { outcome, isKept: refusal.isKept };
  }
}

function answered({ status, body, payment }: Answer): Outcome {
  return { status, body: body === null ? '' : JSON.stringify(body), payment, isReplay: false };
}

/** What was put so far is written all the same, so that memory and file go on agreeing. */
function bug(error: unknown): PayPalError {
  console.error('sandbox PayPal: a handler failed', error);
  return PayPalError.named('INTERNAL_SERVICE_ERROR');
}
