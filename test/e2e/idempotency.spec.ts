import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { encryptedCard } from '../support/card.js';
import type { Client } from '../support/client.js';
import { writingNothing } from '../support/rows.js';
import { ADDRESS, fillCart, paidBy, World } from '../support/world.js';

describe('Idempotency-Key', () => {
  let world: World;
  let customer: Client;
  let productId: string;
  beforeAll(async () => {
    world = await World.start({
      worker: false,
      settings: { GATEWAY_CALL_SECONDS: '1', ATTEMPT_DEADLINE_SECONDS: '4' },
    });
  });
  afterAll(() => world.stop());
  afterEach(async () => {
    await world.gateway.clearFaults();
    await world.gateway.webhooks('resume');
  });
  beforeEach(async () => {
    [customer, productId] = await Promise.all([world.customer(), world.product(9)]);
  });

  const order = (more: object = {}) => ({
    ...paidBy('pm_card_visa'),
    items: [{ productId, quantity: 1 }],
    ...more,
  });
  const newKey = () => crypto.randomUUID();

  it('the same key and body get the same bytes, marked as replayed, and one effect', async () => {
    const key = newKey();
    const first = await customer.post('/orders/create', order(), { key });
    const second = await writingNothing(world, () => customer.post('/orders/create', order(), { key }));
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.text).toBe(first.text);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'));
    expect(await world.gateway.chargesOf(first.body.orderId)).toHaveLength(1);
    expect(await world.stockOf(productId)).toEqual({ onHand: 8, held: 0 });
  });

  it('the order of the fields in the body is part of it, what the card is is not', async () => {
    const key = newKey();
    const body = async () => order({ paymentDetails: await encryptedCard(customer, '4242424242424242') });
    const first = await customer.post('/orders/create', await body(), { key });
    const second = await customer.post('/orders/create', await body(), { key });
    expect([first.status, second.text]).toEqual([201, first.text]);
  });

  it('another body, path or method under the same key is refused', async () => {
    const key = newKey();
    const { body: placed } = await customer.post('/orders/create', order(), { key });
    const others = [
      () => customer.post('/orders/create', order({ items: [{ productId, quantity: 2 }] }), { key }),
      () => customer.post(`/orders/${placed.orderId}/cancel`, order(), { key, offContract: true }),
      () => customer.post(`/orders/${placed.orderId}/cancel`, {}, { key }),
      () => customer.call('DELETE', '/cart', { key }),
    ];
    for (const other of others) {
      const refused = await writingNothing(world, other);
      expect(refused.status).toBe(422);
      expect(refused.body).toMatchObject({ code: 'idempotency_key_reused', error: 'Idempotency key reused' });
    }
    expect((await customer.get(`/orders/${placed.orderId}`)).body.status).toBe('confirmed');
  });

  it('another user’s same key is another key', async () => {
    const key = newKey();
    const other = await world.customer();
    const [mine, theirs] = [
      await customer.post('/orders/create', order(), { key }),
      await other.post('/orders/create', order(), { key }),
    ];
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(theirs.body.orderId).not.toBe(mine.body.orderId);
    expect(theirs.headers.get('idempotent-replayed')).toBeNull();
  });

  it('a key that is still running is told to wait; of many at once one has an effect', async () => {
    const key = newKey();
    await world.gateway.fault({ operation: 'payment_intents.confirm', mode: 'delay', delayMs: 600 });
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => customer.post('/orders/create', order(), { key })),
    );
    const placed = answers.filter((answer) => answer.status === 201);
    const waiting = answers.filter((answer) => answer.status === 409);
    expect([placed.length, waiting.length]).toEqual([1, 5]);
    for (const answer of waiting) {
      expect(answer.body.code).toBe('request_in_progress');
      expect(answer.headers.get('retry-after')).toBe('1');
    }
    const later = await customer.post('/orders/create', order(), { key });
    expect([later.status, later.text]).toEqual([201, placed[0]!.text]);
    expect((await customer.get('/orders')).body.orders).toHaveLength(1);
    expect(await world.gateway.chargesOf(later.body.orderId)).toHaveLength(1);
  });

  it('a decline is replayed; a new card needs a new key', async () => {
    const { orderId } = (
      await customer.post('/orders/create', order({ paymentMethod: undefined, paymentDetails: undefined }), {
        key: newKey(),
      })
    ).body;
    const key = newKey();
    const pay = (token: string, use: string) =>
      customer.post('/payment/process', { orderId, paymentDetails: { token } }, { key: use });
    const declined = await pay('pm_card_chargeDeclinedInsufficientFunds', key);
    const replayed = await writingNothing(world, () => pay('pm_card_visa', key));
    expect([declined.status, replayed.status]).toEqual([400, 400]);
    expect(replayed.text).toBe(declined.text);
    expect(replayed.headers.get('idempotent-replayed')).toBe('true');
    expect(replayed.headers.get('content-type')).toContain('application/problem+json');
    expect((await pay('pm_card_visa', newKey())).status).toBe(200);
    expect(await world.gateway.chargesOf(orderId)).toHaveLength(1);
  });

  it('a refusal that a repeat would meet again is replayed', async () => {
    const { orderId } = (await customer.post('/orders/create', order(), { key: newKey() })).body;
    const admin = await world.admin();
    const key = newKey();
    const early = await admin.post(`/orders/${orderId}/deliver`, {}, { key });
    expect([early.status, early.body.code]).toEqual([409, 'transition_not_allowed']);
    await admin.post(`/orders/${orderId}/prepare`);
    await admin.post(`/orders/${orderId}/ship`, { carrier: 'UPS', trackingNumber: '1' });
    expect((await admin.post(`/orders/${orderId}/deliver`, {}, { key })).text).toBe(early.text);
    expect((await admin.post(`/orders/${orderId}/deliver`, {}, { key: newKey() })).body.status).toBe(
      'delivered',
    );
  });

  it('what was refused as malformed, or for want of a token, leaves the key free', async () => {
    const key = newKey();
    const malformed = await customer.post('/orders/create', order({ shippingAddress: {} }), { key });
    expect(malformed.status).toBe(400);
    expect((await world.stranger.post('/orders/create', order(), { key })).status).toBe(401);
    const placed = await customer.post('/orders/create', order(), { key });
    expect([placed.status, placed.headers.get('idempotent-replayed')]).toEqual([201, null]);
  });

  it('a 5xx is not stored: the repeat resumes the same order and finds it paid', async () => {
    const key = newKey();
    await world.gateway.webhooks('pause');
    await world.gateway.fault({ operation: 'payment_intents.confirm', mode: 'hang_after' });
    for (const operation of ['payment_intents.retrieve', 'payment_intents.cancel', 'payment_intents.list'])
      await world.gateway.fault({ operation, mode: 'status', status: 500, times: null });
    const failed = await customer.post('/orders/create', order(), { key });
    expect([failed.status, failed.body.outcome]).toEqual([500, 'unknown']);
    await world.gateway.clearFaults();

    const resumed = await customer.post('/orders/create', order(), { key });
    expect([resumed.status, resumed.body.status, resumed.body.orderId]).toEqual([
      201,
      'confirmed',
      failed.body.orderId,
    ]);
    expect(resumed.headers.get('idempotent-replayed')).toBeNull();
    const replayed = await customer.post('/orders/create', order(), { key });
    expect([replayed.text, replayed.headers.get('idempotent-replayed')]).toEqual([resumed.text, 'true']);
    expect((await customer.get('/orders')).body.orders).toHaveLength(1);
    expect(await world.gateway.chargesOf(failed.body.orderId)).toHaveLength(1);
  });

  describe('after a payment that was never attempted', () => {
    const DROPPED = { paymentDetails: { token: 'pm_sandbox_drop_at_confirm' } };
    const attempts = async (orderId: string) =>
      (await world.attemptsOf(orderId)).map(({ status, failure_reason: reason }) => reason ?? status);
    /** An order whose gateway could not be reached, and the key that it was asked for with. */
    const notAttempted = async (more: object = DROPPED) => {
      const key = newKey();
      const failed = await customer.post('/orders/create', order(more), { key });
      expect([failed.status, failed.body.outcome, failed.body.retryable]).toEqual([
        500,
        'not_attempted',
        true,
      ]);
      const repeat = (body: object = {}) => customer.post('/orders/create', order(body), { key });
      return { orderId: failed.body.orderId as string, repeat };
    };

    it('a repeat pays the same order, and is replayed from then on', async () => {
      const { orderId, repeat } = await notAttempted();
      const paid = await repeat();
      expect([paid.status, paid.body.orderId, paid.body.status]).toEqual([201, orderId, 'confirmed']);
      expect(paid.headers.get('idempotent-replayed')).toBeNull();
      const replayed = await writingNothing(world, () => repeat());
      expect([replayed.text, replayed.headers.get('idempotent-replayed')]).toEqual([paid.text, 'true']);
      expect((await customer.get('/orders')).body.orders).toHaveLength(1);
      expect(await attempts(orderId)).toEqual(['not_attempted', 'succeeded']);
      expect(await world.gateway.chargesOf(orderId)).toHaveLength(1);
      expect(await world.stockOf(productId)).toEqual({ onHand: 8, held: 0 });
    });

    it('a repeat is paid by the card in its own envelope', async () => {
      const envelope = async (number: string) => ({ paymentDetails: await encryptedCard(customer, number) });
      const { orderId, repeat } = await notAttempted(await envelope('4000000000007114'));
      const declined = await repeat(await envelope('4000000000009995'));
      expect([declined.status, declined.body.reason]).toEqual([400, 'Insufficient funds']);
      expect((await repeat(await envelope('4242424242424242'))).text).toBe(declined.text);
      expect(await attempts(orderId)).toEqual(['not_attempted', 'insufficient_funds']);
      expect(await world.gateway.chargesOf(orderId)).toEqual([]);
    });

    it('a repeat whose envelope does not open begins nothing, and one that opens pays', async () => {
      const { orderId, repeat } = await notAttempted();
      const unreadable = { encryptedPaymentData: 'e30..AA.AA.AA' };
      const refused = await writingNothing(world, () => repeat({ paymentDetails: unreadable }));
      expect([refused.status, refused.body.code]).toEqual([400, 'card_data_unreadable']);
      expect((await repeat()).body.orderId).toBe(orderId);
    });

    it('a repeat that does not reach the gateway either changes nothing about that', async () => {
      const { orderId, repeat } = await notAttempted();
      const again = await repeat(DROPPED);
      expect([again.status, again.body.orderId, again.body.outcome]).toEqual([500, orderId, 'not_attempted']);
      expect((await repeat()).status).toBe(201);
      expect(await attempts(orderId)).toEqual(['not_attempted', 'not_attempted', 'succeeded']);
      expect(await world.gateway.chargesOf(orderId)).toHaveLength(1);
    });

    it('of many repeats at once one pays, and the others wait or get its answer', async () => {
      const { orderId, repeat } = await notAttempted();
      await world.gateway.fault({ operation: 'payment_intents.confirm', mode: 'delay', delayMs: 300 });
      const answers = await Promise.all(Array.from({ length: 12 }, () => repeat()));
      const paid = answers.filter(({ status }) => status === 201);
      expect(paid.length).toBeGreaterThan(0);
      expect(new Set(paid.map(({ text }) => text)).size).toBe(1);
      expect(paid.filter(({ headers }) => headers.get('idempotent-replayed') === null)).toHaveLength(1);
      const others = answers.filter(({ status }) => status !== 201);
      expect(others.filter(({ body }) => body.code !== 'request_in_progress')).toEqual([]);
      expect(await attempts(orderId)).toEqual(['not_attempted', 'succeeded']);
      expect(await world.gateway.chargesOf(orderId)).toHaveLength(1);
    });

    it('repeats beside payments of the order by other keys are one payment', async () => {
      const { orderId, repeat } = await notAttempted();
      const pay = () =>
        customer.post(
          '/payment/process',
          { orderId, paymentDetails: { token: 'pm_card_visa' } },
          { key: newKey() },
        );
      const answers = await Promise.all([repeat(), pay(), repeat(), pay()]);
      expect(answers.filter(({ status }) => ![200, 201, 409].includes(status))).toEqual([]);
      expect((await repeat()).body).toMatchObject({ orderId, status: 'confirmed' });
      expect(await world.gateway.chargesOf(orderId)).toHaveLength(1);
    });

    it('a repeat answers with the order where another request has paid it', async () => {
      const { orderId, repeat } = await notAttempted();
      const body = { orderId, paymentDetails: { token: 'pm_card_visa' } };
      expect((await customer.post('/payment/process', body, { key: newKey() })).status).toBe(200);
      const told = await repeat();
      expect([told.status, told.body.orderId, told.body.status]).toEqual([201, orderId, 'confirmed']);
      expect(await world.gateway.chargesOf(orderId)).toHaveLength(1);
    });

    it('the decline of another request’s card is not the answer to a repeat', async () => {
      const { orderId, repeat } = await notAttempted();
      const body = { orderId, paymentDetails: { token: 'pm_card_visa_chargeDeclined' } };
      expect((await customer.post('/payment/process', body, { key: newKey() })).status).toBe(400);
      expect((await repeat()).body).toMatchObject({ orderId, status: 'confirmed' });
    });

    it('a repeat for an order that was cancelled meanwhile is told so, and starts no other', async () => {
      const { orderId, repeat } = await notAttempted();
      expect((await customer.post(`/orders/${orderId}/cancel`)).status).toBe(200);
      const refused = await repeat();
      expect([refused.status, refused.body.code, refused.body.orderId]).toEqual([
        409,
        'order_not_payable',
        orderId,
      ]);
      expect((await customer.get('/orders')).body.orders).toHaveLength(1);
    });

    it('a repeat that finds the units sold is told so, and pays when they are back', async () => {
      const { orderId, repeat } = await notAttempted();
      await world.setStock(productId, 0);
      const short = await writingNothing(world, () => repeat());
      expect([short.status, short.body.code]).toEqual([400, 'out_of_stock']);
      await world.setStock(productId, 9);
      expect((await repeat()).body).toMatchObject({ orderId, status: 'confirmed' });
    });

    it('the same goes for paying an order', async () => {
      const waits = order({ paymentMethod: undefined, paymentDetails: undefined });
      const { orderId } = (await customer.post('/orders/create', waits, { key: newKey() })).body;
      const key = newKey();
      const pay = (details: object) =>
        customer.post('/payment/process', { orderId, paymentDetails: details }, { key });
      const failed = await pay(DROPPED.paymentDetails);
      expect([failed.status, failed.body.outcome]).toEqual([500, 'not_attempted']);
      const answers = await Promise.all(Array.from({ length: 6 }, () => pay({ token: 'pm_card_visa' })));
      expect(answers.map(({ status }) => status)).toContain(200);
      const paid = await pay({ token: 'pm_card_visa' });
      expect([paid.status, paid.body.orderId, paid.headers.get('idempotent-replayed')]).toEqual([
        200,
        orderId,
        'true',
      ]);
      expect(await attempts(orderId)).toEqual(['not_attempted', 'succeeded']);
      expect(await world.gateway.chargesOf(orderId)).toHaveLength(1);
    });
  });

  it('a request that is told to wait does not free the key of the one that runs', async () => {
    const key = newKey();
    const send = () => customer.post('/orders/create', order(), { key });
    await world.gateway.fault({ operation: 'payment_intents.confirm', mode: 'delay', delayMs: 900 });
    const answers = Array.from({ length: 6 }, send);
    await Promise.race(answers);
    const { rows } = await world.db.query(
      `select extract(epoch from takeover_at - created_at)::int as seconds from idempotency_keys where key = $1`,
      [key],
    );
    // The payment's own deadline, and half a minute.
    expect(rows).toEqual([{ seconds: 34 }]);
    expect((await send()).body.code).toBe('request_in_progress');
    const done = await Promise.all(answers);
    expect(done.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409, 409]);
  });

  it('of many at once for the last unit, none is told that it is sold to the first', async () => {
    await world.setStock(productId, 1);
    const key = newKey();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => customer.post('/orders/create', order(), { key })),
    );
    expect(answers.filter(({ body }) => body.code === 'out_of_stock')).toEqual([]);
    expect((await customer.post('/orders/create', order(), { key })).body.status).toBe('confirmed');
  });

  it('a quote changes nothing, so its key is not looked at', async () => {
    const key = newKey();
    const quote = (quantity: number) =>
      customer.post('/orders/quote', { shippingAddress: ADDRESS, items: [{ productId, quantity }] }, { key });
    expect([(await quote(1)).body.total, (await quote(2)).body.total]).toEqual([59.99, 119.98]);
  });

  it('a create with its own items needs a key, since no cart protects it', async () => {
    const refused = await writingNothing(world, () => customer.post('/orders/create', order()));
    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject({ code: 'idempotency_key_required', error: 'Validation failed' });
    expect(await world.gateway.journal('charge')).not.toContainEqual(
      expect.objectContaining({ metadata: expect.objectContaining({ order: refused.body.orderId }) }),
    );
  });

  it('every mutation honours it: adding to the cart, cancelling, refunding', async () => {
    const add = newKey();
    const added = await customer.post('/cart/items', { productId, quantity: 2 }, { key: add });
    const again = await writingNothing(world, () =>
      customer.post('/cart/items', { productId, quantity: 2 }, { key: add }),
    );
    expect([again.text, again.headers.get('idempotent-replayed')]).toEqual([added.text, 'true']);
    const { orderId } = (await customer.post('/orders/create', paidBy('pm_card_visa'), { key: newKey() }))
      .body;

    const admin = await world.admin();
    const refund = newKey();
    const give = () =>
      admin.post(`/orders/${orderId}/refunds`, { amount: 10, reason: 'Sorry' }, { key: refund });
    const given = await give();
    expect((await writingNothing(world, give)).text).toBe(given.text);

    const cancel = newKey();
    await fillCart(customer, productId);
    const cancelled = await customer.post(`/orders/${orderId}/cancel`, {}, { key: cancel });
    expect(cancelled.body.clearedCart).toEqual([{ productId, quantity: 1 }]);
    const repeat = await writingNothing(world, () =>
      customer.post(`/orders/${orderId}/cancel`, {}, { key: cancel }),
    );
    expect(repeat.text).toBe(cancelled.text);
    expect((await world.gateway.refundsOf(orderId)).map((each) => each.amount)).toEqual([1000, 12957]);
  });

  it('a key is forgotten after a day', async () => {
    const key = newKey();
    const first = await customer.post('/orders/create', order(), { key });
    await world.db.query(
      `update idempotency_keys set created_at = created_at - interval '25 hours' where key = $1`,
      [key],
    );
    const other = await customer.post('/orders/create', order({ items: [{ productId, quantity: 2 }] }), {
      key,
    });
    expect(other.status).toBe(201);
    expect(other.body.orderId).not.toBe(first.body.orderId);
  });

  it.each([
    ['empty', ''],
    ['of 256 characters', 'k'.repeat(256)],
    ['with a space', 'a b'],
    ['with a tab', 'a\tb'],
    ['beyond ASCII', 'clé'],
    ['given twice', 'one, two'],
  ])('a key that is %s is refused', async (_, key) => {
    const refused = await writingNothing(world, () =>
      customer.post('/orders/create', order(), { headers: { 'idempotency-key': key } }),
    );
    expect([refused.status, refused.body.code]).toEqual([400, 'validation_failed']);
    expect(refused.body.errors).toEqual([
      { field: 'Idempotency-Key', message: 'must be 1 to 255 visible ASCII characters' },
    ]);
  });

  it.each([
    ['stands in two headers', 'Idempotency-Key: one\r\nIdempotency-Key: one'],
    ['goes on in a second line', 'Idempotency-Key: one\r\n two'],
    ['holds a bare line feed', 'Idempotency-Key: one\n two'],
    ['holds a bare carriage return', 'Idempotency-Key: one\rtwo'],
  ])('a key that %s is refused', async (_, header) => {
    const body = JSON.stringify(order());
    const { hostname, port, host } = new URL(world.baseUrl);
    const told = await writingNothing(world, async () => {
      const socket = connect(Number(port), hostname);
      socket.write(
        `POST /orders/create HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${customer.token}\r\n${header}\r\n` +
          `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
      );
      return text(socket);
    });
    expect(told).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('a key of 255 characters is taken', async () => {
    const placed = await customer.post('/orders/create', order(), { key: 'k'.repeat(255) });
    expect(placed.status).toBe(201);
  });

  it('pays a card in the clear under no key either', async () => {
    await fillCart(customer, productId);
    const refused = await writingNothing(world, () =>
      customer.post(
        '/orders/create',
        {
          shippingAddress: ADDRESS,
          paymentMethod: 'credit_card',
          paymentDetails: { token: '4242424242424242' },
        },
        { key: newKey() },
      ),
    );
    expect([refused.status, refused.body.code]).toEqual([400, 'plaintext_card_data']);
  });
});
