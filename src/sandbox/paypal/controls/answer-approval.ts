import { approve, cancelAddress, decline, returnAddress } from '../payments/approval.js';
import { asOfNow } from '../payments/find.js';
import type { PayPal } from '../paypal.js';
import { Commit } from '../store/commit.js';
import type { Payment } from '../store/records.js';
import { buyerOf, type BuyerName } from '../test-buyers.js';
import { tokenOf } from '../wire/ids.js';

type ApprovalAnswer = { answer: 'approve'; buyer: BuyerName } | { answer: 'decline' };

/** What came of it, and where a browser would go now. */
interface Answered {
  paymentId: string;
  token: string;
  /** Null: nobody has approved. */
  payerId: string | null;
  redirect: string;
}

/** What the buyer says to the payment, on the page or by a control. */
export function answerApproval(paypal: PayPal, payment: Payment, wish: ApprovalAnswer): Answered {
  const commit = new Commit(paypal.store);
  const answered =
    wish.answer === 'approve' ? approve(commit, payment, wish.buyer) : decline(commit, payment);
  paypal.finish(commit);
  return {
    paymentId: payment.id,
    token: tokenOf(payment.id),
    payerId: buyerOf(answered)?.payerId ?? null,
    redirect: wish.answer === 'approve' ? returnAddress(answered) : cancelAddress(answered),
  };
}

/** Throws where there is nothing to approve any more. */
export function findOpen({ store }: PayPal, id: string): Payment {
  const payment = store.payments.get(id);
  if (!payment) throw new Error('no such payment');
  const { state } = asOfNow(payment);
  if (state !== 'created') throw new Error(`the payment is ${state}: there is nothing to approve`);
  return payment;
}
