import type { Answer, Call } from '../api/call.js';
import { readLimit } from '../api/lists.js';
import { present } from '../store/present.js';
import type { PaymentIntent } from '../store/intent-records.js';
import { invalid } from '../wire/stripe-error.js';

/** Stripe's search is told of an object about a minute late; a second is enough to catch code that relies on it. */
const LAG_MS = 1000;
const CLAUSE =
  /^(?:metadata\[(['"])(?<key>[^'"]+)\1\]|(?<field>status|currency|amount))\s*:\s*(['"]?)(?<value>[^'"]*)\4$/;

type Clause = (intent: PaymentIntent) => boolean;

/** `GET /v1/payment_intents/search`: clauses on metadata, status, currency and amount, joined by AND. */
export function searchIntents({ params, store }: Call): Answer {
  const clauses = params
    .requiredText('query')
    .split(/\s+AND\s+/i)
    .map(readClause);
  const limit = readLimit(params);
  const indexedUntil = Date.now() - LAG_MS;
  const data: object[] = [];
  for (const intent of store.payment_intents.newestFirst()) {
    if (intent.sandbox.createdMs > indexedUntil || !clauses.every((holds) => holds(intent))) continue;
    data.push(present(intent));
    if (data.length > limit) break;
  }
  return {
    body: {
      object: 'search_result',
      data: data.slice(0, limit),
      has_more: data.length > limit,
      next_page: null,
      url: '/v1/payment_intents/search',
    },
    intent: null,
  };
}

function readClause(text: string): Clause {
  const groups = CLAUSE.exec(text.trim())?.groups;
  if (!groups) throw invalid('query', `We were unable to parse your search query near: ${text}`);
  const { key, field, value } = groups;
  if (key !== undefined) return (intent) => intent.metadata[key] === value;
  return (intent) => String(Reflect.get(intent, field ?? '')) === value;
}
