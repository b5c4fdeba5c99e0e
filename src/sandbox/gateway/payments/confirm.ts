import type { Answer, Call } from '../api/call.js';
import { type Behaviour, behaviourNamed } from '../behaviours.js';
import type { PaymentIntent, PaymentMethod } from '../store/intent-records.js';
import { present } from '../store/present.js';
import { returnCash } from '../transfers/apply-cash.js';
import { awaitTransfer, requireTransferable } from '../transfers/await-transfer.js';
import { invalid, missing, unexpectedState } from '../wire/stripe-error.js';
import { chargeIntent } from './charge.js';
import { declineIntent } from './decline.js';
import { findIntent } from './find-intent.js';
import { readMethodOptions } from './method-options.js';
import { requireTaken } from './method-types.js';
import { namedMethod } from './payment-method.js';
import { redirect } from './redirect.js';

const CONFIRMABLE: ReadonlySet<string> = new Set([
  'requires_payment_method',
  'requires_confirmation',
  'requires_action',
]);
const ALREADY_DONE: ReadonlySet<string> = new Set(['succeeded', 'requires_capture']);

/** `POST /v1/payment_intents/:id/confirm`. */
export function confirm(call: Call): Answer {
  return confirmIntent(call, findIntent(call), (call, intent) => call.commit.put(intent));
}

/**
 * Asks the method for the money. A card that resets the connection does so before anything is stored, so `store`
 * (which a create uses to announce its intent) runs only after that, and after whatever can be refused.
 */
export function confirmIntent(
  call: Call,
  before: PaymentIntent,
  store: (call: Call, intent: PaymentIntent) => PaymentIntent,
): Answer {
  requireConfirmable(before);
  const returnUrl = readReturnUrl(call, before);
  const isNew = !call.store.payment_intents.get(before.id);
  const method = methodToUse(call, before, isNew);
  const options = readMethodOptions(call.params, before.payment_method_options);
  const wanted = { ...before, ...(options && { payment_method_options: options }) };
  requireTaken(wanted, method);
  const behaviour = behaviourOf(method);
  if (behaviour.confirm === 'await_transfer') requireTransferable(wanted);
  if (behaviour.confirm === 'redirect' && !returnUrl) throw missing('return_url');
  // A create that is sent again is another intent, so there its key says that it is the same one.
  const subject = isNew ? (call.idempotencyKey ?? method.id) : before.id;
  if (behaviour.confirm === 'reset') call.resets.resetUpTo(behaviour.times, subject);

  if (!call.store.payment_methods.get(method.id)) call.commit.put(method);
  const intent = store(call, {
    ...returnCash(call, wanted),
    payment_method: method.id,
    next_action: null,
    last_payment_error: null,
  });
  switch (behaviour.confirm) {
    case 'decline':
      throw declineIntent(call.commit, intent, method, behaviour.reason);
    case 'authenticate':
      return answer(redirect(call, intent, 'challenge', returnUrl));
    case 'redirect':
      return answer(redirect(call, intent, 'crypto', returnUrl));
    case 'await_transfer':
      return answer(awaitTransfer(call, intent, intent.customer ?? ''));
    case 'reset':
      return answer(chargeIntent(call, intent, method));
    case 'charge':
      return {
        ...answer(chargeIntent(call, intent, method)),
        ...(behaviour.answer && { ending: behaviour.answer }),
      };
  }
}

function answer(intent: PaymentIntent): Answer {
  return { body: present(intent), intent: intent.id };
}

function methodToUse(call: Call, intent: PaymentIntent, isNew: boolean): PaymentMethod {
  const method = namedMethod(call) ?? call.store.payment_methods.get(intent.payment_method ?? '');
  if (method) return method;
  if (isNew) throw missing('payment_method');
  throw unexpectedState(
    "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the " +
      'PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method.',
    present(intent),
  );
}

/** A card past its expiry is declined whatever else it would do: the gateway judges, not the form. */
function behaviourOf(method: PaymentMethod): Behaviour {
  return behaviourNamed(hasExpired(method) ? 'expired_card' : method.sandbox.behaviour);
}

function hasExpired({ card }: PaymentMethod): boolean {
  if (!card) return false;
  const now = new Date();
  return card.exp_year * 12 + card.exp_month < now.getUTCFullYear() * 12 + now.getUTCMonth() + 1;
}

function requireConfirmable(intent: PaymentIntent): void {
  if (CONFIRMABLE.has(intent.status)) return;
  const reason = ALREADY_DONE.has(intent.status)
    ? 'it has already succeeded after being previously confirmed.'
    : `it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be ` +
      'confirmed: requires_confirmation, requires_action.';
  throw unexpectedState(`You cannot confirm this PaymentIntent because ${reason}`, present(intent));
}

/** Stripe insists on a return address where a method might redirect. */
function readReturnUrl(call: Call, intent: PaymentIntent): string | null {
  const returnUrl = call.params.text('return_url');
  if (returnUrl && !(URL.canParse(returnUrl) && /^https?:/.test(returnUrl)))
    throw invalid('return_url', 'Not a valid URL', 'url_invalid');
  const mayRedirect = intent.automatic_payment_methods?.allow_redirects === 'always';
  if (mayRedirect && !returnUrl) {
    throw invalid(
      'return_url',
      'This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these ' +
        'payment methods might redirect your customer off of your page, you must provide a `return_url`. If you ' +
        "don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` " +
        'and `automatic_payment_methods[allow_redirects]` to `never` when creating Payment Intents.',
    );
  }
  return returnUrl ?? null;
}
