import { writingNothing } from '../support/rows.js';
import { ADDRESS, fillCart, paidBy, World } from '../support/world.js';

describe('TC005 insufficient stock', () => {
  let world: World;
  beforeAll(async () => (world = await World.start()));
  afterAll(() => world.stop());

  const ship = (productId: string, units: number) => world.setStock(productId, units);

  it('names what is short and what there is, orders nothing, charges nothing, and leaves the cart alone', async () => {
    const customer = await world.customer();
    const [short, gone, plenty] = [await world.product(5), await world.product(1), await world.product(9)];
    await fillCart(customer, short, 3);
    await fillCart(customer, gone, 1);
    await fillCart(customer, plenty, 2);
    await ship(short, 1);
    await ship(gone, 0);
    const { body: cart } = await customer.get('/cart');

    const refused = await writingNothing(world, () =>
      customer.post('/orders/create', paidBy('pm_card_visa')),
    );

    expect(refused.status).toBe(400);
    expect(refused.body).toEqual({
      type: '/problems/out_of_stock',
      title: 'Some items are out of stock',
      status: 400,
      detail: expect.any(String),
      instance: '/orders/create',
      error: 'Some items are out of stock',
      code: 'out_of_stock',
      requestId: refused.headers.get('x-request-id'),
      unavailableItems: [
        { productId: short, productName: `Product ${short}`, requested: 3, available: 1 },
        { productId: gone, productName: `Product ${gone}`, requested: 1, available: 0 },
      ],
    });
    expect((await customer.get('/cart')).body).toEqual(cart);
    expect(await world.gateway.journal()).toEqual([]);
    expect(world.mail.mails).toEqual([]);
  });

  it('the cart shows what is available; reduced to that it can be ordered', async () => {
    const customer = await world.customer();
    const [short, gone] = [await world.product(5), await world.product(1)];
    await fillCart(customer, short, 3);
    await fillCart(customer, gone, 1);
    await ship(short, 2);
    await ship(gone, 0);
    const { body: cart } = await customer.get('/cart');
    expect(cart.items).toMatchObject([
      { productId: short, quantity: 3, available: 2 },
      { productId: gone, quantity: 1, available: 0 },
    ]);
    expect(cart.notices).toEqual([
      { productId: short, code: 'low_stock', message: `Only 2 of Product ${short} left.`, available: 2 },
      { productId: gone, code: 'out_of_stock', message: `Product ${gone} is out of stock.`, available: 0 },
    ]);
    await customer.call('PATCH', `/cart/items/${short}`, { body: { quantity: 2 } });
    const { body: reduced } = await customer.call('PATCH', `/cart/items/${gone}`, { body: { quantity: 0 } });
    expect(reduced).toMatchObject({ itemCount: 2, notices: [], version: cart.version + 2 });

    const placed = await customer.post('/orders/create', paidBy('pm_card_visa'));

    expect([placed.status, placed.body.items.length]).toEqual([201, 1]);
    expect(await world.stockOf(short)).toEqual({ onHand: 0, held: 0 });
  });

  it('what is held for somebody else’s pending order is not available', async () => {
    const [first, second] = [await world.customer(), await world.customer()];
    const productId = await world.product(2);
    await fillCart(first, productId, 2);
    await fillCart(second, productId, 1);
    await first.post('/orders/create', { shippingAddress: ADDRESS });
    const refused = await writingNothing(world, () =>
      second.post('/orders/create', { shippingAddress: ADDRESS }),
    );
    expect(refused.body).toMatchObject({
      code: 'out_of_stock',
      unavailableItems: [{ productId, requested: 1, available: 0 }],
    });
    const quote = await second.post('/orders/quote', { shippingAddress: ADDRESS });
    expect([quote.status, quote.body.code]).toEqual([400, 'out_of_stock']);
  });

  it('a quote may take what there is, and tells what is left out', async () => {
    const customer = await world.customer();
    const [short, enough] = [await world.product(1), await world.product(9)];
    const items = [
      { productId: short, quantity: 3 },
      { productId: enough, quantity: 2 },
    ];
    const quote = await customer.post('/orders/quote', {
      shippingAddress: ADDRESS,
      items,
      allowPartial: true,
    });
    expect(quote.body).toMatchObject({
      total: 179.97,
      items: [
        { productId: short, quantity: 1 },
        { productId: enough, quantity: 2 },
      ],
      partial: true,
      unavailableItems: [{ productId: short, requested: 3, available: 1 }],
    });
  });

  it('a product that is not sold any more is not available', async () => {
    const customer = await world.customer();
    const productId = await world.product(2);
    await fillCart(customer, productId);
    await world.db.query('update products set active = false where id = $1', [productId]);
    const refused = await writingNothing(world, () =>
      customer.post('/orders/create', paidBy('pm_card_visa')),
    );
    expect(refused.body.unavailableItems).toMatchObject([{ productId, requested: 1, available: 0 }]);
    expect((await customer.get('/cart')).body.notices).toMatchObject([{ productId, code: 'withdrawn' }]);
  });

  it('of many buyers of the last units only as many get one as there are', async () => {
    const productId = await world.product(3);
    const buyers = await Promise.all(Array.from({ length: 8 }, () => world.customer()));
    await Promise.all(buyers.map((buyer) => fillCart(buyer, productId)));
    const answers = await Promise.all(
      buyers.map((buyer) => buyer.post('/orders/create', paidBy('pm_card_visa'))),
    );
    const placed = answers.filter((answer) => answer.status === 201);
    const short = answers.filter((answer) => answer.body.code === 'out_of_stock');
    expect([placed.length, short.length]).toEqual([3, 5]);
    expect(await world.stockOf(productId)).toEqual({ onHand: 0, held: 0 });
    const charges = await Promise.all(placed.map((answer) => world.gateway.chargesOf(answer.body.orderId)));
    expect(charges.map((each) => each.length)).toEqual([1, 1, 1]);
  });
});
