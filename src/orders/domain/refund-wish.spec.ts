import { AMOUNT, anAttempt, anOrder } from '../../../test/support/order-rows.js';
import { askedFor, refuseTooMuch, refuseWish, type RefundWish } from './refund-wish.js';

const order = anOrder({ status: 'confirmed' });
const paid = anAttempt({ status: 'succeeded', captured_minor: AMOUNT });
const figures = { orderId: order.number, captured: 117.99, refunded: 0, refundable: 117.99, currency: 'USD' };
const twoUnits = [{ productId: 'prod_1', quantity: 2 }];

const refusal = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return error;
  }
  return 'not refused';
};

describe('a wish for a refund', () => {
  it.each<[string, RefundWish]>([
    ['nothing', {}],
    ['an amount and units', { amount: 1, lines: twoUnits }],
    ['an amount and a refund that failed', { amount: 1, refundId: 'ref_1' }],
    ['units and a refund that failed', { lines: twoUnits, refundId: 'ref_1' }],
  ])('says in one way how much: %s is refused', (_, wish) =>
    expect(refusal(() => refuseWish(wish))).toMatchObject({ code: 'validation_failed' }),
  );

  it.each<[RefundWish]>([[{ amount: 1 }], [{ lines: twoUnits }], [{ refundId: 'ref_1' }]])(
    'says in one way how much: %j is fine, with a currency too',
    (wish) => expect(() => refuseWish({ ...wish, currency: 'USD' })).not.toThrow(),
  );

  it.each([
    ['USD', 10.5, 1_050],
    ['USD', 1.1, 110],
    ['JPY', 500, 500],
    ['KWD', 0.125, 125],
  ])('in %s of %d is %d minor units', (currency, amount, amountMinor) =>
    expect(askedFor({ amount, currency }, { ...order, currency }, paid, [])).toEqual({
      amountMinor,
      lines: null,
    }),
  );

  it.each([
    ['USD', 0],
    ['USD', -1],
    ['USD', 0.001],
    ['JPY', 1.5],
    ['KWD', 0.0001],
  ])('in %s of %d is refused', (currency, amount) =>
    expect(refusal(() => askedFor({ amount }, { ...order, currency }, paid, []))).toMatchObject({
      code: 'validation_failed',
      facts: { errors: [{ field: 'amount' }] },
    }),
  );

  it('for units is what they cost with all their shares', () => {
    expect(askedFor({ lines: twoUnits }, order, paid, [])).toEqual({ amountMinor: AMOUNT, lines: twoUnits });
  });

  it('for units that went back before is refused, and says how many are left', () => {
    const given = [{ productId: 'prod_1', quantity: 1 }];
    expect(refusal(() => askedFor({ lines: twoUnits }, order, paid, given))).toMatchObject({
      code: 'validation_failed',
      facts: { errors: [{ field: 'lines.0.quantity', message: '1 left to refund' }] },
    });
  });

  it('in another currency is refused with the figures', () => {
    expect(refusal(() => askedFor({ amount: 1, currency: 'EUR' }, order, paid, []))).toMatchObject({
      code: 'refund_currency_mismatch',
      facts: { ...figures, asked: 'EUR' },
    });
  });

  it('for more than is left is refused with the figures, and for all of it is not', () => {
    const partly = { ...paid, refunded_minor: 1_000, disputed_minor: 799 };
    expect(() => refuseTooMuch(order, partly, 10_000)).not.toThrow();
    expect(refusal(() => refuseTooMuch(order, partly, 10_001))).toMatchObject({
      code: 'refund_exceeds_captured',
      facts: { ...figures, refunded: 10, refundable: 100, asked: 100.01 },
    });
  });
});
