import { randomUUID } from 'node:crypto';
import type { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { expectInvariants } from '../support/invariants.js';
import { writingNothing } from '../support/rows.js';
import { ADDRESS, fillCart, paidBy, World } from '../support/world.js';

const DECLINED = 'pm_card_visa_chargeDeclined';
const UNPAID = { shippingAddress: ADDRESS };
const BY_PAYPAL = { shippingAddress: ADDRESS, paymentMethod: 'paypal' };

const inCents = (amount: number): number => Math.round(amount * 100);

describe('orders of what there is', () => {
  let world: World;
  let admin: Client;
  beforeAll(async () => {
    world = await World.start({ paypal: true });
    admin = await world.admin();
  });
  afterAll(() => world.stop());

  const create = (customer: Client, body: object, key?: string) =>
    customer.post('/orders/create', body, key ? { key } : {});
  const orderOf = async (customer: Client, orderId: string) =>
    (await customer.get(`/orders/${orderId}`)).body;
  const pay = (customer: Client, orderId: string) =>
    customer.post('/payment/process', { orderId, paymentDetails: { token: 'pm_card_visa' } });
  const cartOf = async (customer: Client) => {
    const { items } = (await customer.get('/cart')).body;
    return items.map(({ productId, quantity }: Line) => [productId, quantity]);
  };
  interface Line {
    readonly productId: string;
    readonly quantity: number;
    readonly backordered?: number;
  }

  async function receive(productId: string, quantity: number): Promise<void> {
    const { body } = await admin.post(`/stock/${productId}/receive`, { quantity }, { key: randomUUID() });
    expect(body.productId).toBe(productId);
    world.stocked.set(productId, world.stocked.get(productId)! + quantity);
  }

  describe('that may be partial', () => {
    interface Short {
      readonly customer: Client;
      readonly short: string;
      readonly gone: string;
      readonly plenty: string;
      readonly unavailable: object[];
    }

    /** A cart of 5, 1 and 2 units, of which 3, 0 and 2 are there. */
    async function shortCart(): Promise<Short> {
      const customer = await world.guest();
      const [short, gone, plenty] = [await world.product(3), await world.product(0), await world.product(9)];
      await fillCart(customer, short, 5);
      await fillCart(customer, gone, 1);
      await fillCart(customer, plenty, 2);
      const unavailable = [
        { productId: short, productName: `Product ${short}`, requested: 5, available: 3 },
        { productId: gone, productName: `Product ${gone}`, requested: 1, available: 0 },
      ];
      return { customer, short, gone, plenty, unavailable };
    }

    const taken = ({ short, plenty }: Short) => [
      { productId: short, quantity: 3, subtotal: 179.97 },
      { productId: plenty, quantity: 2, subtotal: 119.98 },
    ];
    const left = ({ short, gone }: Short) => [
      [short, 2],
      [gone, 1],
    ];

    it('the cart says before which lines are short', async () => {
      const { customer, short, gone, plenty } = await shortCart();
      const { items, notices } = (await customer.get('/cart')).body;
      expect(items).toMatchObject([
        { productId: short, available: 3, notice: 'low_stock' },
        { productId: gone, available: 0, notice: 'out_of_stock' },
        { productId: plenty, available: 9, notice: null },
      ]);
      expect(notices).toMatchObject([
        { productId: short, code: 'low_stock' },
        { productId: gone, code: 'out_of_stock' },
      ]);
    });

    it('paid at once: takes and charges what is there, and the cart keeps the rest', async () => {
      const cart = await shortCart();

      const placed = await create(cart.customer, paidBy('pm_card_visa', { allowPartial: true }));

      expect(placed.status).toBe(201);
      expect(placed.body).toMatchObject({
        status: 'confirmed',
        partial: true,
        unavailableItems: cart.unavailable,
        items: taken(cart),
        total: 299.95,
      });
      expect(placed.body.items).toHaveLength(2);
      expect(placed.body.orderDetails).toMatchObject({ partial: true, unavailableItems: cart.unavailable });
      expect(await cartOf(cart.customer)).toEqual(left(cart));
      expect(await world.gateway.chargesOf(placed.body.orderId)).toMatchObject([
        { amount: inCents(placed.body.grandTotal) },
      ]);
      expect(await world.stockOf(cart.short)).toEqual({ onHand: 0, held: 0 });
      expect(await orderOf(cart.customer, placed.body.orderId)).toMatchObject({
        partial: true,
        unavailableItems: cart.unavailable,
      });
    });

    it('paid later: holds what is there, the cart keeps the rest, and the payment is for what is held', async () => {
      const cart = await shortCart();
      const placed = await create(cart.customer, { ...UNPAID, allowPartial: true });
      expect(placed.body).toMatchObject({ status: 'pending', partial: true, items: taken(cart) });
      expect(await cartOf(cart.customer)).toEqual(left(cart));
      expect(await world.stockOf(cart.short)).toEqual({ onHand: 3, held: 3 });

      expect((await pay(cart.customer, placed.body.orderId)).body.paymentStatus).toBe('success');

      expect(await world.gateway.chargesOf(placed.body.orderId)).toMatchObject([
        { amount: inCents(placed.body.grandTotal) },
      ]);
      expect(await cartOf(cart.customer)).toEqual(left(cart));
      expect(await world.stockOf(cart.plenty)).toEqual({ onHand: 7, held: 0 });
    });

    it('with PayPal: the same, when the customer has come back', async () => {
      const cart = await shortCart();
      const placed = await create(cart.customer, { ...BY_PAYPAL, allowPartial: true });
      expect(placed.body).toMatchObject({
        status: 'pending',
        partial: true,
        items: taken(cart),
        nextAction: { type: 'redirect' },
      });
      expect(await cartOf(cart.customer)).toEqual(left(cart));
      const [attempt] = await world.attemptsOf(placed.body.orderId);
      await world.paypal.act(`payments/${attempt!.intent_id}/approve`, { buyer: 'pays' });

      const returned = await world.stranger.get(`/payment/return/${attempt!.id}`);

      expect(returned.body).toMatchObject({ paymentStatus: 'success', status: 'confirmed' });
      expect(await world.stockOf(cart.short)).toEqual({ onHand: 0, held: 0 });
      expect(await cartOf(cart.customer)).toEqual(left(cart));
    });

    it('without a cart: the cart is left alone', async () => {
      const customer = await world.guest();
      const [short, inCart] = [await world.product(1), await world.product(1)];
      await fillCart(customer, inCart);
      const body = paidBy('pm_card_visa', { items: [{ productId: short, quantity: 4 }], allowPartial: true });
      const placed = await create(customer, body, randomUUID());
      expect(placed.body).toMatchObject({
        partial: true,
        items: [{ productId: short, quantity: 1 }],
        unavailableItems: [{ productId: short, requested: 4, available: 1 }],
      });
      expect(await cartOf(customer)).toEqual([[inCart, 1]]);
    });

    it('is whole where everything is there, and says nothing of parts', async () => {
      const customer = await world.guest();
      await fillCart(customer, await world.product(2), 2);
      const { status, body } = await create(customer, paidBy('pm_card_visa', { allowPartial: true }));
      expect([status, 'partial' in body, 'unavailableItems' in body]).toEqual([201, false, false]);
      expect(await cartOf(customer)).toEqual([]);
    });

    it('is no order where nothing is there', async () => {
      const customer = await world.guest();
      const [gone, withdrawn] = [await world.product(0), await world.product(5)];
      await fillCart(customer, gone);
      await fillCart(customer, withdrawn);
      await world.db.query('update products set active = false where id = $1', [withdrawn]);
      const refused = await writingNothing(world, () =>
        create(customer, paidBy('pm_card_visa', { allowPartial: true })),
      );
      expect(refused.status).toBe(400);
      expect(refused.body).toMatchObject({
        code: 'out_of_stock',
        unavailableItems: [
          { productId: gone, requested: 1, available: 0 },
          { productId: withdrawn, requested: 1, available: 0 },
        ],
      });
      expect(await cartOf(customer)).toHaveLength(2);
    });

    it('is held to the total that the customer has seen', async () => {
      const { customer } = await shortCart();
      const ordered = (expectedTotal: number) =>
        create(customer, paidBy('pm_card_visa', { allowPartial: true, expectedTotal }));
      const refused = await writingNothing(world, () => ordered(528.3));
      expect(refused.status).toBe(409);
      expect(refused.body).toMatchObject({ code: 'total_changed', total: 299.95 });
      expect((await ordered(refused.body.grandTotal)).body.status).toBe('confirmed');
    });

    it('asked for again under its key is the same order, whatever has come in meanwhile', async () => {
      const cart = await shortCart();
      const key = randomUUID();
      const again = () => create(cart.customer, paidBy('pm_card_visa', { allowPartial: true }), key);
      const first = await again();
      await receive(cart.short, 5);
      const second = await again();
      expect(second.headers.get('idempotent-replayed')).toBe('true');
      expect(second.text).toBe(first.text);
      expect(await world.ordersOf(cart.short)).toHaveLength(1);
    });

    it('ten clicks at once are one order', async () => {
      const cart = await shortCart();
      await world.gateway.fault({ operation: 'payment_intents.confirm', mode: 'delay', delayMs: 400 });
      const answers = await Promise.all(
        Array.from({ length: 10 }, () =>
          create(cart.customer, paidBy('pm_card_visa', { allowPartial: true })),
        ),
      );
      const [order, ...others] = await world.ordersOf(cart.plenty);
      expect(others).toEqual([]);
      expect(answers.filter(({ status }) => status === 201).map(({ body }) => body.orderId)).toContain(
        order!.number,
      );
      expect(await world.gateway.chargesOf(order!.number)).toHaveLength(1);
    });

    it('goes on where its card was declined, as long as a part will do', async () => {
      const cart = await shortCart();
      const declined = await create(cart.customer, paidBy(DECLINED, { allowPartial: true }));
      expect(declined.body.code).toBe('payment_failed');
      expect(await world.stockOf(cart.short)).toEqual({ onHand: 3, held: 0 });

      const placed = await create(cart.customer, paidBy('pm_card_visa', { allowPartial: true }));

      expect(placed.body).toMatchObject({
        orderId: declined.body.orderId,
        status: 'confirmed',
        partial: true,
      });
      expect(await cartOf(cart.customer)).toEqual(left(cart));
    });

    it('is superseded by an order of the whole', async () => {
      const cart = await shortCart();
      const { orderId } = (await create(cart.customer, paidBy(DECLINED, { allowPartial: true }))).body;
      const refused = await create(cart.customer, paidBy('pm_card_visa'));
      expect([refused.status, refused.body.code]).toEqual([400, 'out_of_stock']);
      await receive(cart.short, 2);
      await receive(cart.gone, 1);

      const whole = await create(cart.customer, paidBy('pm_card_visa'));

      expect(whole.status).toBe(201);
      expect(whole.body.orderId).not.toBe(orderId);
      expect(whole.body.items).toHaveLength(3);
      expect('partial' in whole.body).toBe(false);
      expect(await orderOf(cart.customer, orderId)).toMatchObject({
        status: 'cancelled',
        cancelReason: 'superseded',
        partial: true,
      });
      expect(await cartOf(cart.customer)).toEqual([]);
    });

    it('many who take what there is get all of it, and no unit more', async () => {
      const productId = await world.product(20);
      const buyers = await world.guests(12);
      const body = paidBy('pm_card_visa', { items: [{ productId, quantity: 3 }], allowPartial: true });
      const answers = await Promise.all(buyers.map((buyer) => create(buyer, body, randomUUID())));
      const got = answers.flatMap(({ body: { items = [] } }) => items.map(({ quantity }: Line) => quantity));
      expect(got.toSorted()).toEqual([2, 3, 3, 3, 3, 3, 3]);
      expect(answers.filter((answer) => answer.body.code === 'out_of_stock')).toHaveLength(5);
      expect(await world.stockOf(productId)).toEqual({ onHand: 0, held: 0 });
    });
  });

  describe('that may be ahead of the stock', () => {
    async function backorderable(units: number): Promise<string> {
      const productId = await world.product(units);
      await world.db.query('update products set backorderable = true where id = $1', [productId]);
      return productId;
    }

    const buy = async (productId: string, quantity: number, token = 'pm_card_visa') => {
      const customer = await world.guest();
      await fillCart(customer, productId, quantity);
      const { body } = await create(customer, paidBy(token));
      return { customer, orderId: body.orderId as string, body };
    };
    const owed = async ({ customer, orderId }: { customer: Client; orderId: string }): Promise<number> =>
      (await orderOf(customer, orderId)).items[0].backordered ?? 0;

    it('the cart tells what is sent later; the order says how many', async () => {
      const customer = await world.guest();
      const productId = await backorderable(2);
      const plenty = await world.product(9);
      await fillCart(customer, productId, 5);
      await fillCart(customer, plenty);
      const cart = (await customer.get('/cart')).body;
      expect(cart.items).toMatchObject([
        { productId, available: 2, notice: 'backorder' },
        { productId: plenty, notice: null },
      ]);
      expect(cart.notices).toEqual([
        {
          productId,
          code: 'backorder',
          message: `3 of Product ${productId} are not in stock and are sent later.`,
          available: 2,
        },
      ]);
      expect((await customer.post('/orders/quote', UNPAID)).body.items).toMatchObject([
        { productId, quantity: 5 },
        { productId: plenty, quantity: 1 },
      ]);

      const { status, body } = await create(customer, paidBy('pm_card_visa'));

      expect([status, body.status, 'partial' in body]).toEqual([201, 'confirmed', false]);
      expect(body.items).toMatchObject([{ productId, quantity: 5, backordered: 3 }, { productId: plenty }]);
      expect('backordered' in body.items[1]).toBe(false);
      expect(body.total).toBe(359.94);
      expect(await world.stockOf(productId)).toEqual({ onHand: 0, held: 0 });
      expect(await cartOf(customer)).toEqual([]);
    });

    it('where nothing is there at all, everything is owed and nothing moves', async () => {
      const productId = await backorderable(0);
      const { body, customer } = await buy(productId, 2);
      expect(body).toMatchObject({ status: 'confirmed', items: [{ quantity: 2, backordered: 2 }] });
      expect((await customer.post(`/orders/${body.orderId}/cancel`)).body.refundStatus).toBe('succeeded');
      expect(await world.stockOf(productId)).toEqual({ onHand: 0, held: 0 });
      expect((await admin.get(`/stock/${productId}/movements`)).body.movements).toEqual([]);
    });

    it('what comes in goes to the oldest order that is paid, as far as it goes', async () => {
      const productId = await backorderable(1);
      const waiting = await world.guest();
      await fillCart(waiting, productId, 3);
      const unpaid = (await create(waiting, UNPAID)).body;
      expect(unpaid.items).toMatchObject([{ quantity: 3, backordered: 2 }]);
      const [first, second] = [await buy(productId, 2), await buy(productId, 2)];
      expect([await owed(first), await owed(second)]).toEqual([2, 2]);

      await receive(productId, 3);
      await eventually(async () => (await owed(second)) === 1);
      expect(await owed(first)).toBe(0);
      expect(await world.stockOf(productId)).toEqual({ onHand: 1, held: 1 });
      const { timeline } = await orderOf(first.customer, first.orderId);
      expect(timeline.map(({ event }: { event: string }) => event)).toContain('order.backorder_filled');
      expect((await admin.get(`/stock/${productId}/movements`)).body.movements[0]).toMatchObject({
        kind: 'sold',
        onHand: -1,
        held: 0,
        orderId: second.orderId,
        actor: 'system',
      });

      await pay(waiting, unpaid.orderId);
      await receive(productId, 9);
      const paid = { customer: waiting, orderId: unpaid.orderId };
      await eventually(async () => (await owed(paid)) === 0 && (await owed(second)) === 0);
      expect(await world.stockOf(productId)).toEqual({ onHand: 6, held: 0 });
    });

    it('units that come back from a cancelled order go to one that is owed some', async () => {
      const productId = await backorderable(2);
      const [early, late] = [await buy(productId, 2), await buy(productId, 1)];
      expect(await owed(late)).toBe(1);
      await early.customer.post(`/orders/${early.orderId}/cancel`);
      await eventually(async () => (await owed(late)) === 0);
      expect(await world.stockOf(productId)).toEqual({ onHand: 1, held: 0 });
    });

    it('cancelled, it gives back what it had and no more, and all of the money', async () => {
      const productId = await backorderable(2);
      const { customer, orderId, body } = await buy(productId, 5);
      const cancelled = await customer.post(`/orders/${orderId}/cancel`);
      expect(cancelled.body.refundStatus).toBe('succeeded');
      expect(await world.stockOf(productId)).toEqual({ onHand: 2, held: 0 });
      expect(await world.gateway.refundsOf(orderId)).toMatchObject([{ amount: inCents(body.grandTotal) }]);
      // What it was owed it does not want any more.
      await receive(productId, 5);
      const next = await buy(productId, 1);
      expect([await owed(next), await world.stockOf(productId)]).toEqual([0, { onHand: 6, held: 0 }]);
    });

    it('declined, it gives back what it held; paid after all, it holds it again', async () => {
      const productId = await backorderable(2);
      const declined = await buy(productId, 3, DECLINED);
      expect(declined.body.code).toBe('payment_failed');
      expect(await world.stockOf(productId)).toEqual({ onHand: 2, held: 0 });
      const paid = await create(declined.customer, paidBy('pm_card_visa'));
      expect(paid.body).toMatchObject({
        orderId: declined.orderId,
        items: [{ quantity: 3, backordered: 1 }],
      });
      expect(await world.stockOf(productId)).toEqual({ onHand: 0, held: 0 });
    });

    it('what can be owed is never short; what cannot is left out beside it', async () => {
      const customer = await world.guest();
      const [ahead, short] = [await backorderable(0), await world.product(1)];
      await fillCart(customer, ahead, 2);
      await fillCart(customer, short, 2);
      expect((await create(customer, paidBy('pm_card_visa'))).body).toMatchObject({
        code: 'out_of_stock',
        unavailableItems: [{ productId: short, requested: 2, available: 1 }],
      });
      const { body } = await create(customer, paidBy('pm_card_visa', { allowPartial: true }));
      expect(body).toMatchObject({
        status: 'confirmed',
        partial: true,
        items: [
          { productId: ahead, quantity: 2, backordered: 2 },
          { productId: short, quantity: 1 },
        ],
        unavailableItems: [{ productId: short }],
      });
      expect(await cartOf(customer)).toEqual([[short, 1]]);
    });

    it('of many who order more than there is, nobody is refused and no unit is promised twice', async () => {
      const productId = await backorderable(10);
      const orders = await Promise.all(Array.from({ length: 12 }, () => buy(productId, 2)));
      expect(orders.map(({ body }) => body.status)).toEqual(orders.map(() => 'confirmed'));
      const owing = async () => (await Promise.all(orders.map(owed))).reduce((sum, units) => sum + units, 0);
      expect(await owing()).toBe(14);
      expect(await world.stockOf(productId)).toEqual({ onHand: 0, held: 0 });
      await receive(productId, 20);
      await eventually(async () => (await owing()) === 0);
      expect(await world.stockOf(productId)).toEqual({ onHand: 6, held: 0 });
    });
  });

  it('everything adds up', () => expectInvariants(world));
});
