import type { Answer, Call } from '../api/call.js';
import { present } from '../store/present.js';
import { METHOD_TYPES, type MethodType, type PaymentMethod } from '../store/intent-records.js';
import { METHOD_TOKENS } from '../test-cards.js';
import { newId } from '../wire/ids.js';
import { Params } from '../wire/params.js';
import { missing, noSuch } from '../wire/stripe-error.js';
import { seconds } from '../wire/time.js';
import { cardOf, readCard } from './card-method.js';

/** What a payment method is made of, alone or within an intent's `payment_method_data`. */
export const METHOD_PARAMS = [
  'type',
  'card',
  'crypto',
  'customer_balance',
  'billing_details',
  'metadata',
  'allow_redisplay',
];

/** `POST /v1/payment_methods`: the only place that sees a card number; it keeps what can be told from it. */
export function createPaymentMethod(call: Call): Answer {
  const method = call.commit.put(readMethod(call.params));
  return { body: present(method), intent: null };
}

export function retrievePaymentMethod(call: Call): Answer {
  const method = fromToken(call.id, call.id) ?? call.store.payment_methods.get(call.id);
  if (!method) throw noSuch('PaymentMethod', call.id, 'payment_method');
  return { body: present(method), intent: null };
}

/** The method that a create or confirm names, by id, by test token or by what it is made of. Not yet stored. */
export function namedMethod({ params, store }: Call): PaymentMethod | undefined {
  const data = params.group('payment_method_data');
  if (data) {
    data.allowOnly(METHOD_PARAMS, 'payment_method_data');
    return readMethod(data);
  }
  const id = params.text('payment_method');
  if (!id) return undefined;
  const method = fromToken(id, newId('pm')) ?? store.payment_methods.get(id);
  if (!method) throw noSuch('PaymentMethod', id, 'payment_method', 400);
  return method;
}

/** As Stripe does, a token becomes a payment method of its own each time it is used. */
function fromToken(token: string, id: string): PaymentMethod | undefined {
  const standIn = METHOD_TOKENS.get(token);
  return standIn && { ...newMethod(id, 'card', new Params({})), ...cardOf(standIn) };
}

function readMethod(params: Params): PaymentMethod {
  const type = params.choice('type', METHOD_TYPES);
  if (!type) throw missing('type');
  const method = newMethod(newId('pm'), type, params);
  if (type === 'card') return { ...method, ...readCard(params) };
  return { ...method, sandbox: { behaviour: type === 'crypto' ? 'stablecoin' : 'bank_transfer' } };
}

function newMethod(id: string, type: MethodType, params: Params): Omit<PaymentMethod, 'sandbox'> {
  return {
    object: 'payment_method',
    id,
    created: seconds(),
    type,
    billing_details: {
      address: null,
      email: params.text('billing_details[email]') ?? null,
      name: params.text('billing_details[name]') ?? null,
      phone: null,
    },
    metadata: params.metadata(),
  };
}
