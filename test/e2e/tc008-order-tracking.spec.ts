import type { Client } from '../support/client.js';
import { writingNothing } from '../support/rows.js';
import { fillCart, paidBy, World } from '../support/world.js';

const PARCEL = {
  carrier: 'UPS',
  trackingNumber: '1Z999AA10123456784',
  trackingUrl: 'https://www.ups.com/track?tracknum=1Z999AA10123456784',
};

describe('TC008 order tracking', () => {
  let world: World;
  let admin: Client;
  beforeAll(async () => {
    world = await World.start();
    admin = await world.admin();
  });
  afterAll(() => world.stop());

  async function paidOrder(quantity = 1): Promise<{ customer: Client; productId: string; orderId: string }> {
    const customer = await world.customer();
    const productId = await world.product(9);
    await fillCart(customer, productId, quantity);
    const { body } = await customer.post('/orders/create', paidBy('pm_card_visa'));
    return { customer, productId, orderId: body.orderId };
  }

  it('shows an order from its payment to its delivery, step by step', async () => {
    const { customer, productId, orderId } = await paidOrder(2);
    const see = async () => (await customer.get(`/orders/${orderId}`)).body;

    const list = await customer.get('/orders');
    expect(list.status).toBe(200);
    expect(list.body).toMatchObject({
      orders: [{ orderId, status: 'confirmed', items: [{ productId, quantity: 2 }] }],
      pageInfo: { nextCursor: null, hasMore: false },
    });
    expect(list.body.orders[0]).not.toHaveProperty('timeline');
    expect(await see()).toMatchObject({ orderId, status: 'confirmed', tracking: [] });

    const prepared = await admin.post(`/orders/${orderId}/prepare`);
    expect([prepared.status, prepared.body.status]).toEqual([200, 'processing']);
    expect(await see()).toMatchObject({ status: 'processing', tracking: [] });

    const shipped = await admin.post(`/orders/${orderId}/ship`, PARCEL);
    expect([shipped.status, shipped.body.status]).toEqual([200, 'shipped']);
    const underWay = await see();
    expect(underWay).toMatchObject({ status: 'shipped', orderDetails: { status: 'shipped' } });
    expect(underWay.tracking).toEqual([
      {
        parcelId: expect.stringMatching(/^par_[0-9a-z]{26}$/),
        ...PARCEL,
        status: 'shipped',
        shippedAt: expect.any(String),
        deliveredAt: null,
        items: [{ productId, quantity: 2 }],
      },
    ]);

    const delivered = await admin.post(`/orders/${orderId}/deliver`);
    expect([delivered.status, delivered.body.status]).toEqual([200, 'delivered']);
    const end = await see();
    expect(end).toEqual({ ...delivered.body });
    expect(end.tracking).toEqual([
      { ...underWay.tracking[0], status: 'delivered', deliveredAt: expect.any(String) },
    ]);
    const told = end.timeline.map((entry: Record<string, string>) => [
      entry['event'],
      entry['from'],
      entry['to'],
      entry['actor'],
    ]);
    expect(told).toEqual([
      ['order.created', null, 'pending', 'customer'],
      ['payment.started', null, null, 'customer'],
      ['payment.succeeded', null, null, 'customer'],
      ['order.confirmed', 'pending', 'confirmed', 'customer'],
      ['order.processing', 'confirmed', 'processing', 'admin'],
      ['parcel.shipped', null, null, 'admin'],
      ['order.shipped', 'processing', 'shipped', 'admin'],
      ['parcel.delivered', null, null, 'admin'],
      ['order.delivered', 'shipped', 'delivered', 'admin'],
    ]);
    const { orderDetails, tracking, timeline, payments, refunds, returns, disputes, ...flat } = end;
    expect(orderDetails).toEqual(flat);
    expect([tracking.length, timeline.length, payments.length]).toEqual([1, 9, 1]);
    expect([refunds, returns, disputes]).toEqual([[], [], []]);
    expect(await world.stockOf(productId)).toEqual({ onHand: 7, held: 0 });
    expect(await world.gateway.chargesOf(orderId)).toHaveLength(1);
    const { rows } = await world.db.query(
      `select action, actor_kind, outcome from audit_log where subject_id = $1 order by occurred_at, id`,
      [orderId],
    );
    expect(rows.map((row) => `${row.action} ${row.actor_kind} ${row.outcome}`)).toEqual([
      'order.place customer done',
      'settle.payment_succeeded customer done',
      'order.prepare admin done',
      'order.ship admin done',
      'order.deliver admin done',
    ]);
  });

  it('an order in several parcels is shipped with the last one', async () => {
    const { customer, productId, orderId } = await paidOrder(3);
    await admin.post(`/orders/${orderId}/prepare`);
    const ship = (trackingNumber: string, quantity?: number) =>
      admin.post(`/orders/${orderId}/ship`, {
        carrier: 'DHL',
        trackingNumber,
        ...(quantity && { items: [{ productId, quantity }] }),
      });

    const early = await writingNothing(world, () => admin.post(`/orders/${orderId}/deliver`));
    expect([early.status, early.body.code]).toEqual([409, 'transition_not_allowed']);
    expect((await ship('ONE', 1)).body.status).toBe('processing');
    const tooMuch = await writingNothing(world, () => ship('TWO', 3));
    expect([tooMuch.status, tooMuch.body.code]).toEqual([409, 'units_not_left_to_ship']);
    expect(tooMuch.body.items).toEqual([{ productId, requested: 3, shippable: 2, backordered: 0 }]);
    const again = await writingNothing(world, () => ship('ONE', 1));
    expect([again.status, again.body.code]).toEqual([409, 'tracking_number_used']);
    expect((await ship('TWO')).body.status).toBe('shipped');

    const { tracking } = (await customer.get(`/orders/${orderId}`)).body;
    expect(tracking).toMatchObject([
      { trackingNumber: 'ONE', items: [{ productId, quantity: 1 }] },
      { trackingNumber: 'TWO', items: [{ productId, quantity: 2 }] },
    ]);
    await admin.post(`/orders/${orderId}/deliver`);
    const arrived = (await customer.get(`/orders/${orderId}`)).body;
    expect(arrived.tracking.map((parcel: { status: string }) => parcel.status)).toEqual([
      'delivered',
      'delivered',
    ]);
  });

  it.each([
    ['no carrier', { trackingNumber: 'T' }, ['carrier']],
    ['no tracking number', { carrier: 'UPS' }, ['trackingNumber']],
    ['blank ones', { carrier: ' ', trackingNumber: '' }, ['carrier', 'trackingNumber']],
    ['a script as address', { ...PARCEL, trackingUrl: 'javascript:alert(1)' }, ['trackingUrl']],
    [
      'an item twice',
      {
        ...PARCEL,
        items: [
          { productId: 'p', quantity: 1 },
          { productId: 'p', quantity: 1 },
        ],
      },
      ['items'],
    ],
    ['no item at all', { ...PARCEL, items: [] }, ['items']],
    [
      'a product that is not in it',
      { ...PARCEL, items: [{ productId: 'prod_mug', quantity: 1 }] },
      ['items.0'],
    ],
  ])('a parcel with %s is not shipped', async (_, body, fields) => {
    const { orderId } = await paidOrder();
    await admin.post(`/orders/${orderId}/prepare`);
    const refused = await writingNothing(world, () => admin.post(`/orders/${orderId}/ship`, body));
    expect([refused.status, refused.body.error]).toEqual([400, 'Validation failed']);
    expect(refused.body.errors.map((fault: { field: string }) => fault.field)).toEqual(fields);
  });

  it('nobody else sees the order, and it looks as if it were not there', async () => {
    const { orderId } = await paidOrder();
    const stranger = await world.customer();
    const foreign = await stranger.get(`/orders/${orderId}`);
    const absent = await stranger.get('/orders/ORD-0000000000');
    expect([foreign.status, foreign.body.error]).toEqual([404, 'Order not found']);
    const same = { requestId: null, instance: null };
    expect({ ...foreign.body, ...same }).toEqual({ ...absent.body, ...same });
    expect((await stranger.get('/orders')).body.orders).toEqual([]);
    expect((await world.stranger.get(`/orders/${orderId}`)).status).toBe(401);
    expect((await admin.get(`/orders/${orderId}`)).body.orderId).toBe(orderId);
  });
});
