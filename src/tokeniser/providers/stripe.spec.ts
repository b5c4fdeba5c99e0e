import type { Card } from '../card.js';
import { readSettings } from '../settings.js';
import { Shredder } from '../shredder.js';
import { stripe } from './stripe.js';

const provider = stripe(
  readSettings({
    CARD_KEYS_FILE: 'keys.json',
    CARD_TOKENISER_SOCKET: 'tokeniser.sock',
    STRIPE_SECRET_KEY: 'sk_test_x',
  }),
);
const card: Card = {
  number: Buffer.from('4242424242424242'),
  cvv: Buffer.from('123'),
  expiryMonth: 7,
  expiryYear: 2034,
  holder: undefined,
};
const kept = {
  object: 'payment_method',
  id: 'pm_1abc',
  card: { brand: 'visa', last4: '4242', exp_month: 7, exp_year: 2034, fingerprint: 'x' },
};
const error = (fields: object) => ({ error: { type: 'card_error', message: 'about 4242…', ...fields } });

describe('a card that is given to Stripe', () => {
  it('is the form of POST /v1/payment_methods, under its key', () => {
    const post = provider.post(card, 'attempt:token', new Shredder());
    expect(post.url.href).toBe('https://api.stripe.com/v1/payment_methods');
    expect(post.headers).toEqual({
      authorization: 'Bearer sk_test_x',
      'content-type': 'application/x-www-form-urlencoded',
      'idempotency-key': 'attempt:token',
      'stripe-version': expect.stringMatching(/^\d{4}-\d\d-\d\d\.\w+$/),
    });
    expect(post.body.toString()).toBe(
      'type=card&card[number]=4242424242424242&card[exp_month]=7&card[exp_year]=2034&card[cvc]=123',
    );
  });

  it('carries its holder, in any script', () => {
    const holder = Buffer.from('Zoë & Ægir');
    const post = provider.post({ ...card, holder }, 'k', new Shredder());
    expect(new URLSearchParams(post.body.toString()).get('billing_details[name]')).toBe('Zoë & Ægir');
  });

  it('speaks the version that the SDK of the api speaks', async () => {
    const { Stripe } = await import('stripe');
    const version = new Stripe('sk_test_x').getApiField('version');
    expect(provider.post(card, 'k', new Shredder()).headers['stripe-version']).toBe(version);
  });
});

describe('what Stripe answers', () => {
  it('is a token with what may be shown of the card', () => {
    expect(provider.read(200, kept)).toEqual({
      kind: 'token',
      gatewayToken: 'pm_1abc',
      card: { brand: 'visa', last4: '4242', expiry: '07/34' },
    });
  });

  it.each([
    ['no card', { ...kept, card: undefined }],
    ['null for a card', { ...kept, card: null }],
    ['more than four last digits', { ...kept, card: { ...kept.card, last4: '4242424242424242' } }],
    ['a month that there is not', { ...kept, card: { ...kept.card, exp_month: 13 } }],
  ])('with %s is a token of which nothing is shown', (_, body) => {
    expect(provider.read(200, body)).toEqual({ kind: 'token', gatewayToken: 'pm_1abc', card: null });
  });

  it.each([
    ['an empty object', 200, {}],
    ['no JSON', 200, undefined],
    ['another object', 200, { ...kept, object: 'payment_intent' }],
    ['another id', 200, { ...kept, id: 'pi_1' }],
    ['an id of two lines', 200, { ...kept, id: 'pm_1\nx' }],
    ['a token and another status', 201, kept],
    ['a decline without an error', 402, {}],
    ['a 500 in HTML', 500, undefined],
    ['a 503 of odd JSON', 503, { message: 'busy' }],
  ])('that is %s says nothing definite', (_, status, body) => {
    expect(provider.read(status, body)).toEqual({
      kind: 'failed',
      reason: 'not_attempted',
      code: 'odd_answer',
    });
  });

  it.each([
    ['incorrect_number', undefined, 'invalid_payment_method'],
    ['invalid_number', undefined, 'invalid_payment_method'],
    ['invalid_expiry_month', undefined, 'invalid_card_details'],
    ['invalid_expiry_year', undefined, 'invalid_card_details'],
    ['incorrect_cvc', undefined, 'invalid_card_details'],
    ['invalid_cvc', undefined, 'invalid_card_details'],
    ['expired_card', undefined, 'expired_card'],
    ['card_declined', 'insufficient_funds', 'insufficient_funds'],
    ['card_declined', 'fraudulent', 'payment_blocked'],
    ['card_declined', 'do_not_honor', 'card_declined'],
    ['expired_card', 'some_new_word', 'expired_card'],
    [undefined, undefined, 'card_declined'],
  ])('of a decline by %j, %j is %s', (code, declineCode, reason) => {
    const answer = provider.read(402, error({ code, decline_code: declineCode }));
    expect(answer).toEqual({ kind: 'failed', reason, code: declineCode ?? code ?? 'declined' });
  });

  it.each(['card', 'card[number]', 'payment_method', 'payment_method_data[type]'])(
    'that faults the parameter %s is an invalid method',
    (param) => {
      expect(provider.read(400, error({ param, code: 'parameter_invalid' }))).toEqual({
        kind: 'failed',
        reason: 'invalid_payment_method',
        code: 'parameter_invalid',
      });
    },
  );

  it.each([
    [400, { param: 'billing_details[name]' }, 'http_400'],
    [400, { code: 'idempotency_key_in_use' }, 'idempotency_key_in_use'],
    [401, {}, 'http_401'],
    [403, { param: 'card' }, 'http_403'],
    [404, {}, 'http_404'],
    [409, { code: 'lock_timeout' }, 'lock_timeout'],
    [429, { code: 'rate_limit' }, 'rate_limit'],
    [500, {}, 'http_500'],
  ])('by status %i, %j is no decline', (status, fields, code) => {
    expect(provider.read(status, error(fields))).toEqual({ kind: 'failed', reason: 'not_attempted', code });
  });

  it('never brings back what was sent: a code that is no word is dropped', () => {
    const odd = error({
      code: '4242424242424242',
      decline_code: 'number 4242 4242 4242 4242',
      param: 'card',
    });
    for (const status of [400, 402, 500])
      expect(JSON.stringify(provider.read(status, odd))).not.toContain('4242');
  });
});
