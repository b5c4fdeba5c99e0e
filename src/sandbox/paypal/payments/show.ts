import type { Answer, Call } from '../api/call.js';
import { present } from '../present/present.js';
import type { Authorization, Payment, Refund, Taking } from '../store/records.js';
import type { Store } from '../store/store.js';
import { findPayment, found } from './find.js';

export function getPayment(call: Call): Answer {
  return show(call.store, findPayment(call));
}

export function getSale({ id, store }: Call): Answer {
  return show(store, found(store.sales.get(id)));
}

export function getAuthorization({ id, store }: Call): Answer {
  return show(store, found(store.authorizations.get(id)));
}

export function getCapture({ id, store }: Call): Answer {
  return show(store, found(store.captures.get(id)));
}

export function getRefund({ id, store }: Call): Answer {
  return show(store, found(store.refunds.get(id)));
}

export function show(store: Store, record: Payment | Taking | Authorization | Refund, status = 200): Answer {
  const payment = record.object === 'payment' ? record.id : record.payment;
  return { status, body: present(store, record), payment };
}
