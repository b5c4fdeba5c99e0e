import { anAttempt } from '../../../test/support/order-rows.js';
import { Dice } from '../../../test/support/dice.js';
import type { Movement, Transfer } from '../order-plan.js';
import { accountsAt, feeTransfers, transfer } from './ledger.js';

const attempt = anAttempt();
const MOVEMENTS = accountsAt(attempt.gateway).map(([movement]) => movement);

const balanceOf = (account: string, booked: readonly Transfer[]): number =>
  booked.reduce((sum, { debit, credit, amountMinor }) => {
    if (debit === account) return sum + amountMinor;
    return credit === account ? sum - amountMinor : sum;
  }, 0);

describe('the ledger', () => {
  it.each(accountsAt('stripe'))('books %s from one account to another', (movement, debit, credit) => {
    expect(debit).not.toBe(credit);
    expect(transfer(movement, attempt, 500)).toEqual({
      movement,
      debit,
      credit,
      amountMinor: 500,
      currency: attempt.currency,
      reference: attempt.id,
    });
  });

  it('tells after any movements what a gateway holds for us, and what is promised', () => {
    for (let walk = 0; walk < 200; walk++) {
      const dice = new Dice('ledger', walk);
      const booked = Array.from({ length: dice.below(60) }, () =>
        transfer(dice.pick(MOVEMENTS), attempt, 1 + dice.below(10_000)),
      );
      const sum = (...movements: Movement[]) =>
        booked.reduce((all, each) => (movements.includes(each.movement) ? all + each.amountMinor : all), 0);

      expect(balanceOf('gateway:stripe', booked)).toBe(
        sum('captured') -
          sum('refunded') +
          sum('refund_failed') -
          sum('disputed') +
          sum('dispute_won') -
          sum('fee'),
      );
      expect(balanceOf('promised:stripe', booked)).toBe(
        sum('authorized') - sum('authorization_used') - sum('released'),
      );
      expect(balanceOf('disputed:stripe', booked)).toBe(
        sum('disputed') - sum('dispute_won') - sum('dispute_lost'),
      );
    }
  });

  it('keeps the gateways apart', () => {
    const elsewhere = transfer('captured', { ...attempt, gateway: 'paypal' }, 500);
    expect(balanceOf('gateway:stripe', [elsewhere])).toBe(0);
    expect(balanceOf('gateway:paypal', [elsewhere])).toBe(500);
  });

  it('books what a gateway keeps in its own currency, where it says so', () => {
    expect(feeTransfers(attempt, null)).toEqual([]);
    expect(feeTransfers(attempt, { amountMinor: 0, currency: 'USD' })).toEqual([]);
    expect(feeTransfers(attempt, { amountMinor: 59, currency: 'EUR' }, 'capture')).toMatchObject([
      { movement: 'fee', amountMinor: 59, currency: 'EUR', reference: 'capture' },
    ]);
  });
});
