import { anAttempt, anOrder } from '../../../test/support/order-rows.js';
import { Dice } from '../../../test/support/dice.js';
import type { OrderRow } from '../order-row.js';
import { captureForParcel } from './parcel-capture.js';
import { shareOfUnits } from './unit-shares.js';
import { totalsOf } from './totals.js';
import type { Units } from '../../shared/database/units.js';

const ORDERS = 300;

/** Any order: goods that cost nothing among them, a fee or a discount, with and without shipping and cents. */
function someOrder(dice: Dice): OrderRow {
  const lines = Array.from({ length: 1 + dice.below(4) }, (_, index) => {
    const quantity = 1 + dice.below(4);
    const price = dice.happens(0.2) ? 0 : 1 + dice.below(dice.pick([9, 999, 99_999]));
    return {
      line_no: index + 1,
      product_id: `prod_${index + 1}`,
      product_name: 'Product',
      product_class: dice.pick(['standard', 'standard', 'food']),
      quantity,
      price_minor: price,
      backordered: 0,
      cancelled: 0,
      subtotal_minor: price * quantity,
    };
  });
  const goods = lines.reduce((sum, line) => sum + line.subtotal_minor, 0);
  const adjusted = dice.pick([0, 1 + dice.below(500), -dice.below(goods + 1)]);
  const shippingTaxClass = dice.pick([null, 'standard', 'food']);
  const totals = totalsOf(
    lines.map((line) => ({ ...line, productClass: line.product_class, priceMinor: line.price_minor })),
    [{ amountMinor: adjusted }],
    {
      shippingMinor: dice.pick([0, 999]),
      shippingTaxClass,
      taxes: [
        { productClass: 'standard', name: 'VAT', basisPoints: 1900 },
        { productClass: 'food', name: 'VAT', basisPoints: dice.pick([700, 887.5]) },
      ],
    },
  );
  return anOrder({
    status: 'confirmed',
    currency: dice.pick(['USD', 'JPY']),
    lines,
    adjustments:
      adjusted === 0 ? [] : [{ kind: adjusted > 0 ? 'fee' : 'discount', label: 'x', amount_minor: adjusted }],
    total_minor: totals.totalMinor,
    tax_minor: totals.taxMinor,
    taxes: totals.taxes,
    shipping_minor: totals.shippingMinor,
    shipping_tax_class: shippingTaxClass,
    grand_total_minor: totals.grandTotalMinor,
  });
}

/** All units of an order, in any grouping. */
function groupings(dice: Dice, order: OrderRow): Units[][] {
  const units = order.lines.flatMap((line) =>
    Array.from({ length: line.quantity }, () => ({ productId: line.product_id, quantity: 1 })),
  );
  const groups: Units[][] = [];
  let left = dice.shuffled(units);
  while (left.length > 0) {
    const size = 1 + dice.below(left.length);
    groups.push(left.slice(0, size));
    left = left.slice(size);
  }
  return groups;
}

const stories = Array.from({ length: ORDERS }, (_, index) => {
  const dice = new Dice('parts of an order', index);
  const order = someOrder(dice);
  return { order, groups: groupings(dice, order) };
});
const promisedFor = (order: OrderRow) =>
  anAttempt({
    status: 'succeeded',
    amount_minor: order.grand_total_minor,
    authorized_minor: order.grand_total_minor,
  });

describe('parcels of an order', () => {
  it('capture its grand total to the cent, in any grouping', () => {
    const captured = stories.map(({ order, groups }) => {
      const shipped: Units[] = [];
      let attempt = promisedFor(order);
      for (const [index, units] of groups.entries()) {
        const parcel = { id: `parcel_${index}`, units, isLast: index === groups.length - 1 };
        const capture = captureForParcel({ order, attempt, underWayMinor: 0, shipped }, parcel);
        attempt = { ...attempt, captured_minor: attempt.captured_minor + (capture?.amountMinor ?? 0) };
        shipped.push(...units);
      }
      return attempt.captured_minor;
    });
    expect(captured).toEqual(stories.map(({ order }) => order.grand_total_minor));
  });

  const order = anOrder();
  const one = [{ productId: 'prod_1', quantity: 1 }];
  const facts = { order, attempt: promisedFor(order), underWayMinor: 0, shipped: [] };

  it('never capture more than is left beside what is under way', () => {
    const parcel = { id: 'parcel', units: one, isLast: false };
    expect(captureForParcel({ ...facts, underWayMinor: 11_000 }, parcel)).toMatchObject({ amountMinor: 799 });
    expect(captureForParcel({ ...facts, underWayMinor: order.grand_total_minor }, parcel)).toBeUndefined();
  });

  it('take all that is left of it with the last one', () => {
    const parcel = { id: 'parcel', units: [{ productId: 'prod_1', quantity: 2 }], isLast: true };
    const attempt = { ...facts.attempt, captured_minor: 1_000 };
    expect(captureForParcel({ ...facts, attempt }, parcel)).toEqual({
      attemptId: attempt.id,
      amountMinor: order.grand_total_minor - 1_000,
      isLast: true,
      parcelId: 'parcel',
    });
  });

  it('never take the share of units that were cancelled, and let it go with the last one', () => {
    const taken = stories.map(({ order, groups }) => {
      const [cancelled = [], last, ...others] = groups;
      if (!last) return undefined;
      const shipped: Units[] = [];
      let attempt = promisedFor(order);
      for (const units of [...others, last]) {
        const parcel = { id: 'parcel', units, isLast: units === last };
        const capture = captureForParcel({ order, attempt, underWayMinor: 0, shipped }, parcel);
        const releasedMinor = capture?.isLast
          ? attempt.authorized_minor - attempt.captured_minor - capture.amountMinor
          : 0;
        attempt = {
          ...attempt,
          captured_minor: attempt.captured_minor + (capture?.amountMinor ?? 0),
          released_minor: releasedMinor,
        };
        shipped.push(...units);
      }
      const ended = attempt.captured_minor + attempt.released_minor;
      const gone = shareOfUnits(order, cancelled, shipped);
      return { takenMinor: attempt.captured_minor, ended, gone, of: order.grand_total_minor };
    });
    const cases = taken.filter((each) => each !== undefined);
    expect(cases.length).toBeGreaterThan(ORDERS / 3);
    for (const { takenMinor, ended, gone, of } of cases) {
      expect(takenMinor).toBe(of - gone);
      expect(ended).toBe(of);
    }
  });
});
