import { TimedOut } from '../call-gateway.js';
import { causeOf, ConnectionError, isRetryable, PayPalError, refusalOf } from './paypal-error.js';
import { failureOf } from './paypal-refusals.js';

const answered = (status: number, name?: string) =>
  new PayPalError(status, { name, message: 'of 4111 1111 1111 1111' });

describe('a refused execute', () => {
  it.each([
    ['INSTRUMENT_DECLINED', 'card_declined'],
    ['INSUFFICIENT_FUNDS', 'insufficient_funds'],
    ['PAYER_ACCOUNT_RESTRICTED', 'payment_blocked'],
    ['PAYEE_ACCOUNT_RESTRICTED', 'not_attempted'],
    ['PAYMENT_EXPIRED', 'abandoned'],
  ])('%s failed: %s', (code, reason) => {
    expect(failureOf(answered(400, code), 'PAYID-1')).toEqual({
      kind: 'failed',
      reason,
      code,
      intentId: 'PAYID-1',
    });
  });

  it.each([
    ['it was done already', answered(400, 'PAYMENT_ALREADY_DONE')],
    ['nobody has approved', answered(400, 'PAYMENT_NOT_APPROVED_FOR_EXECUTION')],
    ['a word of next year', answered(400, 'A_WORD_OF_NEXT_YEAR')],
    ['a word of every object', answered(400, 'constructor')],
    ['the word of a decline under a 500', answered(500, 'INSTRUMENT_DECLINED')],
    ['the word of a decline under a 401', answered(401, 'INSTRUMENT_DECLINED')],
    ['no word', answered(400)],
    ['no time', new TimedOut()],
  ])('%s: not definite', (_, error) => {
    expect(failureOf(error, 'PAYID-1')).toBeUndefined();
  });
});

describe('an error of PayPal', () => {
  it.each([
    [answered(400, 'VALIDATION_ERROR'), 'VALIDATION_ERROR', 'VALIDATION_ERROR', false],
    [answered(500, 'INTERNAL_SERVICE_ERROR'), 'INTERNAL_SERVICE_ERROR', undefined, false],
    [answered(503), 'http_503', undefined, false],
    [answered(429, 'RATE_LIMIT_REACHED'), 'RATE_LIMIT_REACHED', undefined, true],
    [answered(409), 'http_409', undefined, true],
    [answered(200), 'odd_answer', undefined, false],
    [answered(400, 'a text with 4111 1111 1111 1111'), 'http_400', undefined, false],
    [new PayPalError(401, { error: 'invalid_client' }), 'invalid_client', undefined, false],
    [new ConnectionError(), 'connection_error', undefined, true],
    [new TimedOut(), 'timeout', undefined, false],
    [new TypeError('secret'), 'odd_answer', undefined, false],
  ])('%#: cause %s, refusal %s, retryable %s', (error, cause, refusal, retryable) => {
    expect(causeOf(error)).toBe(cause);
    expect(refusalOf(error)).toBe(refusal);
    expect(isRetryable(error)).toBe(retryable);
  });
});
