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

  it('a repeat after a payment that was never attempted starts no second order and charges nothing', async () => {
    const key = newKey();
    const body = order({ paymentDetails: { token: 'pm_sandbox_drop_at_confirm' } });
    const failed = await customer.post('/orders/create', body, { key });
    expect([failed.status, failed.body.outcome]).toEqual([500, 'not_attempted']);
    const again = await customer.post('/orders/create', body, { key });
    expect([again.status, again.body.orderId]).toEqual([500, failed.body.orderId]);
    expect((await customer.get('/orders')).body.orders).toMatchObject([
      { orderId: failed.body.orderId, status: 'pending' },
    ]);
    expect(await world.gateway.chargesOf(failed.body.orderId)).toEqual([]);
    // The order itself can still be paid.
    const paid = await customer.post('/payment/process', {
      orderId: failed.body.orderId,
      paymentDetails: { token: 'pm_card_visa' },
    });
    expect(paid.status).toBe(200);
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
