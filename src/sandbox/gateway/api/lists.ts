import type { Collection } from '../../provider/store/collection.js';
import { present } from '../store/present.js';
import type { StoredRecord } from '../store/records.js';
import type { Store } from '../store/store.js';
import type { Params } from '../wire/params.js';
import { invalid, noSuch } from '../wire/stripe-error.js';
import type { Answer, Handler } from './call.js';

const LIMIT_DEFAULT = 10;
const LIMIT_MAX = 100;

/** What can be read by id and listed without more ado, and the fields that narrow its list. */
const LISTED = {
  payment_intents: [],
  charges: ['payment_intent'],
  refunds: ['payment_intent', 'charge'],
  disputes: ['payment_intent', 'charge'],
  balance_transactions: ['source', 'type'],
  events: ['type'],
  webhook_endpoints: [],
} as const satisfies Partial<Record<keyof Store, readonly string[]>>;

export type Listed = keyof typeof LISTED;

export function retrieveFrom(name: Listed): Handler {
  return ({ id, store }) => {
    const record = store[name].get(id);
    if (!record) throw noSuch(name.replace(/s$/, ''), id, 'id');
    return answer(record);
  };
}

/** `GET /v1/<name>`: newest first, `starting_after` and `ending_before` as in every list of Stripe's. */
export function listFrom(name: Listed): Handler {
  return ({ params, store }) => {
    const collection = store[name] as Collection<StoredRecord & { created: number }>;
    const wanted = LISTED[name].map((field) => [field, params.text(field)] as const);
    const since = earliest(params);
    const matches = (record: StoredRecord & { created: number }): boolean =>
      isCreatedWithin(record.created, params) &&
      wanted.every(([field, value]) => value === undefined || Reflect.get(record, field) === value);

    const limit = readLimit(params);
    const olderThan = cursor(params, 'starting_after', collection);
    const newerThan = cursor(params, 'ending_before', collection);
    const found: object[] = [];
    for (const record of newerThan ? collection.oldestFirst(newerThan) : collection.newestFirst(olderThan)) {
      if (!newerThan && record.created < since) break;
      if (matches(record)) found.push(present(record));
      if (found.length > limit) break;
    }
    const page = found.slice(0, limit);
    const data = newerThan ? page.toReversed() : page;
    return {
      body: { object: 'list', data, has_more: found.length > limit, url: `/v1/${name}` },
      intent: params.text('payment_intent') ?? null,
    };
  };
}

export function readLimit(params: Params): number {
  const limit = params.integer('limit') ?? LIMIT_DEFAULT;
  if (limit < 1 || limit > LIMIT_MAX) {
    throw invalid('limit', `This value must be between 1 and ${LIMIT_MAX}.`, 'parameter_invalid_integer');
  }
  return limit;
}

function answer(record: StoredRecord): Answer {
  const intent = record.object === 'payment_intent' ? record.id : Reflect.get(record, 'payment_intent');
  return { body: present(record), intent: typeof intent === 'string' ? intent : null };
}

function cursor(params: Params, name: string, collection: Collection<StoredRecord>): string | undefined {
  const id = params.text(name);
  if (id && !collection.get(id)) throw noSuch('object', id, name, 400);
  return id;
}

/** Older records need not be looked at: they come in the order of their creation. */
function earliest(params: Params): number {
  return params.integer('created[gte]') ?? params.integer('created[gt]') ?? 0;
}

function isCreatedWithin(created: number, params: Params): boolean {
  const exact = params.group('created') ? undefined : params.integer('created');
  return (
    (exact === undefined || created === exact) &&
    created >= (params.integer('created[gte]') ?? 0) &&
    created > (params.integer('created[gt]') ?? -1) &&
    created <= (params.integer('created[lte]') ?? Number.MAX_SAFE_INTEGER) &&
    created < (params.integer('created[lt]') ?? Number.MAX_SAFE_INTEGER)
  );
}
