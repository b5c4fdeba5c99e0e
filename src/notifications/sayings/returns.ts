import type { OrderForMail } from '../../orders/index.js';
import { oneLine } from '../../shared/one-line.js';
import type { Said } from '../said.js';
import type { Speech } from '../speech.js';
import type { Told } from '../told.js';
import { namedUnits } from './units.js';

export const returnRequested = ({ order }: Told, { words: { returns: w, labels } }: Speech): Said => ({
  subject: w.requestedSubject(order.number),
  title: w.requestedTitle,
  paragraphs: [w.requested],
  ...about(order, labels),
});

export const returnApproved = ({ order }: Told, { words: { returns: w, labels } }: Speech): Said => ({
  subject: w.approvedSubject(order.number),
  title: w.approvedTitle,
  paragraphs: [w.approved, ...(order.back?.carriesRefund ? [w.refundFollows] : [])],
  ...about(order, labels),
  ...noteOf(order, labels.note),
});

export const returnRefused = ({ order }: Told, { words: { returns: w, labels } }: Speech): Said => ({
  subject: w.refusedSubject(order.number),
  title: w.refusedTitle,
  paragraphs: [w.refused],
  ...about(order, labels),
  ...noteOf(order, labels.note),
});

export function returnReceived(
  { order, data }: Told,
  { words: { returns: w, labels }, money }: Speech,
): Said {
  const refund = data.refundId ? order.refund : null;
  return {
    subject: w.receivedSubject(order.number),
    title: w.receivedTitle,
    paragraphs: [w.received, ...(refund ? [w.refund(money(refund.amountMinor, order.currency))] : [])],
    ...about(order, labels),
    units: namedUnits(order.back?.received),
  };
}

/** What a person has written with the decision. */
const noteOf = ({ back }: OrderForMail, title: string): Pick<Said, 'notice'> =>
  back?.note ? { notice: { title, lines: [oneLine(back.note)] } } : {};

const about = (
  { back }: OrderForMail,
  labels: Speech['words']['labels'],
): Pick<Said, 'units' | 'sections'> => ({
  units: namedUnits(back?.items),
  ...(back && {
    sections: [{ title: labels.return, rows: [{ label: labels.number, value: back.returnId }] }],
  }),
});
