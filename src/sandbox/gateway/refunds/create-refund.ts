import type { Answer, Call } from '../api/call.js';
import { present } from '../store/present.js';
import { refundCash } from './refund-cash.js';
import { refundCharge } from './refund-charge.js';

/** `POST /v1/refunds`: gives back a payment, or cash that no payment took. */
export function createRefund(call: Call): Answer {
  const origin = call.params.choice('origin', ['customer_balance']);
  const refund = origin ? refundCash(call) : refundCharge(call);
  return { body: present(refund), intent: refund.payment_intent };
}
