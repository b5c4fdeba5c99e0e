import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import type { Fault } from '../support/gateway.js';
import { expectInvariants, hurry, keyOfATest, rest } from '../support/invariants.js';
import { giveBackJobsOfTheDead } from '../support/jobs.js';
import { GATEWAY_KEY, hasEnded } from '../support/processes.js';
import { ADDRESS, fillCart, type OrderState, paidBy, World } from '../support/world.js';

const CALL_SECONDS = 0.7;
const DEADLINE_SECONDS = 1.6;
const DECLINED = 'pm_card_visa_chargeDeclined';
const confirmFault = (fault: Omit<Fault, 'operation'>): Fault => ({
  operation: 'payment_intents.confirm',
  ...fault,
});

describe('crashes', () => {
  let world: World;
  let customer: Client;
  let productId: string;
  /** The journal's end before the test. */
  let seq: number;
  beforeAll(async () => {
    world = await World.start({
      settings: {
        GATEWAY_CALL_SECONDS: String(CALL_SECONDS),
        ATTEMPT_DEADLINE_SECONDS: String(DEADLINE_SECONDS),
        MAX_PENDING_ORDERS: '50',
      },
    });
  });
  afterAll(() => world.stop());
  beforeEach(async () => {
    customer = await world.guest();
    productId = await world.product(5);
    await fillCart(customer, productId);
    seq = (await world.gateway.journal()).at(-1)?.seq ?? 0;
  });
  afterEach(async () => {
    // A test that failed half way must not take the others with it.
    if (hasEnded(world.gateway.running)) await world.gateway.comeBack();
    if (hasEnded(world.api)) await world.restartApi();
    if (!world.worker || hasEnded(world.worker)) await world.startWorker();
    await world.gateway.clearFaults();
    await world.gateway.webhooks('resume');
  });

  const create = (token = 'pm_card_visa') => customer.post('/orders/create', paidBy(token));
  const order = (): Promise<OrderState> => eventually(async () => (await world.ordersOf(productId))[0]);
  const orderThat = (state: Partial<OrderState>): Promise<OrderState> =>
    eventually(async () => {
      await hurry(world);
      const [found] = await world.ordersOf(productId);
      return (
        found && Object.entries(state).every(([field, value]) => found[field as 'status'] === value) && found
      );
    });
  const attempt = async () => (await world.attemptsOf((await order()).number)).at(-1)!;
  const charged = async () => {
    const { number } = await order();
    return eventually(async () => (await world.gateway.chargesOf(number))[0]);
  };
  const requested = (operation: string, status: number | string) =>
    eventually(async () =>
      (await world.gateway.journal('request')).some(
        (entry) => entry.seq > seq && entry.operation === operation && entry.status === status,
      ),
    );
  const hanging = (operation: string) => requested(operation, 'hang');
  const confirmsThatHang = async () =>
    (await world.gateway.journal('request')).filter(
      (entry) => entry.seq > seq && entry.operation === 'payment_intents.confirm' && entry.status === 'hang',
    ).length;
  const killGateway = () => world.gateway.kill();
  /** A payment that was charged and whose outcome nobody here knows: the gateway is gone since. */
  const chargedAndLost = async (): Promise<Answer<{ outcome: string; orderId: string }>> => {
    // Its webhook would settle the charge before the gateway is gone.
    await world.gateway.webhooks('pause');
    await world.gateway.fault(confirmFault({ mode: 'hang_after' }));
    const creating = create();
    await charged();
    await killGateway();
    return creating;
  };
  /** A payment whose confirm has not been processed, without anybody knowing that. */
  const unchargedAndLost = async (): Promise<Answer<{ outcome: string; orderId: string }>> => {
    await world.gateway.fault(confirmFault({ mode: 'hang_before' }));
    const creating = create();
    await hanging('payment_intents.confirm');
    await killGateway();
    return creating;
  };
  const stripe = async (path: string, form: Record<string, string> = {}, method = 'POST') => {
    const response = await fetch(`${world.gateway.url}/v1/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${GATEWAY_KEY}`,
        ...(method === 'POST' && { 'idempotency-key': keyOfATest() }),
        'content-type': 'application/x-www-form-urlencoded',
      },
      ...(method === 'POST' && { body: new URLSearchParams(form).toString() }),
    });
    return { status: response.status, body: (await response.json()) as { status?: string } };
  };

  describe('an api that is killed', () => {
    it('after a charge, before a confirm and before a create: each order ends as its money did, and its repeat says so', async () => {
      const buyers = await world.guests(3);
      const requests = buyers.map((buyer) => {
        const key = randomUUID();
        return { buyer, key, send: () => buyer.post('/orders/create', paidBy('pm_card_visa'), { key }) };
      });
      const product = await world.product(9);
      await Promise.all(buyers.map((buyer) => fillCart(buyer, product)));
      // Its webhook would settle the charge within milliseconds.
      await world.gateway.webhooks('pause');
      await world.gateway.fault(confirmFault({ mode: 'hang_after' }));
      await world.gateway.fault(confirmFault({ mode: 'hang_before' }));
      const unheard = requests.slice(0, 2).map(({ send }) => send().catch(() => undefined));
      await eventually(async () => (await confirmsThatHang()) === 2);
      await world.gateway.fault({ operation: 'payment_intents.create', mode: 'hang_before' });
      unheard.push(requests[2]!.send().catch(() => undefined));
      await hanging('payment_intents.create');
      await world.api.kill();
      expect(await Promise.all(unheard)).toEqual([undefined, undefined, undefined]);
      expect(await world.stockOf(product)).toEqual({ onHand: 9, held: 3 });
      await world.restartApi();
      const early = await requests[0]!.send();
      expect([early.status, early.body.code]).toEqual([409, 'request_in_progress']);
      expect(Number(early.headers.get('retry-after'))).toBeGreaterThan(0);

      await rest(world);
      expect(await world.stockOf(product)).toEqual({ onHand: 8, held: 0 });
      await world.db.query('update idempotency_keys set takeover_at = now() where status is null');
      const repeats = await Promise.all(requests.map(({ send }) => send()));
      const orders = await world.ordersOf(product);
      expect(repeats.map(({ body }) => body.orderId).sort()).toEqual(
        orders.map(({ number }) => number).sort(),
      );
      expect(orders.map(({ status, hold }) => `${status} ${hold}`).sort()).toEqual([
        'confirmed sold',
        'pending released',
        'pending released',
      ]);

      const told = requests.map((request, index) => ({ ...request, repeat: repeats[index]! }));
      const paid = told.find(({ repeat }) => repeat.status === 201);
      expect(paid!.repeat.body.status).toBe('confirmed');
      expect((await paid!.send()).text).toBe(paid!.repeat.text);
      expect(await world.gateway.chargesOf(paid!.repeat.body.orderId)).toHaveLength(1);
      await world.mail.mailFor(paid!.repeat.body.orderId, 'confirmed');

      for (const { buyer, repeat } of told.filter((each) => each !== paid)) {
        expect(repeat.status).toBeGreaterThanOrEqual(400);
        const { orderId } = repeat.body;
        expect(await world.gateway.chargesOf(orderId)).toEqual([]);
        const [ended] = await world.attemptsOf(orderId);
        const intent = `payment_intents/${ended!.intent_id}`;
        expect((await stripe(intent, {}, 'GET')).body.status).toBe('canceled');
        expect((await stripe(`${intent}/confirm`, { payment_method: 'pm_card_visa' })).status).toBe(400);
        const fresh = await buyer.post('/orders/create', paidBy('pm_card_visa'), { key: randomUUID() });
        expect([fresh.status, fresh.body.orderId]).toEqual([201, orderId]);
        expect(await world.gateway.chargesOf(orderId)).toHaveLength(1);
      }
      expect(await world.stockOf(product)).toEqual({ onHand: 6, held: 0 });
    });

    it('or paused: its late confirm meets an intent that was cancelled meanwhile', async () => {
      await world.gateway.fault({ operation: 'payment_intents.create', mode: 'delay', delayMs: 150 });
      const creating = create();
      const { id, number } = await order();
      world.api.process.kill('SIGSTOP');
      try {
        // By the database's clock the attempt is over; by the paused process's own it has not yet begun.
        await eventually(async () => {
          const { rowCount } = await world.db.query(
            `update payment_attempts set deadline_at = now(), next_check_at = now() where order_id = $1`,
            [id],
          );
          return rowCount === 1;
        });
        await orderThat({ payment_status: 'failed', hold: 'released' });
      } finally {
        world.api.process.kill('SIGCONT');
      }
      const answer = await creating;
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.body.orderId).toBe(number);
      expect(await world.gateway.chargesOf(number)).toEqual([]);
      expect(await world.stockOf(productId)).toEqual({ onHand: 5, held: 0 });
    });
  });

  describe('a confirm that is processed late', () => {
    it('after the worker has ended the attempt, charges nothing', async () => {
      // The gateway thinks about it for longer than everybody waits.
      await world.gateway.fault(confirmFault({ mode: 'delay', delayMs: (DEADLINE_SECONDS + 1.5) * 1000 }));
      const answer = await create();
      expect([answer.status, answer.body.outcome]).toEqual([500, 'not_attempted']);
      const { number } = await orderThat({ status: 'pending', hold: 'released' });
      await requested('payment_intents.confirm', 400);
      expect(await world.gateway.chargesOf(number)).toEqual([]);
    });
  });

  describe('a worker that is killed', () => {
    it('loses no mail and sends none twice', async () => {
      await world.worker!.stop();
      const orders: string[] = [];
      for (const guest of await world.guests(12)) {
        await fillCart(guest, await world.product(3));
        const { body } = await guest.post('/orders/create', paidBy('pm_card_visa'));
        orders.push(body.orderId);
      }
      expect(orders.every(Boolean)).toBe(true);
      const before = world.mail.mails.length;
      await world.startWorker();
      await eventually(() => world.mail.mails.length > before);
      await world.worker!.kill();
      await giveBackJobsOfTheDead(world);
      await world.startWorker();

      for (const orderId of orders) await world.mail.mailFor(orderId, 'confirmed');
      for (const orderId of orders) {
        const sent = world.mail.mails.filter((mail) => mail.subject?.includes(orderId));
        expect(new Set(sent.map((mail) => mail.messageId)).size).toBe(1);
      }
    });
  });

  describe('a gateway that goes away', () => {
    it('after a charge: the outcome is unknown, the units stay held, and nothing new is started until it is known', async () => {
      const lost = await chargedAndLost();
      expect(lost.status).toBe(500);
      expect(lost.body).toMatchObject({
        error: 'Payment service unavailable',
        retryable: true,
        outcome: 'unknown',
      });
      expect(Number(lost.headers.get('retry-after'))).toBeGreaterThan(0);

      await sleep(DEADLINE_SECONDS * 1000);
      for (let look = 0; look < 3; look++) {
        await hurry(world);
        await sleep(300);
        expect(await world.stockOf(productId)).toEqual({ onHand: 5, held: 1 });
      }
      expect(await attempt()).toMatchObject({ status: 'unknown' });
      const same = await create();
      const other = await customer.post(
        '/orders/create',
        paidBy('pm_card_visa', { shippingAddress: { ...ADDRESS, street: '9 Other St' } }),
      );
      const { number } = await order();
      for (const { status, body } of [same, other]) {
        expect([status, body.code, body.orderId]).toEqual([409, 'payment_outcome_pending', number]);
      }
      await world.db.query(`update orders set expires_at = now() where number = $1`, [number]);
      await sleep(500);
      expect(await order()).toMatchObject({ status: 'pending', hold: 'held' });

      await world.gateway.comeBack();
      await orderThat({ status: 'confirmed', hold: 'sold' });
      expect(await world.gateway.chargesOf(number)).toHaveLength(1);
    });

    it('before a charge: the attempt is ended once the gateway is back, and the units are free', async () => {
      expect((await unchargedAndLost()).body.outcome).toBe('unknown');
      await world.gateway.comeBack();
      await orderThat({ status: 'pending', payment_status: 'failed', hold: 'released' });
      const again = await create();
      expect([again.status, again.body.status]).toEqual([201, 'confirmed']);
    });

    it('before anything was asked of it: nothing was attempted, and the same cart is paid later', async () => {
      await killGateway();
      const refused = await create();
      expect([refused.status, refused.body.outcome]).toEqual([500, 'not_attempted']);
      expect(await order()).toMatchObject({ status: 'pending', payment_status: 'failed', hold: 'released' });
      await world.gateway.comeBack();
      const again = await create();
      expect([again.status, again.body.orderId]).toEqual([201, refused.body.orderId]);
    });

    it('when a paid order is cancelled: the refund waits and is paid once it is back', async () => {
      const { orderId } = (await create()).body;
      await killGateway();
      const cancelled = await customer.post(`/orders/${orderId}/cancel`);
      expect([cancelled.status, cancelled.body.refundStatus]).toEqual([200, 'pending']);
      expect(await world.stockOf(productId)).toEqual({ onHand: 5, held: 0 });
      await world.gateway.comeBack();
      await rest(world);
      const repeated = await customer.post(`/orders/${orderId}/cancel`);
      expect(repeated.body).toMatchObject({ refundId: cancelled.body.refundId, refundStatus: 'succeeded' });
      expect(await world.gateway.refundsOf(orderId)).toHaveLength(1);
      expect((await customer.get(`/orders/${orderId}`)).body.paymentStatus).toBe('refunded');
    });

    it('a refund whose answer was lost is not sent twice', async () => {
      const { orderId } = (await create()).body;
      await world.gateway.fault({
        operation: 'refunds.create',
        mode: 'status_after',
        status: 500,
        body: '{}',
      });
      expect((await customer.post(`/orders/${orderId}/cancel`)).body.refundStatus).toBe('pending');
      await rest(world);
      expect((await customer.post(`/orders/${orderId}/cancel`)).body.refundStatus).toBe('succeeded');
      expect(await world.gateway.refundsOf(orderId)).toHaveLength(1);
    });

    it.each([
      ['was charged', true, 'succeeded'],
      ['was not charged', false, 'not_required'],
    ] as const)(
      'while an order is cancelled whose payment %s: its refund ends as it must',
      async (_, isCharged, ending) => {
        await (isCharged ? chargedAndLost() : unchargedAndLost());
        const { number } = await order();
        const cancelled = await customer.post(`/orders/${number}/cancel`);
        expect(cancelled.status).toBe(200);
        expect(cancelled.body).toMatchObject({
          refundId: expect.stringMatching(/^ref_/),
          refundStatus: 'pending',
        });
        expect(await order()).toMatchObject({ status: 'cancelled', hold: 'held' });

        await world.gateway.comeBack();
        await rest(world);
        expect(await order()).toMatchObject({ status: 'cancelled', hold: 'released' });
        const repeated = await customer.post(`/orders/${number}/cancel`);
        expect(repeated.body).toMatchObject({ refundId: cancelled.body.refundId, refundStatus: ending });
        expect(await world.gateway.refundsOf(number)).toHaveLength(isCharged ? 1 : 0);
        expect(await world.stockOf(productId)).toEqual({ onHand: 5, held: 0 });
      },
    );

    it('while an order is cancelled that waits for its customer: the payment is ended once it is back', async () => {
      const { orderId } = (await create('pm_card_authenticationRequired')).body;
      expect(await attempt()).toMatchObject({ status: 'requires_action' });
      await killGateway();
      const cancelled = await customer.post(`/orders/${orderId}/cancel`);
      expect([cancelled.status, cancelled.body.refundStatus]).toEqual([200, 'pending']);
      await world.gateway.comeBack();
      await orderThat({ status: 'cancelled', hold: 'released' });
      expect(await attempt()).toMatchObject({ status: 'failed' });
      const repeated = await customer.post(`/orders/${orderId}/cancel`);
      expect(repeated.body).toMatchObject({
        refundId: cancelled.body.refundId,
        refundStatus: 'not_required',
      });
    });
  });

  describe('money that comes late', () => {
    /** The gateway lets a declined intent be confirmed again: news of success for an attempt that had failed. */
    const payAfterAll = async (intentId: string): Promise<void> => {
      const paid = await stripe(`payment_intents/${intentId}/confirm`, { payment_method: 'pm_card_visa' });
      expect(paid.body.status).toBe('succeeded');
    };
    const declined = async (): Promise<{ orderId: string; intentId: string }> => {
      const { body } = await create(DECLINED);
      return { orderId: body.orderId, intentId: (await attempt()).intent_id! };
    };
    const expire = async (orderId: string): Promise<void> => {
      await world.db.query('update orders set expires_at = now() where number = $1', [orderId]);
      await orderThat({ status: 'cancelled', cancel_reason: 'payment_expired' });
    };

    it('for an order that still waits: it is confirmed from what is available', async () => {
      const { intentId } = await declined();
      await payAfterAll(intentId);
      await orderThat({ status: 'confirmed', hold: 'sold' });
      expect(await world.stockOf(productId)).toEqual({ onHand: 4, held: 0 });
    });

    it('when the units are gone: the order is cancelled, the money goes back, and the customer is told', async () => {
      const { orderId, intentId } = await declined();
      await world.setStock(productId, 0);
      world.stocked.set(productId, 0);
      await payAfterAll(intentId);
      await orderThat({ status: 'cancelled', cancel_reason: 'out_of_stock' });
      await rest(world);
      expect(await world.gateway.refundsOf(orderId)).toHaveLength(1);
      expect(await order()).toMatchObject({ payment_status: 'refunded', hold: 'released' });
      await world.mail.mailFor(orderId, 'cancel');
    });

    it.each([
      ['has expired', expire],
      [
        'its customer has cancelled',
        async (orderId: string) => {
          expect((await customer.post(`/orders/${orderId}/cancel`)).status).toBe(200);
        },
      ],
    ])('for an order that %s: it goes back', async (_, end) => {
      const { orderId, intentId } = await declined();
      await end(orderId);
      await payAfterAll(intentId);
      await eventually(async () => (await world.gateway.refundsOf(orderId)).length === 1);
      await rest(world);
      expect(await order()).toMatchObject({ status: 'cancelled', payment_status: 'refunded' });
      expect(await world.stockOf(productId)).toEqual({ onHand: 5, held: 0 });
    });

    it('for an order that another payment has paid: the second one goes back', async () => {
      const { orderId, intentId } = await declined();
      expect((await create()).body.orderId).toBe(orderId);
      await payAfterAll(intentId);
      await eventually(async () => (await world.gateway.refundsOf(orderId)).length === 1);
      await rest(world);
      expect(await order()).toMatchObject({ status: 'confirmed', payment_status: 'paid' });
      expect(await world.gateway.chargesOf(orderId)).toHaveLength(2);
    });

    it('while a further payment is undecided, and the order is then cancelled: all of it goes back', async () => {
      const { orderId, intentId } = await declined();
      const second = await create('pm_card_authenticationRequired');
      expect(second.body.orderId).toBe(orderId);
      await payAfterAll(intentId);
      await orderThat({ status: 'confirmed' });
      // The open payment cannot be closed at this moment; what was paid must not wait for it.
      await world.gateway.fault({
        operation: 'payment_intents.retrieve',
        mode: 'status',
        status: 503,
        times: null,
      });
      const cancelled = await customer.post(`/orders/${orderId}/cancel`);
      expect(cancelled.status).toBe(200);
      expect(cancelled.body.refundId).toMatch(/^ref_/);
      await world.gateway.clearFaults();
      await eventually(async () => (await world.gateway.refundsOf(orderId)).length === 1);
      await rest(world);
      await eventually(async () => {
        await hurry(world);
        return (await attempt()).status === 'failed';
      });
      expect(await order()).toMatchObject({ status: 'cancelled', payment_status: 'refunded' });
      expect(await world.stockOf(productId)).toEqual({ onHand: 5, held: 0 });
    });
  });

  describe('odd answers', () => {
    const ODD: readonly Fault[] = [
      confirmFault({ mode: 'status', status: 500, body: '{}' }),
      confirmFault({ mode: 'status', status: 500 }),
      confirmFault({ mode: 'status', status: 503, body: '<html>Service Unavailable</html>' }),
      confirmFault({ mode: 'status', status: 200, body: '{}' }),
      confirmFault({ mode: 'status', status: 200, body: '[]' }),
      confirmFault({ mode: 'status', status: 200, body: 'null' }),
      confirmFault({
        mode: 'status',
        status: 200,
        body: '{"object":"payment_intent","id":"pi_1","status":"succeeded"}',
      }),
      confirmFault({ mode: 'status', status: 402, body: '{}' }),
      confirmFault({ mode: 'status', status: 404, body: '{}' }),
      confirmFault({ mode: 'status_after', status: 500, body: '{}' }),
      confirmFault({ mode: 'status_after', status: 200, body: '{}' }),
      confirmFault({ mode: 'cut_after' }),
      confirmFault({ mode: 'reset_after', times: 10 }),
      confirmFault({ mode: 'reset_before', times: 10 }),
      { operation: 'payment_intents.create', mode: 'status', status: 500, body: '{}' },
      { operation: 'payment_intents.create', mode: 'status', status: 200, body: '{}' },
      { operation: 'payment_intents.create', mode: 'status_after', status: 503, body: '<html>' },
      { operation: 'payment_intents.create', mode: 'cut_after' },
    ];

    it('are neither a success nor a decline, and each order ends as its money did', async () => {
      const buyers = await world.guests(ODD.length);
      const placed: { fault: Fault; productId: string; orderId: string }[] = [];
      for (const [index, fault] of ODD.entries()) {
        const ownProduct = await world.product(1);
        await fillCart(buyers[index]!, ownProduct);
        await world.gateway.clearFaults();
        await world.gateway.fault(fault);
        const { status, body } = await buyers[index]!.post('/orders/create', paidBy('pm_card_visa'));
        const [made] = await world.ordersOf(ownProduct);
        placed.push({ fault, productId: ownProduct, orderId: made!.number });
        const charges = (await world.gateway.chargesOf(made!.number)).length;
        const { held } = await world.stockOf(ownProduct);
        // What can be found out by asking at once is told at once; what cannot keeps its unit.
        expect([
          { fault, status: 201, outcome: undefined, charges: 1, held: 0 },
          { fault, status: 500, outcome: 'unknown', charges, held: 1 },
          { fault, status: 500, outcome: 'not_attempted', charges: 0, held: 0 },
        ]).toContainEqual({ fault, status, outcome: body.outcome, charges, held });
      }
      await world.gateway.clearFaults();
      await rest(world);
      for (const { fault, productId: ownProduct, orderId } of placed) {
        const isCharged = (await world.gateway.chargesOf(orderId)).length === 1;
        expect({ fault, orders: await world.ordersOf(ownProduct) }).toMatchObject({
          fault,
          orders: [
            isCharged ? { status: 'confirmed', hold: 'sold' } : { status: 'pending', hold: 'released' },
          ],
        });
      }
      expect(placed.filter(({ fault }) => fault.mode.endsWith('_after')).length).toBeGreaterThan(3);
    });
  });

  describe('afterwards', () => {
    it('everything adds up', () => expectInvariants(world));
  });
});
