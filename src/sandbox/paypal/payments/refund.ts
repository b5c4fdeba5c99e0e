import type { Answer, Call } from '../api/call.js';
import { isDisputed } from '../disputes/is-disputed.js';
import type { Refund, Taking } from '../store/records.js';
import { buyerOf } from '../test-buyers.js';
import { takingEvent } from '../webhooks/event-types.js';
import { newId } from '../wire/ids.js';
import { PayPalError } from '../wire/paypal-error.js';
import { now } from '../wire/time.js';
import { found, leftOf } from './find.js';
import { refundFacts } from './money-facts.js';
import { relate } from './relate.js';
import { show } from './show.js';

const DESCRIPTION_LENGTH_MAX = 255;
const REASON_LENGTH_MAX = 30;

/** `POST /v1/payments/sale/:id/refund`: gives back all of a sale, or the amount that is named. */
export function refundSale(call: Call): Answer {
  return refund(call, found(call.store.sales.get(call.id)));
}

/** `POST /v1/payments/capture/:id/refund`. */
export function refundCapture(call: Call): Answer {
  return refund(call, found(call.store.captures.get(call.id)));
}

function refund(call: Call, taking: Taking): Answer {
  const { commit, settings, store } = call;
  const amount = requireRefundable(call, taking);
  const wishes = readWishes(call, taking);
  const payment = found(store.payments.get(taking.payment));
  const fate = buyerOf(payment)?.refund;
  const time = now();
  const returned = commit.put(withReturned(taking, taking.returned + amount));
  const refund = commit.put<Refund>({
    object: 'refund',
    id: newId(),
    create_time: time,
    update_time: time,
    state: fate === 'arrives later' ? 'pending' : 'completed',
    amount,
    currency: taking.currency,
    ...wishes,
    total_returned: returned.returned,
    payment: payment.id,
    taking: taking.id,
  });
  relate(commit, payment, refund);
  commit.journal('refund', refundFacts(taking, refund));
  commit.emit(takingEvent(taking, 'REFUNDED'), refund);
  if (fate === 'fails') commit.later('refund_fails', refund.id, settings.refundFailMs);
  if (fate === 'arrives later') commit.later('refund_arrives', refund.id, settings.refundFailMs);
  return show(store, refund, 201);
}

/** PayPal knows no `custom` of a refund's own and shows that of its sale; ours is shown back where it is given. */
function readWishes({ body }: Call, taking: Taking) {
  return {
    description: body.text('description', DESCRIPTION_LENGTH_MAX) ?? null,
    reason: body.text('reason', REASON_LENGTH_MAX) ?? null,
    custom: body.text('custom') ?? taking.custom,
    invoice_number: body.text('invoice_number') ?? taking.invoice_number,
  };
}

/** The sale or capture once so much of it has gone back. */
export function withReturned<T extends Taking>(taking: T, returned: number): T {
  return { ...taking, returned, state: stateWith(taking, returned), update_time: now() };
}

/** A dispute that was lost stays visible whatever else comes back. */
function stateWith({ state, amount }: Taking, returned: number): Taking['state'] {
  if (state === 'reversed') return 'reversed';
  if (returned === 0) return 'completed';
  return returned < amount ? 'partially_refunded' : 'refunded';
}

/** How much goes back. Throws what PayPal answers where it may not. */
function requireRefundable({ body, store }: Call, taking: Taking): number {
  const fields = body.group('amount');
  if (leftOf(taking) === 0) throw PayPalError.named('TRANSACTION_ALREADY_REFUNDED');
  if (taking.state !== 'completed' && taking.state !== 'partially_refunded')
    throw PayPalError.named('TRANSACTION_REFUSED', [{ issue: `The transaction is ${taking.state}.` }]);
  if (!fields && taking.returned > 0) throw PayPalError.named('FULL_REFUND_NOT_ALLOWED_AFTER_PARTIAL_REFUND');
  if (!fields) return taking.amount;
  if (fields.currency('currency') !== taking.currency) throw PayPalError.named('CURRENCY_MISMATCH');
  const amount = fields.positiveAmount('total', taking.currency);
  if (amount > leftOf(taking)) throw PayPalError.named('REFUND_EXCEEDED_TRANSACTION_AMOUNT');
  if (amount < leftOf(taking) && isDisputed(store, taking)) {
    const issue =
      'Because a complaint case exists on this transaction, only its full remaining amount can be refunded.';
    throw PayPalError.named('TRANSACTION_REFUSED', [{ issue }]);
  }
  return amount;
}
