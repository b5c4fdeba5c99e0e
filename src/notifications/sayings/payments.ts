import type { OrderForMail } from '../../orders/index.js';
import type { Said } from '../said.js';
import type { Speech } from '../speech.js';
import type { Told } from '../told.js';
import { moneyNotice } from './money-notice.js';
import { phraseOf } from './phrase-of.js';
import { owedMinor, waysToPay } from './ways-to-pay.js';

export const paymentFailed = ({ order }: Told, { words: { paymentFailed: w }, moment }: Speech): Said => ({
  subject: w.subject(order.number),
  title: w.title,
  paragraphs: [
    w.nothingCharged(phraseOf(w.reasons, order.payment?.reason)),
    ...(order.expiresAt ? [w.next(moment(order.expiresAt))] : []),
  ],
});

export function paymentInstructions({ order }: Told, speech: Speech): Said {
  const w = speech.words.instructions;
  const amount = speech.money(owedMinor(order), order.currency);
  const until = order.expiresAt ? [w.until(speech.moment(order.expiresAt))] : [];
  const common = { subject: w.subject(order.number), ...waysToPay(order, speech) };
  if (order.payment?.nextAction?.type !== 'bank_transfer')
    return { ...common, title: w.crypto(amount), paragraphs: [w.cryptoWhat, ...until] };
  const hasPartArrived = owedMinor(order) < order.grandTotalMinor;
  return hasPartArrived
    ? { ...common, title: w.transferRest(amount), paragraphs: [w.partArrived, ...until] }
    : { ...common, title: w.transfer(amount), paragraphs: [w.transferWhat, ...until] };
}

export function paymentExpiring({ order }: Told, speech: Speech): Said {
  const w = speech.words.expiring;
  return {
    subject: w.subject(order.number),
    title: w.title,
    paragraphs: [...(order.expiresAt ? [w.what(speech.moment(order.expiresAt))] : []), w.paidAlready],
    ...waysToPay(order, speech),
  };
}

/** Money that came when the order could not take it any more: why, and that it goes back. */
export function paymentReturned({ order, data }: Told, speech: Speech): Said {
  const w = speech.words.paymentReturned;
  const reason = phraseOf(w.reasons, data.reason);
  const notice = moneyNotice(order, speech);
  return {
    subject: w.subject(order.number),
    title: w.title,
    preview: `${notice.title}. ${reason}`,
    paragraphs: [reason],
    notice,
  };
}

export function refundSucceeded({ order }: Told, { words, money }: Speech): Said {
  const w = words.refunded;
  const amount = money(order.refund?.amountMinor ?? 0, order.currency);
  return {
    subject: w.subject(amount, order.number),
    title: w.title(amount),
    paragraphs: [w.what(methodOf(order, words.methods))],
    sections: refundSection(order, words.labels),
  };
}

export function refundFailed({ order }: Told, { words, money }: Speech): Said {
  const w = words.refundFailed;
  return {
    subject: w.subject(order.number),
    title: w.title(money(order.refund?.amountMinor ?? 0, order.currency)),
    paragraphs: [w.what(methodOf(order, words.methods)), w.next],
    sections: refundSection(order, words.labels),
  };
}

const methodOf = ({ refund }: OrderForMail, methods: Speech['words']['methods']): string =>
  refund ? methods[refund.method] : '';

const refundSection = (
  { refund }: OrderForMail,
  labels: Speech['words']['labels'],
): NonNullable<Said['sections']> =>
  refund ? [{ title: labels.refund, rows: [{ label: labels.number, value: refund.refundId }] }] : [];
