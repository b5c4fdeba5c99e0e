import type { Answer, Call } from '../api/call.js';
import { leftOf } from '../payments/find.js';
import { presentDispute } from '../present/dispute.js';
import type { Dispute, Taking } from '../store/records.js';
import { toMinor } from '../wire/amount.js';
import { PayPalError } from '../wire/paypal-error.js';
import { isDisputed } from './is-disputed.js';
import { DISPUTE_REASONS, openDispute } from './open-dispute.js';

const PAGE_SIZE_DEFAULT = 10;
const PAGE_SIZE_MAX = 50;

/** `POST /v1/customer/disputes`: in PayPal's sandbox, as here, a merchant can play the buyer. */
export function createDispute(call: Call): Answer {
  const { body, store } = call;
  const [transaction] = body.list('disputed_transactions');
  if (!transaction) throw body.invalid('disputed_transactions', 'Required field missing');
  const taking = store.taking(transaction.requiredText('seller_transaction_id'));
  if (!taking) throw PayPalError.named('RESOURCE_NOT_FOUND');
  const reason = body.choice('reason', DISPUTE_REASONS);
  const dispute = openDispute(call, taking, reason, readAmount(call, taking));
  return { status: 201, body: presentDispute(store, dispute), payment: taking.payment };
}

export function getDispute({ id, store }: Call): Answer {
  const dispute = store.disputes.get(id);
  if (!dispute) throw PayPalError.named('RESOURCE_NOT_FOUND');
  return { status: 200, body: presentDispute(store, dispute), payment: null };
}

/** `GET /v1/customer/disputes`, newest first; `disputed_transaction_id` narrows it to one sale or capture. */
export function listDisputes({ query, store }: Call): Answer {
  const size = readPageSize(query.get('page_size'));
  const transaction = query.get('disputed_transaction_id');
  const items: Dispute[] = [];
  for (const dispute of store.disputes.newestFirst()) {
    if (items.length === size) break;
    if (transaction === null || dispute.taking === transaction) items.push(dispute);
  }
  return {
    status: 200,
    body: { items: items.map((dispute) => presentDispute(store, dispute)), links: [] },
    payment: null,
  };
}

/** All that is left, where no amount is named. */
function readAmount({ body, store }: Call, taking: Taking): number {
  const fields = body.group('dispute_amount');
  const left = taking.state === 'pending' || taking.state === 'denied' ? 0 : leftOf(taking);
  const text = fields?.requiredText('value');
  const amount = text === undefined ? left : toMinor(text, taking.currency);
  const isCurrency = fields === undefined || fields.requiredText('currency_code') === taking.currency;
  if (amount === undefined || amount <= 0 || amount > left || !isCurrency || isDisputed(store, taking))
    throw PayPalError.named('UNPROCESSABLE_ENTITY', [
      { issue: 'The transaction cannot be disputed for that amount.' },
    ]);
  return amount;
}

function readPageSize(text: string | null): number {
  const size = Number(text ?? PAGE_SIZE_DEFAULT);
  if (!Number.isInteger(size) || size < 1 || size > PAGE_SIZE_MAX)
    throw PayPalError.named('VALIDATION_ERROR', [
      { field: 'page_size', issue: `Must be between 1 and ${PAGE_SIZE_MAX}` },
    ]);
  return size;
}
