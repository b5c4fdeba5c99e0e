import type { Payment } from '../store/records.js';
import type { Store } from '../store/store.js';
import { buyerOf, type BuyerName } from '../test-buyers.js';
import { toText } from '../wire/amount.js';
import { cartOf, tokenOf } from '../wire/ids.js';
import { known, link } from './links.js';
import { total } from './money.js';
import { presentResource } from './resources.js';

export function presentPayment(store: Store, payment: Payment): object {
  const { id, intent, state, failure_reason, create_time, update_time } = payment;
  return known({
    id,
    intent,
    state,
    failure_reason,
    cart: cartOf(id),
    payer: presentPayer(payment),
    transactions: [presentTransaction(store, payment)],
    redirect_urls: { return_url: payment.return_url, cancel_url: payment.cancel_url },
    create_time,
    update_time,
    links: linksOf(store, payment),
  });
}

/** Nobody is known before the approval. */
function presentPayer(payment: Payment): object {
  const buyer = buyerOf(payment);
  if (!buyer || !payment.buyer) return { payment_method: 'paypal' };
  return {
    payment_method: 'paypal',
    status: 'VERIFIED',
    payer_info: {
      email: emailOf(payment.buyer),
      first_name: 'Test',
      last_name: 'Buyer',
      payer_id: buyer.payerId,
      country_code: 'US',
    },
  };
}

function emailOf(name: BuyerName): string {
  return `${name.replaceAll('_', '-')}@buyers.example`;
}

function presentTransaction(store: Store, payment: Payment): object {
  const { amount, currency, details, description, custom, invoice_number, item_list, related } = payment;
  return known({
    amount: { ...total(amount, currency), ...(details && { details: texts(details, currency) }) },
    description,
    custom,
    invoice_number,
    item_list,
    related_resources: related.map((relatedId) => presentRelated(store, relatedId)),
  });
}

function texts(details: Record<string, number>, currency: string): Record<string, string> {
  return Object.fromEntries(Object.entries(details).map(([name, minor]) => [name, toText(minor, currency)]));
}

function presentRelated(store: Store, id: string): object {
  const resource = store.taking(id) ?? store.authorizations.get(id) ?? store.refunds.get(id);
  if (!resource) throw new Error(`a payment names ${id}, which does not exist`);
  return { [resource.object]: presentResource(store, resource) };
}

function linksOf(store: Store, { id, state }: Payment): object[] {
  const self = link(store, 'self', `/v1/payments/payment/${id}`);
  if (state !== 'created') return [self];
  return [
    self,
    link(store, 'approval_url', `/checkoutnow?token=${tokenOf(id)}`, 'REDIRECT'),
    link(store, 'execute', `/v1/payments/payment/${id}/execute`, 'POST'),
  ];
}
