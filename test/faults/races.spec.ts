import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { expectInvariants, expectNoDeadlocks, watchStock } from '../support/invariants.js';
import { WEBHOOK_SECRET } from '../support/processes.js';
import { ADDRESS, fillCart, paidBy, World } from '../support/world.js';

/** Long enough for every other request of a race to arrive while the first one pays. */
const PAYING_MS = 400;
const DECLINED = 'pm_card_visa_chargeDeclined';

const atOnce = <T>(count: number, act: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => act(index)));

describe('races', () => {
  let world: World;
  let stockWatch: ReturnType<typeof watchStock>;
  beforeAll(async () => {
    world = await World.start({ settings: { GATEWAY_CALL_SECONDS: '1.5', ATTEMPT_DEADLINE_SECONDS: '6' } });
    stockWatch = watchStock(world);
  });
  afterAll(() => world.stop());
  afterEach(() => world.gateway.clearFaults());

  const slowly = (times = 1) =>
    world.gateway.fault({ operation: 'payment_intents.confirm', mode: 'delay', delayMs: PAYING_MS, times });
  const pay = (customer: Client, token = 'pm_card_visa', key?: string) =>
    customer.post('/orders/create', paidBy(token), key ? { key } : {});
  const attemptsOfProduct = async (productId: string) => {
    const orders = await world.ordersOf(productId);
    return (await Promise.all(orders.map((order) => world.attemptsOf(order.number)))).flat();
  };
  const chargesAfter = async (seq: number) =>
    (await world.gateway.journal('charge')).filter((entry) => entry.seq > seq);
  const lastSeq = async () => (await world.gateway.journal()).at(-1)?.seq ?? 0;

  describe('a customer who clicks more than once', () => {
    it.each([2, 10])(
      '%i creates of one cart at once are one order, one charge and one answer',
      async (clicks) => {
        const customer = await world.guest();
        const productId = await world.product(20);
        await fillCart(customer, productId);
        await slowly();

        const answers = await atOnce(clicks, () => pay(customer));

        expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 201));
        // The mail may have gone out between two answers.
        const told = answers.map(({ body }) => ({ ...body, emailStatus: null, orderDetails: null }));
        expect(told).toEqual(told.map(() => told[0]));
        expect(told[0]).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
        expect(told[0].transactionId).toMatch(/^txn_/);
        expect(await world.gateway.chargesOf(told[0].orderId)).toHaveLength(1);
        expect(await world.ordersOf(productId)).toHaveLength(1);
        expect(await world.stockOf(productId)).toEqual({ onHand: 19, held: 0 });
      },
    );

    it.each([
      ['of a cart', false],
      ['of items', true],
    ])(
      'creates %s with one key at once are one order; who comes too early is told to wait',
      async (_, byItems) => {
        const customer = await world.guest();
        const productId = await world.product(20);
        if (!byItems) await fillCart(customer, productId);
        const items = byItems ? { items: [{ productId, quantity: 1 }] } : {};
        const key = randomUUID();
        const create = () => customer.post('/orders/create', paidBy('pm_card_visa', items), { key });
        await slowly();

        const answers = await atOnce(10, create);

        const placed = answers.filter((answer) => answer.status === 201);
        const early = answers.filter((answer) => answer.status !== 201);
        expect(placed.length).toBeGreaterThan(0);
        expect(new Set(placed.map((answer) => answer.body.orderId)).size).toBe(1);
        for (const answer of early) {
          expect([answer.status, answer.body.code]).toEqual([409, 'request_in_progress']);
          expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
        }
        const [first, second] = [await create(), await create()];
        expect(first.headers.get('idempotent-replayed')).toBe('true');
        expect(second.text).toBe(first.text);
        expect(first.body.orderId).toBe(placed[0]!.body.orderId);
        expect(await world.gateway.chargesOf(first.body.orderId)).toHaveLength(1);
        expect(await world.ordersOf(productId)).toHaveLength(1);
      },
    );

    it('a declined card is asked once, and both clicks hear why', async () => {
      const customer = await world.guest();
      const productId = await world.product(20);
      await fillCart(customer, productId);
      await slowly();

      const answers = await atOnce(2, () => pay(customer, DECLINED));

      for (const { status, body } of answers) {
        expect(status).toBe(400);
        expect(body).toMatchObject({ error: 'Payment failed', reason: 'Card declined' });
      }
      expect(await attemptsOfProduct(productId)).toMatchObject([{ status: 'failed' }]);
      expect(await world.stockOf(productId)).toEqual({ onHand: 20, held: 0 });
    });

    it('two tabs that pay the same pending order pay once', async () => {
      const customer = await world.guest();
      const productId = await world.product(20);
      await fillCart(customer, productId);
      const { body: order } = await customer.post('/orders/create', { shippingAddress: ADDRESS });
      await slowly();

      const answers = await atOnce(2, () =>
        customer.post('/payment/process', {
          orderId: order.orderId,
          paymentMethod: 'credit_card',
          paymentDetails: { token: 'pm_card_visa' },
        }),
      );

      expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
      expect(answers[0]!.body).toMatchObject({ paymentStatus: 'success', orderId: order.orderId });
      expect(answers[1]!.body).toEqual(answers[0]!.body);
      expect(await world.gateway.chargesOf(order.orderId)).toHaveLength(1);
    });

    it('no more orders wait for payment than one customer may have, however they come', async () => {
      const customer = await world.guest();
      const productId = await world.product(20);
      const items = [{ productId, quantity: 1 }];
      const answers = await atOnce(8, () =>
        customer.post('/orders/create', { shippingAddress: ADDRESS, items }, { key: randomUUID() }),
      );
      expect(tally(answers)).toEqual({ 201: 3, 409: 5 });
      expect(await world.stockOf(productId)).toEqual({ onHand: 20, held: 3 });
    });
  });

  describe('a cart that changes while its order is made', () => {
    it('what was added while the payment runs stays in the cart', async () => {
      const customer = await world.guest();
      const [ordered, other] = [await world.product(20), await world.product(20)];
      await fillCart(customer, ordered);
      await slowly();
      const creating = pay(customer);
      await eventually(async () => (await world.ordersOf(ordered)).length > 0);
      await fillCart(customer, ordered, 2);
      await fillCart(customer, other);

      expect((await creating).body.items).toMatchObject([{ productId: ordered, quantity: 1 }]);
      const { items } = (await customer.get('/cart')).body;
      expect(items).toMatchObject([
        { productId: ordered, quantity: 2 },
        { productId: other, quantity: 1 },
      ]);
    });

    it('every unit is either in the order or in the cart', async () => {
      for (let round = 0; round < 5; round++) {
        const customer = await world.guest();
        const productId = await world.product(20);
        await fillCart(customer, productId);
        const [placed] = await Promise.all([
          pay(customer),
          fillCart(customer, productId),
          fillCart(customer, productId, 2),
        ]);
        expect(placed.status).toBe(201);
        const ordered = placed.body.items[0].quantity as number;
        expect((await customer.get('/cart')).body.itemCount + ordered).toBe(4);
      }
    });
  });

  describe('customers who want the same units', () => {
    it('the last unit goes to one of fifty, and only that one pays', async () => {
      const customers = await world.guests(50);
      const productId = await world.product(1);
      await Promise.all(customers.map((customer) => fillCart(customer, productId)));
      const before = await lastSeq();

      // Nobody gets the unit before many have seen that there is one.
      const held = await world.db.connect();
      await held.query('begin');
      await held.query('select 1 from stock where product_id = $1 for update', [productId]);
      const paying = customers.map((customer) => pay(customer));
      await waitingForLocks(10);
      await held.query('commit');
      held.release();
      const answers = await Promise.all(paying);

      expect(tally(answers)).toEqual({ 201: 1, 400: 49 });
      for (const { body } of answers.filter((answer) => answer.status === 400)) {
        expect(body).toMatchObject({
          error: 'Some items are out of stock',
          unavailableItems: [{ productId, requested: 1, available: 0 }],
        });
      }
      expect(await world.stockOf(productId)).toEqual({ onHand: 0, held: 0 });
      expect(await world.ordersOf(productId)).toMatchObject([{ status: 'confirmed', hold: 'sold' }]);
      expect(await chargesAfter(before)).toMatchObject([
        { metadata: { order: answers.find((answer) => answer.status === 201)!.body.orderId } },
      ]);
    });

    it('products that are bought, declined and cancelled in opposite order end with every unit where it belongs', async () => {
      const products = [await world.product(30), await world.product(30), await world.product(30)];
      const customers = await world.guests(40);
      const answers = await Promise.all(
        customers.map(async (customer, index) => {
          const wanted = index % 2 ? products : products.toReversed();
          const items = wanted.map((productId) => ({ productId, quantity: 1 }));
          const token = index % 5 === 0 ? DECLINED : 'pm_card_visa';
          const placed = await customer.post('/orders/create', paidBy(token, { items }), {
            key: randomUUID(),
          });
          const cancels = placed.status === 201 && index % 4 === 1;
          const cancelled = cancels
            ? await customer.post(`/orders/${placed.body.orderId}/cancel`)
            : undefined;
          return { placed, cancelled };
        }),
      );
      expect([...new Set(answers.map(({ placed }) => placed.status))].sort()).toEqual([201, 400]);
      const cancels = answers.flatMap(({ cancelled }) => cancelled ?? []);
      expect(cancels.length).toBeGreaterThan(3);
      expect(tally(cancels)).toEqual({ 200: cancels.length });
      const stock = await Promise.all(products.map((productId) => world.stockOf(productId)));
      expect(stock).toEqual(stock.map(() => stock[0]));
      expect(stock[0]!.held).toBe(0);
    });
  });

  describe('cancelling', () => {
    it('twenty cancels of one order at once are one refund', async () => {
      const customer = await world.guest();
      const productId = await world.product(5);
      await fillCart(customer, productId, 2);
      const { orderId } = (await pay(customer)).body;

      const answers = await atOnce(20, () => customer.post(`/orders/${orderId}/cancel`));

      expect(tally(answers)).toEqual({ 200: 20 });
      expect(new Set(answers.map((answer) => answer.body.refundId)).size).toBe(1);
      expect(answers[0]!.body.refundId).toMatch(/^ref_/);
      expect(await world.gateway.refundsOf(orderId)).toHaveLength(1);
      expect(await world.stockOf(productId)).toEqual({ onHand: 5, held: 0 });
      expect(answers.filter((answer) => answer.body.clearedCart !== null)).toHaveLength(1);
    });

    it('while the payment runs: the payment is ended at the gateway, and nothing is charged', async () => {
      const customer = await world.guest();
      const productId = await world.product(5);
      await fillCart(customer, productId);
      await slowly();
      const creating = pay(customer);
      const { orderId } = await confirming(productId);

      const cancelled = await customer.post(`/orders/${orderId}/cancel`);

      expect(cancelled.body).toMatchObject({ orderId, refundId: null, refundStatus: null });
      const created = await creating;
      expect([created.status, created.body.error]).toEqual([400, 'Payment failed']);
      expect(await world.gateway.chargesOf(orderId)).toEqual([]);
      expect(await world.ordersOf(productId)).toMatchObject([{ status: 'cancelled', hold: 'released' }]);
      expect(await world.stockOf(productId)).toEqual({ onHand: 5, held: 0 });
    });

    it('while the answer to the payment is under way: the money that was taken goes back', async () => {
      const customer = await world.guest();
      const productId = await world.product(5);
      await fillCart(customer, productId);
      await world.gateway.fault({ operation: 'payment_intents.confirm', mode: 'hang_after' });
      const creating = pay(customer);
      const { orderId } = await confirming(productId);
      await eventually(async () => (await world.gateway.chargesOf(orderId)).length > 0);

      const cancelled = await customer.post(`/orders/${orderId}/cancel`);

      expect(cancelled.status).toBe(200);
      expect(cancelled.body).toMatchObject({
        refundId: expect.stringMatching(/^ref_/),
        refundStatus: 'succeeded',
      });
      const created = await creating;
      expect([created.status, created.body.code]).toEqual([409, 'order_not_payable']);
      expect(await world.gateway.refundsOf(orderId)).toHaveLength(1);
      expect(await world.stockOf(productId)).toEqual({ onHand: 5, held: 0 });
    });
  });

  describe('news of one payment by two ways', () => {
    it('a webhook that comes before the answer changes nothing about it', async () => {
      const customer = await world.guest();
      const productId = await world.product(5);
      await fillCart(customer, productId);
      const placed = await pay(customer, 'pm_sandbox_webhook_first');
      expect([placed.status, placed.body.status]).toEqual([201, 'confirmed']);
      expect(placed.body.transactionId).toMatch(/^txn_/);
      expect(await world.gateway.chargesOf(placed.body.orderId)).toHaveLength(1);
    });

    it('whoever settles second answers with the same transaction', async () => {
      const customer = await world.guest();
      const productId = await world.product(5);
      await fillCart(customer, productId);
      await world.gateway.webhooks('pause');
      await world.gateway.fault({ operation: 'payment_intents.confirm', mode: 'hang_after' });
      const creating = pay(customer);
      const { orderId, customerId } = await confirming(productId);
      await eventually(async () => (await world.gateway.chargesOf(orderId)).length > 0);
      const [attempt] = await world.attemptsOf(orderId);

      // Both settlements wait for this lock, the customer's return first.
      const held = await world.db.connect();
      await held.query('begin');
      await held.query('select 1 from carts where customer_id = $1 for update', [customerId]);
      const returning = world.stranger.get(`/payment/return/${attempt!.id}`);
      await waitingForLocks(1);
      await waitingForLocks(2);
      await held.query('commit');
      held.release();
      await world.gateway.webhooks('resume');

      const [returned, created] = await Promise.all([returning, creating]);
      expect(returned.body).toMatchObject({ paymentStatus: 'success', orderId });
      expect(created.status).toBe(201);
      expect(created.body).toMatchObject({ status: 'confirmed', transactionId: returned.body.transactionId });
    });
  });

  describe('webhooks', () => {
    let orderId: string;
    let customer: Client;
    let sent: { event_id: string; type: string; payload: string }[];

    beforeAll(async () => {
      customer = await world.guest();
      const productId = await world.product(5);
      await fillCart(customer, productId);
      ({ orderId } = (await pay(customer)).body);
      await world.mail.mailFor(orderId, 'confirmed');
      await eventually(async () => (await history()).emailStatus === 'sent');
      const [attempt] = await world.attemptsOf(orderId);
      sent = await eventually(async () => {
        const { rows } = await world.db.query(
          'select event_id, type, payload from stored_webhooks where payload like $1 and applied_at is not null',
          [`%${attempt!.intent_id}%`],
        );
        return rows.length >= 3 ? rows : undefined;
      });
    });

    const post = (payload: string, signature: string | undefined = sign(payload)) =>
      world.stranger.call('POST', '/payment/webhooks/stripe', {
        raw: payload,
        offContract: true,
        ...(signature !== undefined && { headers: { 'stripe-signature': signature } }),
      });
    const stored = async () =>
      (await world.db.query('select count(*)::int as count from stored_webhooks')).rows[0].count as number;
    const applied = () =>
      eventually(
        async () =>
          (await world.db.query('select count(*)::int as open from stored_webhooks where applied_at is null'))
            .rows[0].open === 0,
      );
    const history = async () => (await customer.get(`/orders/${orderId}`)).body;

    it('that come twice, late and in any order change nothing', async () => {
      const before = await history();
      const events = sent.toReversed();
      for (const { event_id: id } of events) await world.gateway.redeliver(id);
      // As news that was never heard: the same payloads under fresh ids.
      for (const { payload, event_id: id } of [...events, ...sent]) {
        expect((await post(payload.replaceAll(id, `evt_${randomUUID()}`))).status).toBe(200);
      }
      await applied();
      expect(await history()).toEqual(before);
      expect(await world.gateway.chargesOf(orderId)).toHaveLength(1);
    });

    it('about payments that nobody knows are stored, and change nothing', async () => {
      const before = await history();
      for (const object of ['pi_of_nobody', 're_of_nobody', 'cus_of_nobody', null]) {
        expect((await post(eventAbout(object))).status).toBe(200);
      }
      await applied();
      expect(await history()).toEqual(before);
    });

    it('with a wrong, old, foreign or missing signature are refused, and nothing is stored', async () => {
      const before = await stored();
      const payload = eventAbout('pi_1');
      const flipped = payload.replace('pi_1', 'pi_2');
      const answers = [
        await post(payload, ''),
        await post(payload, 'nonsense'),
        await post(payload, sign(payload, 'whsec_of_somebody_else')),
        await post(payload, sign(payload, WEBHOOK_SECRET, Date.now() / 1000 - 3600)),
        await post(flipped, sign(payload)),
        await world.stranger.call('POST', '/payment/webhooks/stripe', { raw: payload, offContract: true }),
      ];
      for (const { status, body } of answers) {
        expect([status, body.code]).toEqual([400, 'invalid_webhook_signature']);
      }
      expect(await stored()).toBe(before);
      expect((await post(payload)).status).toBe(200);
    });

    it('in a flood of 200 duplicates are stored once', async () => {
      const before = [await stored(), await history()];
      const payload = eventAbout(sent[0]!.payload.match(/pi_\w+/)![0]);
      const answers = await atOnce(200, () => post(payload));
      expect(tally(answers)).toEqual({ 200: 200 });
      await applied();
      expect([await stored(), await history()]).toEqual([(before[0] as number) + 1, before[1]]);
    });
  });

  describe('afterwards', () => {
    it('everything adds up, and stock did so at every moment', async () => {
      const { looks, broken } = await stockWatch.stop();
      expect(broken).toEqual([]);
      expect(looks).toBeGreaterThan(20);
      await expectInvariants(world);
    });

    it('no two requests ever waited for each other in a circle', () => expectNoDeadlocks(world));
  });

  /** Waits until the payment of the product's only order has reached the gateway's confirm. */
  async function confirming(productId: string): Promise<{ orderId: string; customerId: string }> {
    const order = await eventually(async () => (await world.ordersOf(productId))[0]);
    await eventually(async () => {
      const { rows } = await world.db.query('select 1 from payment_attempts where order_id = $1', [order.id]);
      return rows.length > 0;
    });
    await eventually(async () =>
      (await world.gateway.journal('request')).some(
        (entry) => entry.operation === 'payment_intents.create' && entry.status === 200,
      ),
    );
    await sleep(PAYING_MS / 4);
    const { rows } = await world.db.query('select customer_id from orders where id = $1', [order.id]);
    return { orderId: order.number, customerId: rows[0].customer_id };
  }

  async function waitingForLocks(count: number): Promise<void> {
    await eventually(async () => {
      const { rows } = await world.db.query(
        `select 1 from pg_stat_activity
         where datname = current_database() and application_name = 'settle' and wait_event_type = 'Lock'`,
      );
      return rows.length >= count;
    });
  }
});

function tally(answers: readonly Answer<unknown>[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

function sign(payload: string, secret = WEBHOOK_SECRET, seconds = Date.now() / 1000): string {
  const time = Math.floor(seconds);
  return `t=${time},v1=${createHmac('sha256', secret).update(`${time}.${payload}`).digest('hex')}`;
}

const eventAbout = (objectId: string | null): string =>
  JSON.stringify({
    id: `evt_${randomUUID()}`,
    object: 'event',
    type: 'payment_intent.succeeded',
    data: { object: objectId === null ? {} : { id: objectId } },
  });
