import type { Stripe } from 'stripe';
import type { AttemptRef } from '../gateway.port.js';
import { failureOf, findingOf, refundOutcomeOf } from './stripe-outcome.js';

const attempt: AttemptRef = {
  attemptId: 'attempt-1',
  orderNumber: 'ORD-0000000001',
  method: 'credit_card',
  capturesLater: false,
  returnUrl: 'https://shop.example/back',
  completing: false,
  amount: { amountMinor: 15_038, currency: 'USD' },
  intentId: 'pi_1',
  createdAt: new Date('2026-11-23T02:45:00Z'),
};

const charge = {
  object: 'charge',
  id: 'ch_1',
  balance_transaction: 'txn_1',
  payment_method_details: { card: { brand: 'visa', last4: '4242', exp_month: 3, exp_year: 2034 } },
};
const intent = (change: object = {}): Stripe.PaymentIntent =>
  ({
    object: 'payment_intent',
    id: 'pi_1',
    status: 'succeeded',
    amount: 15_038,
    amount_received: 15_038,
    currency: 'usd',
    metadata: { attempt_id: 'attempt-1' },
    latest_charge: charge,
    ...change,
  }) as never;

/** What the SDK resolves as a success although it is none: measured with version 23.1. */
const ODD: readonly [string, unknown][] = [
  ['nothing', undefined],
  ['null', null],
  ['a text', '<html>Bad gateway</html>'],
  ['an empty object', {}],
  ['an array', []],
  ['another object', intent({ object: 'charge' })],
  ['another kind of id', intent({ id: 'ch_1' })],
  ['no id', intent({ id: undefined })],
  ['no metadata', intent({ metadata: undefined })],
  ['the intent of another attempt', intent({ metadata: { attempt_id: 'attempt-2' } })],
  ['a status that nobody knows', intent({ status: 'done' })],
  ['no status', intent({ status: undefined })],
  ['a success without its charge', intent({ latest_charge: null })],
  ['a success whose charge was not expanded', intent({ latest_charge: 'ch_1' })],
  ['a success without a transaction', intent({ latest_charge: { ...charge, balance_transaction: null } })],
  ['a success with an odd transaction', intent({ latest_charge: { ...charge, balance_transaction: 'x' } })],
  ['a success over no number', intent({ amount_received: '15038' })],
  ['a success over no amount', intent({ amount_received: undefined })],
  ['a success over a fraction', intent({ amount_received: 0.5 })],
  ['a challenge without an address', intent({ status: 'requires_action', next_action: null })],
];

describe('what an intent says', () => {
  it.each(ODD)('%s is unknown: neither a success nor a decline', (_, answer) => {
    expect(findingOf(answer as Stripe.PaymentIntent, attempt)).toMatchObject({
      kind: 'unknown',
      cause: 'odd_answer',
    });
  });

  it('a success tells what was received, not what was asked for', () => {
    expect(findingOf(intent({ amount_received: 99, currency: 'eur' }), attempt)).toEqual({
      kind: 'succeeded',
      intentId: 'pi_1',
      fee: null,
      transactionId: 'txn_1',
      amountMinor: 99,
      currency: 'EUR',
      card: { brand: 'visa', last4: '4242', expiry: '03/34' },
    });
    const expanded = { ...charge, balance_transaction: { id: 'txn_2' } };
    expect(findingOf(intent({ latest_charge: expanded }), attempt)).toMatchObject({ transactionId: 'txn_2' });
  });

  it.each([
    ['requires_payment_method', { last_payment_error: null }, { kind: 'not_confirmed', intentId: 'pi_1' }],
    ['requires_confirmation', {}, { kind: 'not_confirmed', intentId: 'pi_1' }],
    ['processing', {}, { kind: 'processing', intentId: 'pi_1' }],
    ['canceled', {}, { kind: 'failed', reason: 'abandoned', code: 'canceled', intentId: 'pi_1' }],
    [
      'requires_payment_method',
      { last_payment_error: { code: 'card_declined', decline_code: 'insufficient_funds' } },
      { kind: 'failed', reason: 'insufficient_funds', code: 'insufficient_funds', intentId: 'pi_1' },
    ],
    [
      'requires_action',
      { next_action: { type: 'redirect_to_url', redirect_to_url: { url: 'https://bank.example' } } },
      {
        kind: 'requires_action',
        intentId: 'pi_1',
        nextAction: { type: 'redirect', url: 'https://bank.example' },
      },
    ],
  ])('%s with %j', (status, more, finding) => {
    expect(findingOf(intent({ status, latest_charge: null, ...more }), attempt)).toEqual(finding);
  });
});

describe('why a payment failed', () => {
  it.each([
    [{ code: 'card_declined', decline_code: 'insufficient_funds' }, 'insufficient_funds'],
    [{ code: 'card_declined', decline_code: 'generic_decline' }, 'card_declined'],
    [{ code: 'processing_error', decline_code: null }, 'card_declined'],
    [{ code: 'expired_card', decline_code: 'expired_card' }, 'expired_card'],
    [{ code: 'incorrect_cvc', decline_code: 'incorrect_cvc' }, 'invalid_card_details'],
    [{ code: 'card_declined', decline_code: 'fraudulent' }, 'payment_blocked'],
    [{ code: 'incorrect_number' }, 'invalid_payment_method'],
    [{ code: 'payment_intent_authentication_failure' }, 'authentication_failed'],
    [{ code: 'card_declined', decline_code: 'a_code_of_next_year' }, 'card_declined'],
    [{ code: 'constructor', decline_code: 'toString' }, 'card_declined'],
    [{}, 'card_declined'],
  ])('%j', (decline, reason) => {
    expect(failureOf(decline, 'pi_1').reason).toBe(reason);
  });
});

describe('what a refund says', () => {
  const refund = (change: object) => refundOutcomeOf({ object: 'refund', id: 're_1', ...change } as never);

  it.each([
    [{ status: 'succeeded' }, { kind: 'succeeded', gatewayRefundId: 're_1' }],
    [{ status: 'pending' }, { kind: 'pending', gatewayRefundId: 're_1' }],
    [{ status: 'requires_action' }, { kind: 'pending', gatewayRefundId: 're_1' }],
    [
      { status: 'failed', failure_reason: 'lost' },
      { kind: 'failed', code: 'lost', gatewayRefundId: 're_1' },
    ],
    [{ status: 'canceled' }, { kind: 'failed', code: 'canceled', gatewayRefundId: 're_1' }],
    [{ status: 'somehow' }, { kind: 'unknown', cause: 'odd_answer' }],
    [{ status: null }, { kind: 'unknown', cause: 'odd_answer' }],
    [
      { id: 'pi_1', status: 'succeeded' },
      { kind: 'unknown', cause: 'odd_answer' },
    ],
    [
      { object: undefined, status: 'succeeded' },
      { kind: 'unknown', cause: 'odd_answer' },
    ],
  ])('%j', (change, outcome) => {
    expect(refund(change)).toEqual(outcome);
  });
});
