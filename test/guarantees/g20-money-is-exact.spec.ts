import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { totalsOf } from '../../src/orders/domain/totals.js';
import { shareOfUnits } from '../../src/orders/domain/unit-shares.js';
import { anyCart, type Cart, orderOf } from '../support/arbitrary-orders.js';
import type { Client } from '../support/client.js';
import { Dice, seeded } from '../support/dice.js';
import { exactTotals, type ExactTotals } from '../support/exact-totals.js';
import { expectInvariants } from '../support/invariants.js';
import { LIMIT_MS, size } from '../support/sizes.js';
import { ADDRESS, World } from '../support/world.js';

const DECIMALS = { USD: 2, JPY: 0, KWD: 3 } as const;
type Currency = keyof typeof DECIMALS;
const CURRENCIES = Object.keys(DECIMALS) as Currency[];
const seed = new Dice('g20').below(2 ** 31);

describe(seeded('G20: money is whole units of the currency, and recomputed on the server'), () => {
  it(
    'any cart costs to the unit what exact fractions say',
    () => {
      const numRuns = size({ short: 5_000, full: 100_000 });
      fc.assert(
        fc.property(anyCart, (cart) => {
          const { totalMinor, shippingMinor, taxes, grandTotalMinor } = totalsOf(
            cart.lines,
            cart.adjustments,
            cart.tariff,
          );
          const exact = exactTotals(cart);
          expect([totalMinor, shippingMinor, grandTotalMinor].map(BigInt)).toEqual([
            exact.total,
            exact.shipping,
            exact.grandTotal,
          ]);
          const told = taxes.map((each) => ({
            taxable: BigInt(each.taxableMinor),
            tax: BigInt(each.taxMinor),
          }));
          expect(told).toEqual(exact.taxes);
        }),
        { numRuns, seed },
      );
    },
    LIMIT_MS,
  );

  it(
    'its units cost together what it costs',
    () => {
      fc.assert(
        fc.property(anyCart, (cart) => {
          const lines = cart.lines.map((line) => ({ ...line, quantity: 1 + (line.quantity % 5) }));
          const fees = cart.adjustments.filter(({ amountMinor }) => amountMinor > 0);
          const order = orderOf({ ...cart, lines, adjustments: fees });
          const given: { productId: string; quantity: number }[] = [];
          let sum = 0;
          for (const line of order.lines) {
            for (let unit = 0; unit < line.quantity; unit++) {
              const wanted = [{ productId: line.product_id, quantity: 1 }];
              sum += shareOfUnits(order, wanted, given);
              given.push(...wanted);
            }
          }
          expect(BigInt(sum)).toBe(exactTotals({ ...cart, lines, adjustments: fees }).grandTotal);
        }),
        { numRuns: size({ short: 1_000, full: 20_000 }), seed },
      );
    },
    LIMIT_MS,
  );

  describe('over HTTP', () => {
    let world: World;
    let admin: Client;
    beforeAll(async () => {
      world = await World.start();
      admin = await world.admin();
    });
    afterAll(() => world.stop());

    it(
      'any cart is quoted, ordered, adjusted and charged at exactly that',
      async () => {
        const dice = new Dice('carts');
        const carts = fc.sample(anyCart, { numRuns: size({ short: 12, full: 300 }), seed });
        let charged = 0;
        for (const [index, cart] of carts.entries()) {
          charged += await buy(affordable(cart, index), dice.pick(CURRENCIES));
        }
        expect(charged).toBeGreaterThan(0);
      },
      LIMIT_MS,
    );

    it('everything adds up', () => expectInvariants(world), LIMIT_MS);

    /** Small enough for a gateway, and of classes that no other cart has. */
    function affordable(cart: Cart, index: number): Cart {
      const own = (productClass: string) => `${productClass}-${index}`;
      return {
        lines: cart.lines.map((line) => ({
          productClass: own(line.productClass),
          quantity: 1 + (line.quantity % 9),
          priceMinor: line.priceMinor % 99_991,
        })),
        adjustments: cart.adjustments.filter(({ amountMinor }) => amountMinor > 0),
        tariff: {
          ...cart.tariff,
          shippingTaxClass: cart.tariff.shippingTaxClass && own(cart.tariff.shippingTaxClass),
          taxes: cart.tariff.taxes.map((each) => ({ ...each, productClass: own(each.productClass) })),
        },
      };
    }

    /** Answers with how many payments were taken. */
    async function buy(cart: Cart, currency: Currency): Promise<number> {
      const major = (minor: bigint | number) => Number(minor) / 10 ** DECIMALS[currency];
      await setTariff(cart, currency, major(cart.tariff.shippingMinor));
      const customer = await world.guest();
      const items = await Promise.all(
        cart.lines.map(async ({ productClass, quantity, priceMinor }) => ({
          productId: await world.product(quantity, priceMinor, { currency, productClass }),
          quantity,
        })),
      );
      const before = exactTotals({ ...cart, adjustments: [] });
      if (before.grandTotal === 0n) return 0;
      const wish = { shippingAddress: ADDRESS, items };
      expectTotals((await customer.post('/orders/quote', wish)).body, before, major);
      const expected = { ...wish, expectedTotal: major(before.grandTotal) };
      const { body: created } = await customer.post('/orders/create', expected, { key: randomUUID() });
      expectTotals(created, before, major);
      for (const { amountMinor } of cart.adjustments) {
        const fee = { kind: 'fee', label: 'Fee', amount: major(amountMinor) };
        await admin.post(`/orders/${created.orderId}/adjustments`, fee, { key: randomUUID() });
      }
      const exact = exactTotals(cart);
      expectTotals((await customer.get(`/orders/${created.orderId}`)).body, exact, major);
      return pay(customer, created.orderId, exact.grandTotal, currency);
    }

    async function setTariff(cart: Cart, currency: Currency, price: number): Promise<void> {
      const { shippingTaxClass: taxClass, taxes } = cart.tariff;
      const rows = cart.lines.map(({ productClass }) => ({
        country: '*',
        productClass,
        currency,
        price,
        taxClass,
      }));
      for (const body of rows)
        expect((await admin.call('PUT', '/tariffs/shipping', { body })).status).toBe(200);
      const classes = new Set([...cart.lines.map(({ productClass }) => productClass), taxClass]);
      for (const productClass of classes) {
        if (productClass === null) continue;
        const basisPoints = taxes.find((each) => each.productClass === productClass)?.basisPoints ?? 0;
        const body = {
          country: '*',
          productClass,
          name: 'VAT',
          rate: Number((basisPoints / 100).toFixed(4)),
        };
        expect((await admin.call('PUT', '/tariffs/taxes', { body })).status).toBe(200);
      }
    }

    function expectTotals(
      told: Record<string, unknown>,
      exact: ExactTotals,
      major: (minor: bigint) => number,
    ): void {
      const { total, shippingCost, tax, grandTotal } = told;
      const taxed = exact.taxes.reduce((sum, each) => sum + each.tax, 0n);
      expect({ total, shippingCost, tax, grandTotal }).toEqual({
        total: major(exact.total),
        shippingCost: major(exact.shipping),
        tax: major(taxed),
        grandTotal: major(exact.grandTotal),
      });
    }

    async function pay(
      customer: Client,
      orderId: string,
      minor: bigint,
      currency: Currency,
    ): Promise<number> {
      const paying = { orderId, paymentDetails: { token: 'pm_card_visa' } };
      const taken = minor >= 50n && (currency !== 'KWD' || minor % 10n === 0n);
      if (!taken) return 0;
      expect((await customer.post('/payment/process', paying)).status).toBe(200);
      const charges = await world.gateway.chargesOf(orderId);
      expect(charges.map(({ amount, currency: of }) => [BigInt(amount ?? 0), of])).toEqual([
        [minor, currency.toLowerCase()],
      ]);
      return 1;
    }
  });
});
