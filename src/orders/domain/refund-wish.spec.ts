import fc from 'fast-check';
import { anyCart, orderOf } from '../../../test/support/arbitrary-orders.js';
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

  it('for units that have cost nothing is refused: no gateway gives nothing back', () => {
    const free = orderOf({
      lines: [
        { productClass: 'gift', quantity: 1, priceMinor: 0 },
        { productClass: 'standard', quantity: 1, priceMinor: 1_000 },
      ],
      adjustments: [],
      tariff: { shippingMinor: 999, shippingTaxClass: null, taxes: [] },
    });
    const gift = [{ productId: 'prod_1', quantity: 1 }];
    expect(refusal(() => askedFor({ lines: gift }, free, paid, []))).toMatchObject({
      code: 'validation_failed',
      facts: { errors: [{ field: 'lines', message: 'have cost nothing: there is nothing to refund' }] },
    });
  });

  it('unit by unit gives back all that was captured, never more, and never nothing', () => {
    fc.assert(
      fc.property(anyCart, fc.infiniteStream(fc.nat()), (cart, dice) => {
        const few = cart.lines.map((line) => ({ ...line, quantity: 1 + (line.quantity % 4) }));
        const adjustments = cart.adjustments.filter(({ amountMinor }) => amountMinor > 0);
        const bought = orderOf({ ...cart, lines: few, adjustments });
        const left = bought.lines.flatMap((line) =>
          Array.from({ length: line.quantity }, () => ({ productId: line.product_id, quantity: 1 })),
        );
        const given: { productId: string; quantity: number }[] = [];
        let attempt = { ...paid, captured_minor: bought.grand_total_minor };
        while (left.length > 0) {
          const at = dice.next().value! % left.length;
          const lines = left.splice(at, 1 + (at % 3));
          given.push(...lines);
          const before = given.slice(0, -lines.length);
          const wanted = refusal(() => {
            const { amountMinor } = askedFor({ lines }, bought, attempt, before);
            expect(amountMinor).toBeGreaterThan(0);
            refuseTooMuch(bought, attempt, amountMinor);
            attempt = { ...attempt, refunded_minor: attempt.refunded_minor + amountMinor };
          });
          // What has cost nothing is the only thing that is refused.
          expect(['validation_failed', undefined]).toContain((wanted as { code?: string }).code);
        }
        expect(attempt.refunded_minor).toBe(bought.grand_total_minor);
      }),
    );
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
