import type { AttemptRef } from '../gateway.port.js';
import { isTaken } from './stripe-methods.js';

const attempt = (amountMinor: number, currency: string, method: AttemptRef['method'] = 'credit_card') =>
  ({ method, amount: { amountMinor, currency } }) as AttemptRef;

describe('Stripe', () => {
  it.each([
    ['cents', attempt(15_038, 'USD')],
    ['yen, which have none', attempt(1_201, 'JPY')],
    ['dinars to the hundredth', attempt(1_230, 'KWD')],
    ['forints with decimals', attempt(123_455, 'HUF')],
    ['a transfer of euros', attempt(100, 'EUR', 'bank_transfer')],
  ])('takes %s', (_, taken) => expect(isTaken(taken)).toBe(true));

  it.each([
    ['dinars to the thousandth', attempt(1_234, 'KWD')],
    ['currencies whose smallest unit is another there', attempt(1_000, 'ISK')],
    ['a transfer of yen', attempt(1_000, 'JPY', 'bank_transfer')],
    ['crypto for euros', attempt(100, 'EUR', 'crypto')],
  ])('does not take %s', (_, refused) => expect(isTaken(refused)).toBe(false));
});
