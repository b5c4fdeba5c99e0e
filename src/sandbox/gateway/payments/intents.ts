import type { Answer, Call } from '../api/call.js';
import { namedCustomer } from '../customers/customers.js';
import { present } from '../store/present.js';
import type { PaymentIntent } from '../store/intent-records.js';
import { awaitsTransfer, returnCash } from '../transfers/apply-cash.js';
import { newId } from '../wire/ids.js';
import { invalid, unexpectedState } from '../wire/stripe-error.js';
import { seconds } from '../wire/time.js';
import { confirmIntent } from './confirm.js';
import { findIntent } from './find-intent.js';
import { readMethodOptions } from './method-options.js';
import { readMethodTypes, requireTaken } from './method-types.js';
import { requireWholeStep } from './money-steps.js';
import { namedMethod } from './payment-method.js';

const AMOUNT_MAX = 99_999_999;
/** Stripe's minimum charges, docs.stripe.com/currencies; other currencies take any amount here. */
const AMOUNT_MIN: Record<string, number> = { usd: 50, eur: 50, gbp: 30, cad: 50, aud: 50, chf: 50, jpy: 50 };

/** No money has been promised yet. */
const REPRICEABLE: ReadonlySet<string> = new Set([
  'requires_payment_method',
  'requires_confirmation',
  'requires_action',
]);

/** `POST /v1/payment_intents`, with `confirm=true` in the same call where the caller wants it. */
export function createIntent(call: Call): Answer {
  const draft = readIntent(call);
  if (call.params.flag('confirm')) return confirmIntent(call, draft, announce);
  const method = namedMethod(call);
  if (method) requireTaken(draft, method);
  if (method) call.commit.put(method);
  const intent = announce(call, {
    ...draft,
    payment_method: method?.id ?? null,
    status: method ? 'requires_confirmation' : 'requires_payment_method',
  });
  return { body: present(intent), intent: intent.id };
}

export function retrieveIntent(call: Call): Answer {
  const intent = findIntent(call);
  return { body: present(intent), intent: intent.id };
}

/** `POST /v1/payment_intents/:id`: metadata and description; the amount while no money depends on it. */
export function updateIntent(call: Call): Answer {
  const before = findIntent(call);
  const { params } = call;
  const amount = params.integer('amount') ?? before.amount;
  const isRepriced = amount !== before.amount;
  if (isRepriced && !REPRICEABLE.has(before.status)) {
    throw unexpectedState(
      `This PaymentIntent's amount could not be updated because it has a status of ${before.status}.`,
      present(before),
    );
  }
  const changes = {
    amount: isRepriced ? checkAmount(amount, before.currency) : amount,
    description: params.text('description') ?? before.description,
    metadata: params.metadata(before.metadata),
  };
  const intent = call.commit.put<PaymentIntent>({
    ...(isRepriced ? toBeConfirmedAgain(call, before) : before),
    ...changes,
  });
  return { body: present(intent), intent: intent.id };
}

/** Instructions for another amount are void: what has arrived is the customer's cash again, as Stripe documents. */
function toBeConfirmedAgain(call: Call, intent: PaymentIntent): PaymentIntent {
  if (!awaitsTransfer(intent)) return intent;
  return { ...returnCash(call, intent), status: 'requires_confirmation', next_action: null };
}

function announce(call: Call, intent: PaymentIntent): PaymentIntent {
  call.commit.put(intent);
  call.commit.emit('payment_intent.created', intent);
  return intent;
}

function readIntent({ params, store }: Call): PaymentIntent {
  const amount = params.requiredInteger('amount');
  const currency = params.requiredText('currency').toLowerCase();
  if (!/^[a-z]{3}$/.test(currency)) throw invalid('currency', `Invalid currency: ${currency}`);
  const customer = namedCustomer({ params, store })?.id ?? null;
  const options = readMethodOptions(params);
  const id = newId('pi');
  return {
    object: 'payment_intent',
    id,
    created: seconds(),
    amount: checkAmount(amount, currency),
    amount_capturable: 0,
    amount_received: 0,
    canceled_at: null,
    cancellation_reason: null,
    capture_method:
      params.choice('capture_method', ['automatic', 'automatic_async', 'manual']) ?? 'automatic_async',
    client_secret: newId(`${id}_secret`),
    confirmation_method: params.choice('confirmation_method', ['automatic', 'manual']) ?? 'automatic',
    currency,
    customer,
    description: params.text('description') ?? null,
    last_payment_error: null,
    latest_charge: null,
    metadata: params.metadata(),
    next_action: null,
    payment_method: null,
    ...(options && { payment_method_options: options }),
    ...readMethodTypes(params, currency, customer),
    receipt_email: params.text('receipt_email') ?? null,
    status: 'requires_payment_method',
    sandbox: { createdMs: Date.now() },
  };
}

function checkAmount(amount: number, currency: string): number {
  if (amount < 1) {
    throw invalid('amount', 'This value must be greater than or equal to 1.', 'parameter_invalid_integer');
  }
  if (amount < (AMOUNT_MIN[currency] ?? 1)) {
    const message = `Amount must be at least ${AMOUNT_MIN[currency]} in the smallest unit of ${currency}.`;
    throw invalid('amount', message, 'amount_too_small');
  }
  if (amount > AMOUNT_MAX) {
    throw invalid('amount', `Amount must be no more than ${AMOUNT_MAX}.`, 'amount_too_large');
  }
  requireWholeStep('amount', amount, currency);
  return amount;
}
