import type { Answer, Call } from '../api/call.js';
import { present } from '../store/present.js';
import type { Charge } from '../store/charge-records.js';
import type { PaymentIntent } from '../store/intent-records.js';
import type { Params } from '../wire/params.js';
import { invalid, StripeError, unexpectedState } from '../wire/stripe-error.js';
import { complete } from './authorization.js';
import { takeMoney } from './charge.js';
import { findIntent } from './find-intent.js';
import { isMulticapture, moneyFacts } from './money-facts.js';

/** Stripe's limit for one payment. */
const CAPTURES_MAX = 50;

/** `POST /v1/payment_intents/:id/capture`: takes what was promised or a part of it; a final one lets the rest go. */
export function captureIntent(call: Call): Answer {
  const before = findIntent(call);
  const held = call.store.charges.get(before.latest_charge ?? '');
  if (before.status !== 'requires_capture' || !held) {
    throw unexpectedState(
      `This PaymentIntent could not be captured because it has a status of ${before.status}. Only a PaymentIntent ` +
        'with one of the following statuses may be captured: requires_capture.',
      present(before),
    );
  }
  const isFinal = readFinal(call.params, held);
  const amount = readAmount(call.params, before, held, isFinal);
  const intent = { ...before, metadata: call.params.metadata(before.metadata) };
  const taken = amount > 0 ? capture(call, intent, held, amount) : { intent, charge: held };
  const after = isFinal ? complete(call.commit, taken.intent, taken.charge) : taken.intent;
  if (!isFinal) call.commit.emit('payment_intent.amount_capturable_updated', after);
  return { body: present(after), intent: after.id };
}

function capture(
  { commit, params }: Call,
  before: PaymentIntent,
  held: Charge,
  amount: number,
): { intent: PaymentIntent; charge: Charge } {
  const counted = { ...held, sandbox: { captures: (held.sandbox?.captures ?? 0) + 1, released: 0 } };
  const { charge, facts } = takeMoney(commit, counted, amount);
  const intent = commit.put<PaymentIntent>({
    ...before,
    amount_capturable: before.amount_capturable - amount,
    amount_received: charge.amount_captured,
  });
  commit.journal('capture', {
    ...moneyFacts(intent, charge),
    ...facts,
    amount,
    total: charge.amount_captured,
    captureMetadata: params.metadata(),
  });
  if (isMulticapture(charge)) commit.emit('charge.updated', charge);
  return { intent, charge };
}

function readFinal(params: Params, held: Charge): boolean {
  const isFinal = params.flag('final_capture') ?? true;
  if (isFinal) return true;
  if (!isMulticapture(held)) {
    const message =
      'You cannot set final_capture to false: multicapture is not available for this PaymentIntent.';
    throw invalid('final_capture', message);
  }
  if ((held.sandbox?.captures ?? 0) >= CAPTURES_MAX - 1) {
    throw invalid(
      'final_capture',
      `A PaymentIntent can be captured ${CAPTURES_MAX} times; this is the last.`,
    );
  }
  return false;
}

/** Nothing may be captured only to let the rest of an earlier capture go. */
function readAmount(params: Params, intent: PaymentIntent, held: Charge, isFinal: boolean): number {
  const amount = params.integer('amount_to_capture') ?? intent.amount_capturable;
  const isRelease = isFinal && held.amount_captured > 0;
  if (amount < (isRelease ? 0 : 1)) {
    const message = 'This value must be greater than or equal to 1.';
    throw invalid('amount_to_capture', message, 'parameter_invalid_integer');
  }
  if (amount > intent.amount_capturable) {
    throw new StripeError(400, {
      type: 'invalid_request_error',
      code: 'amount_too_large',
      message: TOO_MUCH,
      param: 'amount_to_capture',
      payment_intent: present(intent),
    });
  }
  return amount;
}

const TOO_MUCH =
  'The payment could not be captured because the requested capture amount is greater than the authorized amount. If ' +
  'you are trying to collect a tip or over-capture, your account might not be configured for those features. Contact ' +
  'us via https://support.stripe.com/contact/';
