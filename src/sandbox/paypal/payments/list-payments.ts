import type { Answer, Call } from '../api/call.js';
import type { Collection } from '../../provider/store/collection.js';
import { presentPayment } from '../present/payment.js';
import type { Payment } from '../store/records.js';
import { PayPalError } from '../wire/paypal-error.js';
import { asOfNow, found } from './find.js';

const COUNT_DEFAULT = 10;
const COUNT_MAX = 20;

/**
 * `GET /v1/payments/payment`, newest first unless told otherwise. `start_id` is the first of its page, as `next_id` says.
 * Payments in every state are listed; PayPal's reference of 2026 says that those that were only created are not.
 */
export function listPayments({ query, store }: Call): Answer {
  const count = readCount(query.get('count'));
  const isDescending = readOrder(query) === 'desc';
  const from = readTime(query, 'start_time') ?? Number.NEGATIVE_INFINITY;
  const to = readTime(query, 'end_time') ?? Number.POSITIVE_INFINITY;
  const page: Payment[] = [];
  for (const payment of startingAt(store.payments, query.get('start_id'), isDescending)) {
    const createdAt = Date.parse(payment.create_time);
    // They come in the order of their creation: what follows is out of range too.
    if (isDescending ? createdAt < from : createdAt > to) break;
    if (createdAt >= from && createdAt <= to) page.push(payment);
    if (page.length > count) break;
  }
  const next = page[count];
  const payments = page.slice(0, count).map((payment) => presentPayment(store, asOfNow(payment)));
  return {
    status: 200,
    body: { payments, count: payments.length, ...(next && { next_id: next.id }) },
    payment: null,
  };
}

function* startingAt(
  payments: Collection<Payment>,
  id: string | null,
  isDescending: boolean,
): Generator<Payment> {
  if (id !== null) yield found(payments.get(id));
  yield* isDescending ? payments.newestFirst(id ?? undefined) : payments.oldestFirst(id ?? undefined);
}

function readCount(text: string | null): number {
  const count = Number(text ?? COUNT_DEFAULT);
  if (!Number.isInteger(count) || count < 1 || count > COUNT_MAX)
    throw invalid('count', `Must be between 1 and ${COUNT_MAX}`);
  return count;
}

function readOrder(query: URLSearchParams): 'asc' | 'desc' {
  const by = query.get('sort_by') ?? 'create_time';
  if (by !== 'create_time') throw invalid('sort_by', 'Must be create_time');
  const order = query.get('sort_order') ?? 'desc';
  if (order !== 'asc' && order !== 'desc') throw invalid('sort_order', 'Must be asc or desc');
  return order;
}

function readTime(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw invalid(name, 'Must be an internet date and time');
  return time;
}

function invalid(field: string, issue: string): PayPalError {
  return PayPalError.named('VALIDATION_ERROR', [{ field, issue }]);
}
