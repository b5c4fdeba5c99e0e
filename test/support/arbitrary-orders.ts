import fc from 'fast-check';
import type { OrderRow } from '../../src/orders/order-row.js';
import { type Totals, totalsOf } from '../../src/orders/domain/totals.js';
import { anOrder } from './order-rows.js';

/** What totals are made of: classes, goods that cost nothing, fees and discounts, fine rates, shipping with and without tax. */
export interface Cart {
  readonly lines: readonly { productClass: string; quantity: number; priceMinor: number }[];
  readonly adjustments: readonly { amountMinor: number }[];
  readonly tariff: {
    readonly shippingMinor: number;
    readonly shippingTaxClass: string | null;
    readonly taxes: readonly { productClass: string; name: string; basisPoints: number }[];
  };
}

const CLASSES = ['standard', 'food', 'book', 'gift'] as const;
/** Up to ten million of a currency with two decimals. */
const MINOR_MAX = 1_000_000_000;

const price = fc.oneof(
  fc.constantFrom(0, 1, 5999),
  fc.integer({ min: 0, max: 99_999 }),
  fc.integer({ min: 0, max: MINOR_MAX }),
);
const line = fc.record({
  productClass: fc.constantFrom(...CLASSES),
  quantity: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 999 })),
  priceMinor: price,
});
/** 8 %, 8.875 %, or anything with hundredths of a basis point. */
const basisPoints = fc.oneof(
  fc.constantFrom(0, 700, 800, 887.5, 1900, 10_000),
  fc.integer({ min: 0, max: 1_000_000 }).map((perMillion) => perMillion / 100),
);
const taxes = fc
  .subarray([...CLASSES])
  .chain((classes) =>
    fc.tuple(
      ...classes.map((productClass) =>
        basisPoints.map((each) => ({ productClass, name: 'VAT', basisPoints: each })),
      ),
    ),
  );
const tariff = fc.record({
  shippingMinor: fc.oneof(fc.constantFrom(0, 999), fc.integer({ min: 0, max: 99_999 })),
  shippingTaxClass: fc.option(fc.constantFrom(...CLASSES)),
  taxes,
});

/** Any cart; its discounts leave nothing below zero. */
export const anyCart: fc.Arbitrary<Cart> = fc
  .record({
    lines: fc.array(line, { minLength: 1, maxLength: 6 }),
    fees: fc.array(fc.integer({ min: 1, max: 99_999 }), { maxLength: 2 }),
    discounts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 2 }),
    tariff,
  })
  .map(({ lines, fees, discounts, tariff }) => {
    const adjustments = fees.map((amountMinor) => ({ amountMinor }));
    let left = [...lines.map((each) => each.priceMinor * each.quantity), ...fees].reduce(
      (sum, each) => sum + each,
    );
    for (const part of discounts) {
      const amountMinor = -Math.floor(part * left);
      if (amountMinor !== 0) adjustments.push({ amountMinor });
      left += amountMinor;
    }
    return { lines, adjustments, tariff };
  });

/** The cart as an order: each line a product of its own. */
export function orderOf(
  cart: Cart,
  totals: Totals = totalsOf(cart.lines, cart.adjustments, cart.tariff),
): OrderRow {
  return anOrder({
    status: 'confirmed',
    total_minor: totals.totalMinor,
    shipping_minor: totals.shippingMinor,
    shipping_tax_class: cart.tariff.shippingTaxClass,
    tax_minor: totals.taxMinor,
    taxes: totals.taxes,
    grand_total_minor: totals.grandTotalMinor,
    lines: cart.lines.map(({ productClass, quantity, priceMinor }, index) => ({
      line_no: index + 1,
      product_id: `prod_${index + 1}`,
      product_name: 'Product',
      product_class: productClass,
      quantity,
      price_minor: priceMinor,
      subtotal_minor: priceMinor * quantity,
      backordered: 0,
      cancelled: 0,
    })),
    adjustments: cart.adjustments.map(({ amountMinor }) => ({
      kind: amountMinor > 0 ? 'fee' : 'discount',
      label: 'x',
      amount_minor: amountMinor,
    })),
  });
}
