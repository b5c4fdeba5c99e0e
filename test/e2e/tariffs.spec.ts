import type { Client } from '../support/client.js';
import { expectInvariants } from '../support/invariants.js';
import { eventsOf, moved, stateOf } from '../support/late-order.js';
import { askedOrder, declinedOrder, goSilent, payAfterAll } from '../support/outside.js';
import { eventually } from '../support/eventually.js';
import { orderRows, writingNothing } from '../support/rows.js';
import { ADDRESS, fillCart, paidBy, World } from '../support/world.js';

const BERLIN = { street: 'Unter den Linden 1', city: 'Berlin', zipCode: '10117', country: 'Germany' };
const TORONTO = {
  street: '1 Yonge St',
  city: 'Toronto',
  state: 'Ontario',
  zipCode: 'M5E 1W7',
  country: 'Canada',
};

describe('taxes and shipping', () => {
  let world: World;
  let admin: Client;
  let customer: Client;
  beforeAll(async () => {
    world = await World.start({ settings: { GATEWAY_CALL_SECONDS: '0.7', GATEWAY_BREAKER_SECONDS: '0.5' } });
    admin = await world.admin();
  });
  afterAll(() => world.stop());
  beforeEach(async () => {
    customer = await world.guest();
  });
  afterEach(async () => {
    await world.gateway.clearFaults();
    await world.gateway.webhooks('resume');
  });

  const tax = (rate: object) => admin.call('PUT', '/tariffs/taxes', { body: rate });
  const shipping = (rate: object) => admin.call('PUT', '/tariffs/shipping', { body: rate });
  const remove = (path: string, key: Record<string, string>) =>
    admin.call('DELETE', `/tariffs/${path}?${new URLSearchParams(key).toString()}`);
  const quote = async (shippingAddress: object, ...productIds: string[]) =>
    (
      await customer.post('/orders/quote', {
        shippingAddress,
        items: productIds.map((productId) => ({ productId, quantity: 1 })),
      })
    ).body;

  it('are the specification’s own until somebody sets others', async () => {
    const { body } = await admin.get('/tariffs');
    expect(body).toEqual({
      taxes: [{ country: '*', region: '*', productClass: '*', name: 'Tax', rate: 8 }],
      shipping: [
        { country: '*', region: '*', productClass: '*', currency: 'USD', price: 9.99, taxClass: null },
      ],
    });
  });

  it('follow the destination and the class, from quote to order to invoiceable figures', async () => {
    const [book, mug] = [
      await world.product(9, 2_000, { productClass: 'book' }),
      await world.product(9, 10_000),
    ];
    await tax({ country: 'DE', name: 'USt', rate: 19 });
    await tax({ country: 'Deutschland', productClass: 'book', name: 'USt', rate: 7 });
    await shipping({ country: 'DE', currency: 'USD', price: 5, taxClass: 'standard' });
    await shipping({ country: 'DE', productClass: 'book', currency: 'USD', price: 2.5, taxClass: 'book' });

    expect(await quote(BERLIN, book)).toMatchObject({
      shippingCost: 2.5,
      taxes: [{ name: 'USt', rate: 7, taxable: 22.5, tax: 1.58 }],
      grandTotal: 24.08,
    });
    const both = {
      total: 120,
      shippingCost: 5,
      tax: 21.35,
      taxes: [
        { name: 'USt', rate: 7, taxable: 20, tax: 1.4 },
        { name: 'USt', rate: 19, taxable: 105, tax: 19.95 },
      ],
      grandTotal: 146.35,
    };
    expect(await quote(BERLIN, book, mug)).toMatchObject(both);
    // Elsewhere nothing has changed.
    expect(await quote(ADDRESS, mug)).toMatchObject({ shippingCost: 9.99, tax: 8, grandTotal: 117.99 });

    for (const productId of [book, mug]) await fillCart(customer, productId);
    const created = await customer.post(
      '/orders/create',
      paidBy('pm_card_visa', { shippingAddress: BERLIN, expectedTotal: 146.35 }),
    );
    expect(created.body).toMatchObject({ ...both, status: 'confirmed' });
    const { rows } = await world.db.query('select taxes, tax_minor from orders where number = $1', [
      created.body.orderId,
    ]);
    expect(rows).toEqual([
      {
        taxes: [
          { productClass: 'book', name: 'USt', basisPoints: 700, taxableMinor: 2_000, taxMinor: 140 },
          {
            productClass: 'standard',
            name: 'USt',
            basisPoints: 1_900,
            taxableMinor: 10_500,
            taxMinor: 1_995,
          },
        ],
        tax_minor: 2_135,
      },
    ]);
    const { text } = await world.mail.mailFor(created.body.orderId, 'confirmed');
    for (const told of ['USt 7 %', '$1.40', 'USt 19 %', '$19.95']) expect(text).toContain(told);

    // Later rates are for later orders; units go back with the tax of their own class.
    await tax({ country: 'DE', name: 'USt', rate: 25 });
    expect((await customer.get(`/orders/${created.body.orderId}`)).body).toMatchObject(both);
    const refund = async (productId: string) => {
      const body = { lines: [{ productId, quantity: 1 }], reason: 'Arrived damaged' };
      return (await admin.post(`/orders/${created.body.orderId}/refunds`, body, { key: productId })).body;
    };
    await refund(book);
    const { refunds, paymentStatus } = await refund(mug);
    const amounts = refunds.map(({ amount }: { amount: number }) => amount);
    // Of 5.95, shipping with its tax, a sixth falls on the book.
    expect([amounts, paymentStatus]).toEqual([[22.39, 123.96], 'refunded']);
  });

  it('a region comes before its country, however it is spelt, to hundredths of a basis point', async () => {
    const productId = await world.product(9, 10_000);
    await tax({ country: 'US', region: 'New York', name: 'Sales tax', rate: 8.875 });
    expect(await quote({ ...ADDRESS, state: 'ny' }, productId)).toMatchObject({
      taxes: [{ name: 'Sales tax', rate: 8.875, taxable: 100, tax: 8.88 }],
    });
    await remove('taxes', { country: 'USA', region: 'NY' });
    expect(await quote(ADDRESS, productId)).toMatchObject({ taxes: [{ name: 'Tax', rate: 8, tax: 8 }] });
  });

  it('what is not shipped to a destination is not ordered there', async () => {
    const productId = await world.product(9, 10_000, { productClass: 'piano' });
    await shipping({ country: '*', currency: 'USD', price: 9.99 });
    await shipping({ country: 'US', productClass: 'piano', currency: 'USD', price: 400 });
    await remove('shipping', { country: '*', currency: 'USD' });
    await fillCart(customer, productId);
    const refused = await writingNothing(world, () =>
      customer.post('/orders/create', { shippingAddress: TORONTO }),
    );
    expect([refused.status, refused.body]).toMatchObject([
      400,
      { code: 'destination_not_served', country: 'CA', region: 'ON', currency: 'USD' },
    ]);
    expect(await quote(ADDRESS, productId)).toMatchObject({ shippingCost: 400 });
    await shipping({ country: '*', currency: 'USD', price: 9.99 });
    const served = await customer.post('/orders/create', { shippingAddress: TORONTO });
    expect([served.status, served.body.shippingCost]).toEqual([201, 9.99]);
  });

  it('what costs nothing at all is not ordered: there would be nothing to pay', async () => {
    const productId = await world.product(9, 0, { productClass: 'sample' });
    await shipping({ country: 'US', productClass: 'sample', currency: 'USD', price: 0 });
    await fillCart(customer, productId);
    const refused = await customer.post('/orders/create', { shippingAddress: ADDRESS });
    expect([refused.status, refused.body.code]).toEqual([409, 'nothing_to_pay']);
  });

  it('are changed by admins alone, once for one key, and the audit knows', async () => {
    const rate = { country: 'FR', name: 'TVA', rate: 20 };
    expect((await customer.call('PUT', '/tariffs/taxes', { body: rate })).status).toBe(403);
    expect((await customer.get('/tariffs')).status).toBe(403);
    expect((await world.stranger.get('/tariffs')).status).toBe(401);

    const first = await admin.call('PUT', '/tariffs/taxes', { body: rate, key: 'tva' });
    const again = await admin.call('PUT', '/tariffs/taxes', { body: rate, key: 'tva' });
    expect([first.status, again.text, again.headers.get('idempotent-replayed')]).toEqual([
      200,
      first.text,
      'true',
    ]);
    expect(first.body.taxes).toContainEqual({ ...rate, region: '*', productClass: '*' });
    const gone = await remove('taxes', { country: 'France' });
    expect(gone.body.taxes).not.toContainEqual(expect.objectContaining({ country: 'FR' }));
    // What is not there is already out, and nothing to write down.
    expect((await remove('taxes', { country: 'France' })).status).toBe(200);
    const { rows } = await world.db.query(
      `select action, facts from audit_log where subject_kind = 'tariff' and subject_id = 'FR/*/*' order by occurred_at`,
    );
    expect(rows).toEqual([
      { action: 'tariff.set_tax', facts: { name: 'TVA', basisPoints: 2_000 } },
      { action: 'tariff.remove_tax', facts: {} },
    ]);
  });

  it.each<[string, string, object, string[]]>([
    [
      'a tax of nothing known',
      'taxes',
      { country: 'Narnia', productClass: 'Ä', rate: 101 },
      ['country', 'productClass', 'name', 'rate'],
    ],
    ['a rate that is too fine', 'taxes', { country: 'US', name: 'x', rate: 1.00001 }, ['rate']],
    ['a region of no country', 'taxes', { country: '*', region: 'NY', name: 'x', rate: 1 }, ['region']],
    ['half a yen', 'shipping', { country: 'JP', currency: 'JPY', price: 0.5 }, ['price']],
    ['a currency that is none', 'shipping', { country: 'JP', currency: 'ZZZ', price: 1 }, ['currency']],
  ])('tell every fault at once: %s', async (_, table, body, fields) => {
    const refused = await admin.call('PUT', `/tariffs/${table}`, { body });
    expect([refused.status, refused.body.code]).toEqual([400, 'validation_failed']);
    expect(refused.body.errors.map(({ field }: { field: string }) => field).toSorted()).toEqual(
      fields.toSorted(),
    );
  });

  describe('a fee or a discount', () => {
    let productId: string;
    beforeEach(async () => {
      productId = await world.product(5);
    });
    const adjust = (
      orderId: string,
      body: object,
      by = admin,
      key: string | undefined = crypto.randomUUID(),
    ) => by.post(`/orders/${orderId}/adjustments`, body, { key });
    const FEE = { kind: 'fee', label: 'Gift wrapping', amount: 10.01 };
    const created = async (): Promise<string> => {
      await fillCart(customer, productId);
      return (await customer.post('/orders/create', { shippingAddress: ADDRESS })).body.orderId;
    };

    it('is what the next payment asks for', async () => {
      const orderId = await created();
      await adjust(orderId, FEE);
      const { body } = await adjust(orderId, { kind: 'discount', label: 'Sorry', amount: 20 });
      // 59.99 + 10.01 - 20 = 50.00, 8 % of it, and 9.99.
      expect(body).toMatchObject({
        total: 50,
        tax: 4,
        shippingCost: 9.99,
        grandTotal: 63.99,
        adjustments: [FEE, { kind: 'discount', label: 'Sorry', amount: -20 }],
      });
      const paid = await customer.post('/payment/process', {
        orderId,
        paymentDetails: { token: 'pm_card_visa' },
      });
      expect(paid.status).toBe(200);
      expect((await world.gateway.chargesOf(orderId)).map(({ amount }) => amount)).toEqual([6_399]);
    });

    it('counts once for one key, and needs one', async () => {
      const orderId = await created();
      const [first, again] = [
        await adjust(orderId, FEE, admin, 'once'),
        await adjust(orderId, FEE, admin, 'once'),
      ];
      expect(again.text).toBe(first.text);
      expect((await admin.post(`/orders/${orderId}/adjustments`, FEE)).body.code).toBe(
        'idempotency_key_required',
      );
      expect((await customer.get(`/orders/${orderId}`)).body.adjustments).toEqual([FEE]);
    });

    it('is an admin’s, of an order that is not paid', async () => {
      const orderId = await created();
      expect((await adjust(orderId, FEE, customer)).status).toBe(403);
      expect((await adjust('ORD-0000000000', FEE)).status).toBe(404);
      await customer.post('/payment/process', { orderId, paymentDetails: { token: 'pm_card_visa' } });
      const refused = await adjust(orderId, FEE);
      expect([refused.status, refused.body]).toMatchObject([
        409,
        { code: 'order_cannot_be_adjusted', orderStatus: 'confirmed' },
      ]);
    });

    it('never leaves less than something to pay', async () => {
      const orderId = await created();
      const before = await orderRows(world, orderId);
      const refused = await adjust(orderId, { kind: 'discount', label: 'All of it', amount: 60 });
      expect(await orderRows(world, orderId)).toEqual(before);
      expect([refused.status, refused.body]).toMatchObject([
        409,
        { code: 'discount_exceeds_total', discount: 60, total: 59.99, grandTotal: 74.78, currency: 'USD' },
      ]);
      const all = await adjust(orderId, { kind: 'discount', label: 'All but shipping', amount: 59.99 });
      expect(all.body).toMatchObject({ total: 0, tax: 0, grandTotal: 9.99 });
    });

    it('ends a payment that is open: what it asks for is no longer the price', async () => {
      await fillCart(customer, productId);
      const asked = await customer.post('/orders/create', paidBy('pm_card_threeDSecure2Required'));
      const { orderId } = asked.body;
      expect(asked.body.nextAction).toMatchObject({ type: 'redirect' });
      expect((await adjust(orderId, FEE)).status).toBe(200);
      expect(await world.attemptsOf(orderId)).toMatchObject([
        { status: 'failed', failure_reason: 'abandoned' },
      ]);
      await customer.post('/payment/process', { orderId, paymentDetails: { token: 'pm_card_visa' } });
      expect((await customer.get(`/orders/${orderId}`)).body).toMatchObject({
        status: 'confirmed',
        grandTotal: 85.59,
      });
    });

    it('is refused while the payment that is open can neither be ended nor decided', async () => {
      const { orderId } = await askedOrder(world);
      await goSilent(world);
      const refused = await writingNothing(world, () => adjust(orderId, FEE));
      expect([refused.status, refused.body.code]).toEqual([409, 'payment_outcome_pending']);
      await world.gateway.clearFaults();
      await eventually(async () => (await adjust(orderId, FEE)).status === 200);
    });

    it('a late success of the old amount goes back, and the order still waits for the new one', async () => {
      const order = await declinedOrder(world);
      expect((await adjust(order.orderId, FEE)).status).toBe(200);
      await payAfterAll(world, order.intentId);
      await eventually(async () => (await moved(world, order)).length > 1);
      expect(await moved(world, order)).toEqual([
        ['charge', 7_478],
        ['refund', 7_478],
      ]);
      expect(await stateOf(world, order)).toMatchObject({ status: 'pending', payment_status: 'failed' });
      await eventually(async () => (await eventsOf(world, order)).includes('refund.succeeded'));
      expect(await eventsOf(world, order)).toEqual([
        'order.created',
        'payment.started',
        'payment.failed',
        'order.adjusted',
        'payment.succeeded',
        'refund.requested',
        'refund.succeeded',
      ]);
      const paying = { orderId: order.orderId, paymentDetails: { token: 'pm_card_visa' } };
      expect((await order.customer.post('/payment/process', paying)).status).toBe(200);
      expect(await stateOf(world, order)).toMatchObject({ status: 'confirmed', payment_status: 'paid' });
      const charges = await world.gateway.chargesOf(order.orderId);
      expect(charges.map(({ amount }) => amount)).toEqual([7_478, 8_559]);
    });
  });

  it('leave everything adding up', () => expectInvariants(world));
});
