import type { Change } from '../api/call.js';
import type { Commit } from '../store/commit.js';
import type { Charge, ChargedMethod } from '../store/charge-records.js';
import type { PaymentIntent } from '../store/intent-records.js';
import { seconds } from '../wire/time.js';
import { isMulticapture, moneyFacts, returnedOf } from './money-facts.js';

const DAY_SECONDS = 86_400;

/** Promises the money: it is held until it is captured, cancelled or expired. */
export function authorize(
  { commit, settings }: Change,
  intent: PaymentIntent,
  promised: Charge,
): PaymentIntent {
  const heldSeconds = settings.authorisationDays * DAY_SECONDS;
  const captureBefore = promised.created + heldSeconds;
  const charge = commit.put<Charge>({
    ...promised,
    payment_method_details: heldUntil(captureBefore, promised.payment_method_details),
  });
  const held = commit.put<PaymentIntent>({
    ...intent,
    status: 'requires_capture',
    amount_capturable: charge.amount,
    latest_charge: charge.id,
  });
  commit.later('authorization_expires', held.id, heldSeconds * 1000);
  commit.journal('authorization', moneyFacts(held, charge));
  commit.emit('charge.succeeded', charge);
  commit.emit('payment_intent.amount_capturable_updated', held);
  return held;
}

function heldUntil(captureBefore: number, method: ChargedMethod): ChargedMethod {
  if (method.type !== 'card') return method;
  return { ...method, card: { ...method.card, capture_before: captureBefore } };
}

/** The hold has lasted as long as a bank keeps one; what was captured in time stays taken. */
export function expireAuthorization({ commit, store }: Change, intent: PaymentIntent): PaymentIntent {
  const held = store.charges.get(intent.latest_charge ?? '');
  if (intent.status !== 'requires_capture' || !held) return intent;
  return letGo(commit, intent, held, { reason: 'automatic', event: 'charge.expired' });
}

/**
 * Lets go of what is still held. A payment of which nothing was captured is canceled; one that was captured in part is
 * complete with that part (docs.stripe.com/payments/multicapture, read 2026-11-23).
 */
export function letGo(
  commit: Commit,
  intent: PaymentIntent,
  held: Charge,
  why: { reason: string | null; event: 'charge.refunded' | 'charge.expired' },
): PaymentIntent {
  if (held.amount_captured > 0) return complete(commit, intent, held);
  const charge = commit.put<Charge>({
    ...held,
    refunded: true,
    amount_refunded: held.amount,
    sandbox: { captures: 0, released: held.amount },
  });
  const canceled = commit.put<PaymentIntent>({
    ...intent,
    status: 'canceled',
    amount_capturable: 0,
    canceled_at: seconds(),
    cancellation_reason: why.reason,
  });
  commit.journal('void', moneyFacts(canceled, charge));
  commit.emit(why.event, charge);
  commit.emit('payment_intent.canceled', canceled);
  return canceled;
}

/** Ends a hold with what was captured of it. Only without multicapture does the rest show as refunded. */
export function complete(commit: Commit, intent: PaymentIntent, held: Charge): PaymentIntent {
  const rest = held.amount - held.amount_captured;
  const released = isMulticapture(held) ? 0 : rest;
  const charge = commit.put<Charge>({
    ...held,
    captured: true,
    refunded: returnedOf(held) === held.amount_captured,
    amount_refunded: held.amount_refunded + released,
    sandbox: { captures: held.sandbox?.captures ?? 0, released },
  });
  const paid = commit.put<PaymentIntent>({ ...intent, status: 'succeeded', amount_capturable: 0 });
  if (rest > 0) commit.journal('void', { ...moneyFacts(paid, charge), amount: rest });
  commit.emit('charge.captured', charge);
  if (isMulticapture(charge)) commit.emit('payment_intent.amount_capturable_updated', paid);
  commit.emit('payment_intent.succeeded', paid);
  return paid;
}
