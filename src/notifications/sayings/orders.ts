import type { OrderForMail } from '../../orders/index.js';
import { oneLine } from '../../shared/one-line.js';
import type { Said } from '../said.js';
import type { Speech } from '../speech.js';
import type { Told } from '../told.js';
import { moneyNotice } from './money-notice.js';
import { phraseOf } from './phrase-of.js';
import { namedUnits, unitsTold } from './units.js';
import { isPaidElsewhere } from './ways-to-pay.js';

export function orderConfirmed({ order }: Told, { words: { confirmed: w }, money }: Speech): Said {
  const total = money(order.grandTotalMinor, order.currency);
  const payment = order.isPromised ? w.promised(total) : w.paid(total);
  return {
    subject: w.subject(order.number),
    title: w.title,
    preview: `${w.thanks} ${payment}.`,
    paragraphs: [
      w.ready(payment),
      ...(order.items.some(({ backordered }) => backordered > 0) ? [w.later] : []),
      ...(order.unavailable.length > 0 ? [w.missing(missingNames(order))] : []),
    ],
  };
}

const missingNames = ({ unavailable }: OrderForMail): string =>
  unavailable.map(({ productName, missing }) => `${missing} × ${oneLine(productName)}`).join(', ');

export function orderCancelled({ order }: Told, speech: Speech): Said {
  const w = speech.words.cancelled;
  const reason = phraseOf(w.reasons, order.cancelReason);
  const notice = moneyNotice(order, speech);
  const mayStillArrive = order.cancelReason === 'payment_expired' && isPaidElsewhere(order.paymentMethod);
  return {
    subject: w.subject(order.number),
    title: w.title,
    preview: `${notice.title}. ${reason}`,
    paragraphs: [reason, ...(mayStillArrive ? [w.mayStillArrive] : [])],
    notice,
  };
}

export function itemsCancelled(told: Told, { words: { itemsCancelled: w }, money }: Speech): Said {
  const { order, data } = told;
  const refund = data.refundId ? order.refund : null;
  return {
    subject: w.subject(order.number),
    title: w.title,
    paragraphs: [w.what, ...(refund ? [w.refund(money(refund.amountMinor, order.currency))] : [])],
    units: unitsTold(told),
  };
}

export function parcelShipped({ order }: Told, { words: { shipped: w, labels } }: Speech): Said {
  const { carrier = '', trackingNumber = '', trackingUrl = null, items = [] } = order.parcel ?? {};
  const leadsToTheWeb = trackingUrl !== null && /^https?:\/\//i.test(trackingUrl);
  return {
    subject: w.subject(order.number),
    title: w.title,
    paragraphs: [w.what(oneLine(carrier)), ...(order.status === 'processing' ? [w.rest] : [])],
    ...(leadsToTheWeb && { action: { label: labels.trackParcel, href: oneLine(trackingUrl) } }),
    units: namedUnits(items),
    sections: [
      {
        title: labels.parcel,
        rows: [
          { label: labels.carrier, value: oneLine(carrier) },
          { label: labels.trackingNumber, value: oneLine(trackingNumber) },
        ],
      },
    ],
  };
}

export const orderDelivered = ({ order }: Told, { words: { delivered: w } }: Speech): Said => ({
  subject: w.subject(order.number),
  title: w.title,
  paragraphs: [w.what, w.wrong],
});

export const orderLink = ({ order, linkDays }: Told, { words: { orderLink: w } }: Speech): Said => ({
  subject: w.subject(order.number),
  title: w.title,
  paragraphs: [w.what(linkDays), w.notYou],
});
