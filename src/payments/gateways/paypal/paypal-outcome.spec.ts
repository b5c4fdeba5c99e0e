import { ZodError } from 'zod';
import type { AttemptRef } from '../gateway.port.js';
import { readPayment } from './paypal-objects.js';
import { findingOf } from './paypal-outcome.js';

const HOUR_MS = 3600_000;
const now = Date.parse('2026-11-23T12:00:00Z');
const attempt: AttemptRef = {
  attemptId: 'attempt-1',
  orderNumber: 'ORD-0000000001',
  method: 'paypal',
  amount: { amountMinor: 15_038, currency: 'USD' },
  capturesLater: false,
  intentId: 'PAYID-1234567890',
  returnUrl: 'https://shop.example/back',
  createdAt: new Date(now - HOUR_MS),
  completing: false,
};
const completing = { ...attempt, completing: true };
const madeAgo = (hours: number, of = attempt): AttemptRef => ({
  ...of,
  createdAt: new Date(now - hours * HOUR_MS),
});

const sale = {
  id: '5SA00622SALE',
  state: 'completed',
  amount: { total: '150.38', currency: 'USD' },
  transaction_fee: { value: '5.74', currency: 'USD' },
  parent_payment: 'PAYID-1234567890',
  create_time: '2026-11-23T11:30:00Z',
};
const authorization = {
  id: '5SA00622AUTH',
  state: 'authorized',
  amount: { total: '150.38', currency: 'USD' },
};
const payer = { payer_info: { payer_id: 'BUYER12345' } };

interface Change {
  transaction?: object;
  related?: unknown[];
  [field: string]: unknown;
}

const payment = ({ transaction, related = [], ...change }: Change = {}): unknown => ({
  id: 'PAYID-1234567890',
  intent: 'sale',
  state: 'created',
  payer: {},
  transactions: [
    {
      amount: { total: '150.38', currency: 'USD' },
      custom: 'attempt-1',
      related_resources: related,
      ...transaction,
    },
  ],
  links: [{ rel: 'approval_url', href: 'https://paypal.example/approve', method: 'REDIRECT' }],
  ...change,
});
const sold = (change: object = {}) =>
  payment({ state: 'approved', related: [{ sale: { ...sale, ...change } }] });
const authorized = (state: string, ...captures: object[]) =>
  payment({
    intent: 'authorize',
    state: 'approved',
    related: [{ authorization: { ...authorization, state } }, ...captures.map((capture) => ({ capture }))],
  });
const find = (answer: unknown, of: AttemptRef = attempt) => findingOf(readPayment(answer), of, now);

describe('what a payment says', () => {
  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', '<html>Bad gateway</html>'],
    ['an empty object', {}],
    ['an array', []],
    ['another kind of id', payment({ id: 'pi_1' })],
    ['a state that nobody knows', payment({ state: 'done' })],
    ['an intent that we never have', payment({ intent: 'order' })],
    ['no transaction', payment({ transactions: [] })],
    ['two transactions', payment({ transactions: [{ amount: sale.amount }, { amount: sale.amount }] })],
    ['a sale without an id', sold({ id: undefined })],
    ['a sale in a state that nobody knows', sold({ state: 'done' })],
    ['a sale over no amount', sold({ amount: undefined })],
    ['a sale over a number', sold({ amount: { total: 150.38, currency: 'USD' } })],
    ['a sale over a fraction of a cent', sold({ amount: { total: '150.385', currency: 'USD' } })],
    ['a sale over less than nothing', sold({ amount: { total: '-150.38', currency: 'USD' } })],
    ['a sale in no currency', sold({ amount: { total: '150.38', currency: 'dollars' } })],
    ['an odd fee', sold({ transaction_fee: { value: 'much', currency: 'USD' } })],
  ])('%s is no payment', (_, answer) => {
    expect(() => readPayment(answer)).toThrow(ZodError);
  });

  it.each([
    ['the payment of another attempt', sold, { ...attempt, attemptId: 'attempt-2' }],
    ['executed, and no sale', () => payment({ state: 'approved' }), attempt],
    ['executed long ago, and no sale', () => payment({ state: 'approved' }), madeAgo(99)],
    ['not approved, and nowhere to do it', () => payment({ links: [] }), attempt],
  ])('%s is unknown', (_, answer, of) => {
    expect(find(answer(), of)).toMatchObject({ kind: 'unknown', cause: 'odd_answer' });
  });

  it('a sale tells what was taken, not what was asked for', () => {
    expect(find(sold({ amount: { total: '99', currency: 'EUR' } }))).toEqual({
      kind: 'succeeded',
      intentId: 'PAYID-1234567890',
      transactionId: '5SA00622SALE',
      amountMinor: 9_900,
      currency: 'EUR',
      card: null,
      fee: { amountMinor: 574, currency: 'USD' },
    });
  });

  it.each(['partially_refunded', 'refunded', 'reversed'])('a sale that is %s was taken before', (state) => {
    expect(find(sold({ state, transaction_fee: undefined }))).toMatchObject({ kind: 'succeeded', fee: null });
  });

  it.each([
    ['pending', { kind: 'processing' }],
    ['denied', { kind: 'failed', reason: 'card_declined', code: 'denied' }],
  ])('a sale that is %s: %j', (state, finding) => {
    expect(find(sold({ state }))).toMatchObject(finding);
  });

  it.each(['authorized', 'partially_captured', 'captured'])('an authorization that is %s holds', (state) => {
    expect(find(authorized(state))).toEqual({
      kind: 'authorized',
      intentId: 'PAYID-1234567890',
      transactionId: '5SA00622AUTH',
      amountMinor: 15_038,
      currency: 'USD',
      card: null,
    });
  });

  it.each([
    ['pending', { kind: 'processing' }],
    ['denied', { kind: 'failed', reason: 'card_declined' }],
    ['voided', { kind: 'failed', reason: 'abandoned', code: 'voided' }],
    ['expired', { kind: 'failed', reason: 'abandoned', code: 'expired' }],
  ])('an authorization that is %s: %j', (state, finding) => {
    expect(find(authorized(state))).toMatchObject(finding);
  });

  it('an authorization whose rest was let go after a capture has held', () => {
    expect(find(authorized('voided', sale))).toMatchObject({ kind: 'authorized' });
  });
});

describe('a payment that was not executed', () => {
  it('sends the customer to PayPal until they have approved', () => {
    expect(find(payment())).toEqual({
      kind: 'requires_action',
      intentId: 'PAYID-1234567890',
      nextAction: { type: 'redirect', url: 'https://paypal.example/approve' },
    });
  });

  it('is approved once there is a payer', () => {
    expect(find(payment({ payer }))).toEqual({
      kind: 'approved',
      intentId: 'PAYID-1234567890',
      approval: 'BUYER12345',
    });
  });

  it.each([
    ['not approved', payment()],
    ['approved', payment({ payer })],
  ])('%s, it is abandoned after three hours', (_, answer) => {
    expect(find(answer, madeAgo(2.99)).kind).not.toBe('failed');
    expect(find(answer, madeAgo(3.01))).toMatchObject({
      kind: 'failed',
      reason: 'abandoned',
      code: 'expired',
    });
  });

  it('is approved again where its execution was lost, until that cannot happen any more', () => {
    expect(find(payment({ payer }), madeAgo(3.01, completing))).toMatchObject({ kind: 'approved' });
    expect(find(payment({ payer }), madeAgo(3.51, completing))).toMatchObject({
      kind: 'failed',
      reason: 'abandoned',
    });
  });

  it.each([
    [undefined, { reason: 'abandoned', code: 'failed' }],
    ['UNABLE_TO_COMPLETE_TRANSACTION', { reason: 'abandoned', code: 'UNABLE_TO_COMPLETE_TRANSACTION' }],
    ['PAYER_CANNOT_PAY', { reason: 'card_declined', code: 'PAYER_CANNOT_PAY' }],
  ])('that says it has failed (%s), has', (failure_reason, failed) => {
    expect(find(payment({ state: 'failed', failure_reason }), completing)).toMatchObject({
      kind: 'failed',
      ...failed,
    });
  });
});
