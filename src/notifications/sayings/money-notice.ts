import { assertNever } from '../../shared/assert.js';
import type { OrderForMail } from '../../orders/index.js';
import type { Notice } from '../said.js';
import type { Speech } from '../speech.js';

type Refund = NonNullable<OrderForMail['refund']>;

/** What becomes of the money of an order that has ended, as far as it is decided when the mail is written. */
export function moneyNotice(order: OrderForMail, speech: Speech): Notice {
  const { notices } = speech.words;
  if (order.refund) return refundNotice(order.refund, order.currency, speech);
  if (order.capturedMinor > 0) return plain(notices.nothingLeft);
  return plain(order.isPromised ? notices.promiseReleased : notices.nothingCharged);
}

const plain = ({ title, line }: { title: string; line: string }): Notice => ({ title, lines: [line] });

function refundNotice({ status, amountMinor, refundId, method }: Refund, currency: string, speech: Speech) {
  const { notices, methods } = speech.words;
  if (status === 'not_required') return plain(notices.nothingCharged);
  const { title, line } = notices[wordsOf(status)];
  return {
    title: title(speech.money(amountMinor, currency)),
    lines: [line(methods[method]), notices.reference(refundId)],
  };
}

/** A refund that is made by now has a mail of its own, which is the one that says so. */
function wordsOf(status: Exclude<Refund['status'], 'not_required'>) {
  switch (status) {
    case 'waiting':
      return 'undecided';
    case 'pending':
    case 'succeeded':
      return 'onItsWay';
    case 'failed':
      return 'needsAttention';
    default:
      return assertNever(status);
  }
}
