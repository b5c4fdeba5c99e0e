import type { Authorization, Capture, Refund, Sale, Taking } from '../store/records.js';
import type { Store } from '../store/store.js';
import { known, link } from './links.js';
import { total, value } from './money.js';

/** What hangs below a payment: its sale or authorization, its captures, its refunds. */
export function presentResource(store: Store, resource: Taking | Authorization | Refund): object {
  switch (resource.object) {
    case 'sale':
      return presentSale(store, resource);
    case 'capture':
      return presentCapture(store, resource);
    case 'authorization':
      return presentAuthorization(store, resource);
    case 'refund':
      return presentRefund(store, resource);
  }
}

function presentSale(store: Store, sale: Sale): object {
  const path = `/v1/payments/sale/${sale.id}`;
  return {
    ...takenFields(sale),
    payment_mode: 'INSTANT_TRANSFER',
    protection_eligibility: 'ELIGIBLE',
    protection_eligibility_type: 'ITEM_NOT_RECEIVED_ELIGIBLE,UNAUTHORIZED_PAYMENT_ELIGIBLE',
    links: [
      link(store, 'self', path),
      link(store, 'refund', `${path}/refund`, 'POST'),
      parentLink(store, sale.payment),
    ],
  };
}

function presentCapture(store: Store, capture: Capture): object {
  const path = `/v1/payments/capture/${capture.id}`;
  return {
    ...takenFields(capture),
    is_final_capture: capture.is_final_capture,
    links: [
      link(store, 'self', path),
      link(store, 'refund', `${path}/refund`, 'POST'),
      link(store, 'authorization', `/v1/payments/authorization/${capture.authorization}`),
      parentLink(store, capture.payment),
    ],
  };
}

/** There is a fee once there is money. */
function takenFields(taking: Taking): Record<string, unknown> {
  const { id, state, reason_code, amount, currency, fee, payment, custom, invoice_number } = taking;
  const hasMoney = state !== 'pending' && state !== 'denied';
  return known({
    id,
    state,
    reason_code,
    amount: total(amount, currency),
    transaction_fee: hasMoney ? value(fee, currency) : null,
    receivable_amount: hasMoney ? value(amount, currency) : null,
    parent_payment: payment,
    custom,
    invoice_number,
    create_time: taking.create_time,
    update_time: taking.update_time,
  });
}

function presentAuthorization(store: Store, authorization: Authorization): object {
  const { id, state, amount, currency, payment, custom, invoice_number, valid_until } = authorization;
  const path = `/v1/payments/authorization/${id}`;
  const isOpen = state === 'authorized' || state === 'partially_captured';
  const actions = [
    link(store, 'capture', `${path}/capture`, 'POST'),
    link(store, 'void', `${path}/void`, 'POST'),
  ];
  return known({
    id,
    state,
    amount: total(amount, currency),
    payment_mode: 'INSTANT_TRANSFER',
    parent_payment: payment,
    custom,
    invoice_number,
    valid_until,
    create_time: authorization.create_time,
    update_time: authorization.update_time,
    links: [link(store, 'self', path), ...(isOpen ? actions : []), parentLink(store, payment)],
  });
}

function presentRefund(store: Store, refund: Refund): object {
  const { id, state, amount, currency, payment, custom, invoice_number, description, reason } = refund;
  const kind = store.sales.get(refund.taking) ? 'sale' : 'capture';
  return known({
    id,
    state,
    amount: total(amount, currency),
    refund_to_payer: value(amount, currency),
    refund_from_received_amount: value(amount, currency),
    // PayPal keeps its fee.
    refund_from_transaction_fee: value(0, currency),
    total_refunded_amount: value(refund.total_returned, currency),
    refund_reason_code: 'REFUND',
    description,
    reason,
    custom,
    invoice_number,
    parent_payment: payment,
    [`${kind}_id`]: refund.taking,
    create_time: refund.create_time,
    update_time: refund.update_time,
    links: [
      link(store, 'self', `/v1/payments/refund/${id}`),
      parentLink(store, payment),
      link(store, kind, `/v1/payments/${kind}/${refund.taking}`),
    ],
  });
}

function parentLink(store: Store, payment: string): object {
  return link(store, 'parent_payment', `/v1/payments/payment/${payment}`);
}
