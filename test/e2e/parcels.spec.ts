import { randomUUID } from 'node:crypto';
import {
  CARRIER_WEBHOOK_SECRETS,
  delivered,
  type Delivery,
  fromCarrier,
  SECRETS,
} from '../support/carriers.js';
import type { Client } from '../support/client.js';
import { expectInvariants } from '../support/invariants.js';
import { orderRows, rowsOf, writingNothing } from '../support/rows.js';
import { ADDRESS, World } from '../support/world.js';

interface Tracked {
  readonly parcelId: string;
  readonly trackingNumber: string;
  readonly status: string;
  readonly shippedAt: string;
  readonly deliveredAt: string | null;
}

describe('parcels', () => {
  let world: World;
  let admin: Client;
  let customer: Client;
  beforeAll(async () => {
    world = await World.start({ settings: { CARRIER_WEBHOOK_SECRETS, MAX_PENDING_ORDERS: '9' } });
    [admin, customer] = await Promise.all([world.admin(), world.customer()]);
  });
  afterAll(() => world.stop());

  const newNumber = (): string => randomUUID().toUpperCase();

  /** A paid order of so many units of one product, in preparation. */
  async function preparedOrder(quantity = 2, units = 9) {
    const productId = await world.product(units);
    const paid = { paymentMethod: 'credit_card', paymentDetails: { token: 'pm_card_visa' } };
    const { status, body } = await customer.post(
      '/orders/create',
      { shippingAddress: ADDRESS, items: [{ productId, quantity }], ...paid },
      { key: randomUUID() },
    );
    expect(status).toBe(201);
    const orderId: string = body.orderId;
    await admin.post(`/orders/${orderId}/prepare`);
    const ship = (trackingNumber: string, units?: number, more: object = {}) =>
      admin.post(`/orders/${orderId}/ship`, {
        carrier: 'DHL',
        trackingNumber,
        ...(units && { items: [{ productId, quantity: units }] }),
        ...more,
      });
    const deliver = (body: object = {}) => admin.post(`/orders/${orderId}/deliver`, body);
    return { orderId, productId, ship, deliver };
  }

  const seen = async (orderId: string) =>
    (await customer.get(`/orders/${orderId}`)).body as {
      status: string;
      tracking: Tracked[];
      timeline: { event: string; from: string | null; to: string | null; actor: string }[];
    };
  const movesOf = async (orderId: string) =>
    (await seen(orderId)).timeline
      .filter(({ event, to }) => to !== null || event.startsWith('parcel.'))
      .map(({ event, actor }) => `${event} ${actor}`);
  const parcelOf = async (orderId: string, index = 0) => (await seen(orderId)).tracking[index]!;

  describe('of one order', () => {
    it('arrive one by one, and the order is delivered with the last', async () => {
      const { orderId, ship, deliver } = await preparedOrder(3);
      await ship(newNumber(), 1);
      const first = await parcelOf(orderId);
      const arrived = await deliver({ parcelId: first.parcelId });
      expect([arrived.status, arrived.body.status]).toEqual([200, 'processing']);
      await ship(newNumber(), 1);
      expect((await ship(newNumber())).body.status).toBe('shipped');
      const last = await parcelOf(orderId, 2);
      expect((await deliver({ parcelId: last.parcelId })).body.status).toBe('shipped');
      expect((await seen(orderId)).tracking.map(({ status }) => status)).toEqual([
        'delivered',
        'shipped',
        'delivered',
      ]);
      expect((await deliver()).body.status).toBe('delivered');
      expect(await movesOf(orderId)).toEqual([
        'order.created customer',
        'order.confirmed customer',
        'order.processing admin',
        'parcel.shipped admin',
        'parcel.delivered admin',
        'parcel.shipped admin',
        'parcel.shipped admin',
        'order.shipped admin',
        'parcel.delivered admin',
        'parcel.delivered admin',
        'order.delivered admin',
      ]);
      const { rows } = await world.db.query(
        `select facts from audit_log where subject_id = $1 and action = 'order.ship' order by occurred_at limit 1`,
        [orderId],
      );
      expect(rows[0].facts).toEqual({
        status: 'processing',
        told: [{ event: 'parcel.shipped', parcelId: first.parcelId, carrier: 'DHL' }],
      });
    });

    it('that are delivered without a name are all that are on their way', async () => {
      const { orderId, ship, deliver } = await preparedOrder(3);
      await ship(newNumber(), 1);
      await ship(newNumber(), 1);
      expect((await deliver()).body.status).toBe('processing');
      const { tracking } = await seen(orderId);
      expect(tracking.map(({ status }) => status)).toEqual(['delivered', 'delivered']);
      const nothingLeft = await writingNothing(world, () => deliver());
      expect([nothingLeft.status, nothingLeft.body.code]).toEqual([409, 'transition_not_allowed']);
    });

    it('hold what is there; what is owed keeps the order in preparation, and follows', async () => {
      const { orderId, productId } = await (async () => {
        const product = await world.product(2);
        await world.db.query('update products set backorderable = true where id = $1', [product]);
        const placed = await customer.post(
          '/orders/create',
          {
            shippingAddress: ADDRESS,
            items: [{ productId: product, quantity: 3 }],
            allowPartial: true,
            paymentMethod: 'credit_card',
            paymentDetails: { token: 'pm_card_visa' },
          },
          { key: randomUUID() },
        );
        expect([placed.status, placed.body.items[0].backordered]).toEqual([201, 1]);
        return { orderId: placed.body.orderId as string, productId: product };
      })();
      await admin.post(`/orders/${orderId}/prepare`);
      const ship = (quantity?: number) =>
        admin.post(`/orders/${orderId}/ship`, {
          carrier: 'UPS',
          trackingNumber: newNumber(),
          ...(quantity && { items: [{ productId, quantity }] }),
        });
      const tooMuch = await writingNothing(world, () => ship(3));
      expect([tooMuch.status, tooMuch.body.code]).toEqual([409, 'units_not_left_to_ship']);
      expect(tooMuch.body.items).toEqual([{ productId, requested: 3, shippable: 2, backordered: 1 }]);
      const first = await ship();
      expect(first.body).toMatchObject({ status: 'processing', tracking: [{ items: [{ quantity: 2 }] }] });
      const owed = await writingNothing(world, () => ship());
      expect([owed.status, owed.body.code]).toEqual([409, 'units_not_left_to_ship']);
      await admin.post(`/orders/${orderId}/deliver`);
      expect((await seen(orderId)).status).toBe('processing');

      await world.setStock(productId, 1);
      world.stocked.set(productId, 3);
      for (let tries = 0; (await ship()).status !== 200; tries++) {
        expect(tries).toBeLessThan(100);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      expect((await seen(orderId)).status).toBe('shipped');
      expect((await admin.post(`/orders/${orderId}/deliver`)).body.status).toBe('delivered');
    });

    it('are shipped once where the same request comes again under its key', async () => {
      const { orderId } = await preparedOrder(2);
      const parcel = { carrier: 'DHL', trackingNumber: newNumber() };
      const key = randomUUID();
      const first = await admin.post(`/orders/${orderId}/ship`, parcel, { key });
      const again = await admin.post(`/orders/${orderId}/ship`, parcel, { key });
      expect([again.status, again.text]).toEqual([200, first.text]);
      expect((await seen(orderId)).tracking).toHaveLength(1);
    });
  });

  describe('are found at their carrier', () => {
    it.each([
      ['ups', 'UPS', 'https://www.ups.com/track?tracknum='],
      ['royal-mail', 'Royal Mail', 'https://www.royalmail.com/track-your-item#/tracking-results/'],
      ['colissimo', 'La Poste', 'https://www.laposte.fr/outils/suivre-vos-envois?code='],
    ])('%s is %s, and its page is linked', async (carrier, name, page) => {
      const { orderId, ship } = await preparedOrder();
      const number = newNumber();
      const { tracking } = (await ship(number, undefined, { carrier })).body;
      expect(tracking).toMatchObject([{ carrier: name, trackingNumber: number, trackingUrl: page + number }]);
      expect((await seen(orderId)).tracking).toEqual(tracking);
    });

    it('any other carrier too, by a link of one’s own or by none', async () => {
      const { ship } = await preparedOrder(2);
      const own = 'https://botenfix.example/p/1';
      const one = await ship(newNumber(), 1, { carrier: 'Boten Fix', trackingUrl: own });
      const other = await ship(newNumber(), 1, { carrier: 'Boten  Fix' });
      expect(one.body.tracking[0]).toMatchObject({ carrier: 'Boten Fix', trackingUrl: own });
      expect(other.body.tracking[1]).toMatchObject({ carrier: 'Boten Fix', trackingUrl: null });
    });

    it('what was mistyped is corrected, with a new link, and the audit knows', async () => {
      const { orderId, ship } = await preparedOrder();
      await ship(newNumber());
      const { parcelId } = await parcelOf(orderId);
      const right = { carrier: 'fedex', trackingNumber: newNumber() };
      const path = `/orders/${orderId}/parcels/${parcelId}`;
      const corrected = await admin.patch(path, right);
      expect([corrected.status, corrected.body.tracking]).toMatchObject([
        200,
        [
          {
            parcelId,
            carrier: 'FedEx',
            trackingNumber: right.trackingNumber,
            trackingUrl: `https://www.fedex.com/fedextrack/?trknbr=${right.trackingNumber}`,
          },
        ],
      ]);
      const before = await orderRows(world, orderId);
      expect((await admin.patch(path, right)).status).toBe(200);
      expect((await admin.patch(path, {})).status).toBe(200);
      expect(await orderRows(world, orderId)).toEqual(before);
      const { rows } = await world.db.query(
        `select actor_kind, facts from audit_log where subject_id = $1 and action = 'parcel.correct'`,
        [orderId],
      );
      const changed = ['carrier', 'trackingNumber', 'trackingUrl'];
      expect(rows).toEqual([
        {
          actor_kind: 'admin',
          facts: { status: 'shipped', told: [{ event: 'parcel.corrected', parcelId, changed }] },
        },
      ]);
    });
  });

  describe('that cannot be', () => {
    /** Refused with this code, and not a row of it is left. */
    const refused = async (act: () => Promise<{ status: number; body: { code?: string } }>) => {
      const { status, body } = await writingNothing(world, act);
      return [status, body.code];
    };

    it('more than was ordered', async () => {
      const { ship } = await preparedOrder(2);
      expect(await refused(() => ship(newNumber(), 3))).toEqual([409, 'units_not_left_to_ship']);
    });

    it('a number that another parcel has, in any spelling, of this order or another', async () => {
      const [one, other] = await Promise.all([preparedOrder(), preparedOrder()]);
      const number = newNumber();
      await one.ship(number, 1);
      const used = [409, 'tracking_number_used'];
      const spelled = number.toLowerCase().replaceAll('-', ' ');
      expect(await refused(() => one.ship(number, 1))).toEqual(used);
      expect(await refused(() => other.ship(spelled, undefined, { carrier: 'dhl paket' }))).toEqual(used);
      await one.deliver();
      expect(await refused(() => other.ship(number))).toEqual(used);
      expect((await other.ship(number, undefined, { carrier: 'UPS' })).status).toBe(200);
      const { parcelId } = await parcelOf(other.orderId);
      const path = `/orders/${other.orderId}/parcels/${parcelId}`;
      expect(await refused(() => admin.patch(path, { carrier: 'DHL' }))).toEqual(used);
    });

    it('though a number comes back after four months', async () => {
      const [one, other] = await Promise.all([preparedOrder(), preparedOrder()]);
      const number = newNumber();
      await one.ship(number);
      // The rule is younger than four months, so the first parcel is moved ahead and not back: the distance counts.
      const shippedIn = (days: number) =>
        world.db.query(
          `update parcels set shipped_at = now() + make_interval(days => $2) where tracking_number = $1`,
          [number, days],
        );
      await shippedIn(119);
      expect(await refused(() => other.ship(number))).toEqual([409, 'tracking_number_used']);
      await shippedIn(121);
      expect((await other.ship(number)).status).toBe(200);
      expect((await parcelOf(other.orderId)).trackingNumber).toBe(number);
    });

    it('two orders at once under one number', async () => {
      const orders = await Promise.all(Array.from({ length: 4 }, () => preparedOrder()));
      const number = newNumber();
      const answers = await Promise.all(orders.map(({ ship }) => ship(number)));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
    });

    it('delivered before it was shipped, or in times to come', async () => {
      const { orderId, ship, deliver } = await preparedOrder();
      await ship(newNumber());
      const { shippedAt, parcelId } = await parcelOf(orderId);
      const at = (ms: number) => new Date(ms).toISOString();
      const early = at(Date.parse(shippedAt) - 1);
      expect(await refused(() => deliver({ parcelId, deliveredAt: early }))).toEqual([
        409,
        'delivered_before_shipped',
      ]);
      expect(await refused(() => deliver({ deliveredAt: at(Date.now() + 3_600_000) }))).toEqual([
        400,
        'validation_failed',
      ]);
      expect((await deliver({ deliveredAt: shippedAt })).body.status).toBe('delivered');
      expect((await parcelOf(orderId)).deliveredAt).toBe(shippedAt);
    });

    it('delivered twice, though the same parcel again is no mistake', async () => {
      const { orderId, ship, deliver } = await preparedOrder();
      await ship(newNumber());
      const { parcelId } = await parcelOf(orderId);
      const first = await deliver({ parcelId });
      const again = await writingNothing(world, () => deliver({ parcelId }));
      const { tracking, timeline } = first.body;
      expect([again.status, again.body]).toEqual([200, expect.objectContaining({ tracking, timeline })]);
      expect(await refused(() => deliver())).toEqual([409, 'transition_not_allowed']);
      const path = `/orders/${orderId}/parcels/${parcelId}`;
      expect(await refused(() => admin.patch(path, { trackingNumber: 'X' }))).toEqual([
        409,
        'parcel_already_delivered',
      ]);
    });

    it('a parcel of another order, or none', async () => {
      const [one, other] = await Promise.all([preparedOrder(), preparedOrder()]);
      await one.ship(newNumber());
      await other.ship(newNumber());
      const { parcelId } = await parcelOf(one.orderId);
      const absent = [404, 'parcel_not_found'];
      expect(await refused(() => other.deliver({ parcelId }))).toEqual(absent);
      expect(await refused(() => other.deliver({ parcelId: 'par_0' }))).toEqual(absent);
      const path = `/orders/${other.orderId}/parcels/${parcelId}`;
      expect(await refused(() => admin.patch(path, { carrier: 'UPS' }))).toEqual(absent);
    });

    it.each([
      [{ deliveredAt: '2026-11-25' }, ['deliveredAt']],
      [{ deliveredAt: '2026-02-31T10:00:00Z' }, ['deliveredAt']],
      [{ deliveredAt: 5, parcelId: 7 }, ['parcelId', 'deliveredAt']],
      [{ everything: true }, ['everything']],
    ])('an arrival of the form %j', async (body, fields) => {
      const { ship, deliver } = await preparedOrder();
      await ship(newNumber());
      const { status, body: told } = await writingNothing(world, () => deliver(body));
      expect([status, told.errors.map(({ field }: { field: string }) => field)]).toEqual([400, fields]);
    });

    it('by a customer', async () => {
      const { orderId, ship } = await preparedOrder();
      await ship(newNumber());
      const { parcelId } = await parcelOf(orderId);
      const path = `/orders/${orderId}/parcels/${parcelId}`;
      expect(await refused(() => customer.patch(path, { carrier: 'UPS' }))).toEqual([403, 'forbidden']);
      expect(await refused(() => customer.post(`/orders/${orderId}/deliver`, { parcelId }))).toEqual([
        403,
        'forbidden',
      ]);
    });
  });

  describe('that their carrier tells of', () => {
    async function shippedOrder(carrier = 'DHL') {
      const order = await preparedOrder();
      const number = newNumber();
      await order.ship(number, undefined, { carrier });
      return { ...order, number };
    }

    it('are delivered, once, however often it is told and in any order', async () => {
      const { orderId, ship } = await preparedOrder();
      const numbers = [newNumber(), newNumber()];
      await ship(numbers[0]!, 1);
      await ship(numbers[1]!);
      const at = new Date();
      const id = randomUUID();
      const tell = (number: string, how: Delivery = {}) => fromCarrier(world, delivered(number, at), how);
      const told = [
        await tell(numbers[1]!, { id }),
        await tell(numbers[1]!, { id }),
        await tell(numbers[1]!.toLowerCase()),
        await tell(numbers[0]!, { secret: SECRETS.newDhl }),
        await tell(numbers[1]!, { id }),
      ];
      expect(told.map(({ status, body }) => [status, body['result']])).toEqual([
        [200, 'delivered'],
        [200, 'already_delivered'],
        [200, 'already_delivered'],
        [200, 'delivered'],
        [200, 'already_delivered'],
      ]);
      expect((await seen(orderId)).status).toBe('delivered');
      expect((await movesOf(orderId)).slice(-3)).toEqual([
        'parcel.delivered carrier',
        'parcel.delivered carrier',
        'order.delivered carrier',
      ]);
    });

    it('at once, ten times', async () => {
      const { orderId, number } = await shippedOrder('Boten Fix');
      const how = { carrier: 'BOTEN FIX', secret: SECRETS.botenFix };
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => fromCarrier(world, delivered(number), how)),
      );
      expect(answers.map(({ body }) => body['result']).toSorted()).toEqual([
        ...Array.from({ length: 9 }, () => 'already_delivered'),
        'delivered',
      ]);
      expect((await movesOf(orderId)).filter((move) => move.startsWith('parcel.delivered'))).toHaveLength(1);
    });

    it('after the order was cancelled have arrived all the same, and the order stays cancelled', async () => {
      const { orderId, number } = await shippedOrder();
      await admin.post(`/orders/${orderId}/cancel`, { reason: 'Lost its label' });
      expect((await fromCarrier(world, delivered(number))).body['result']).toBe('delivered');
      const { status, tracking } = await seen(orderId);
      expect([status, tracking[0]!.status]).toEqual(['cancelled', 'delivered']);
      const whole = await admin.post(`/orders/${orderId}/deliver`);
      expect([whole.status, whole.body.code]).toEqual([409, 'transition_not_allowed']);
    });

    it('with news of other kinds change nothing', async () => {
      const before = await rowsOf(world);
      for (const event of [
        { type: 'parcel.in_transit', trackingNumber: '?' },
        { type: 'parcel.lost', anything: [1] },
      ]) {
        const { status, body } = await fromCarrier(world, event);
        expect([status, body['result']]).toEqual([200, 'ignored']);
      }
      expect(await rowsOf(world)).toEqual(before);
    });

    const FORGED: readonly (readonly [what: string, how: (payload: string) => Delivery])[] = [
      ['a secret of nobody', () => ({ secret: 'whsec_' + 'A'.repeat(44) })],
      ['the secret of another carrier', () => ({ secret: SECRETS.botenFix })],
      ['a carrier without a secret', () => ({ carrier: 'ups' })],
      ['other bytes', (payload) => ({ sent: payload.replace('.delivered', '.Delivered') })],
      ['no bytes', () => ({ sent: '' })],
      ['no signature', () => ({ headers: { 'webhook-signature': '' } })],
      ['an older version of the signature', () => ({ headers: { 'webhook-signature': 'v0,AAAA' } })],
      ['another id', () => ({ headers: { 'webhook-id': 'msg_2' } })],
      [
        'a timestamp that was moved',
        () => ({ headers: { 'webhook-timestamp': String(Date.now() / 1000 - 9) } }),
      ],
      ['an old timestamp', () => ({ at: new Date(Date.now() - 310_000) })],
      ['a timestamp to come', () => ({ at: new Date(Date.now() + 310_000) })],
    ];
    it.each(FORGED)('are not believed with %s', async (_, how) => {
      const { number } = await shippedOrder();
      const event = delivered(number);
      const { status, body } = await writingNothing(world, () =>
        fromCarrier(world, event, how(JSON.stringify(event))),
      );
      expect([status, body['code']]).toEqual([400, 'invalid_webhook_signature']);
    });

    it('are refused where they cannot be', async () => {
      const { orderId, number } = await shippedOrder();
      const { shippedAt } = await parcelOf(orderId);
      const early = new Date(Date.parse(shippedAt) - 1000);
      const tell = async (event: unknown, how: Delivery = {}) => {
        const { status, body } = await writingNothing(world, () => fromCarrier(world, event, how));
        return [status, body['code']];
      };
      expect(await tell(delivered(number, early))).toEqual([409, 'delivered_before_shipped']);
      expect(await tell(delivered(newNumber()))).toEqual([404, 'parcel_not_found']);
      const ofAnother = { carrier: 'Boten Fix', secret: SECRETS.botenFix };
      expect(await tell(delivered(number), ofAnother)).toEqual([404, 'parcel_not_found']);
      expect(await tell(delivered(number, new Date(Date.now() + 3_600_000)))).toEqual([
        400,
        'validation_failed',
      ]);
      expect(await tell({ type: 'parcel.delivered', trackingNumber: ' ' })).toEqual([
        400,
        'validation_failed',
      ]);
      expect(await tell({ type: ['parcel.delivered'] })).toEqual([400, 'validation_failed']);
      for (const text of ['[]', 'null', '"x"']) expect(await tell(text)).toEqual([400, 'validation_failed']);
      expect(await tell('{')).toEqual([400, 'malformed_body']);
      expect(await tell(' '.repeat(70_000))).toEqual([413, 'body_too_large']);
      const asText = { headers: { 'content-type': 'text/plain' } };
      expect(await tell(delivered(number), asText)).toEqual([415, 'unsupported_media_type']);
    });
  });

  it('leave everything adding up', () => expectInvariants(world));
});
