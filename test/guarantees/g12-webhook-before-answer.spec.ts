import { eventually } from '../support/eventually.js';
import { expectInvariants } from '../support/invariants.js';
import { answerChallenge, askedOrder, atTheGateway, declinedOrder, payAfterAll } from '../support/outside.js';
import { orderRows } from '../support/rows.js';
import { deliver, eventAbout, resultsOf } from '../support/webhooks.js';
import { fillCart, paidBy, World } from '../support/world.js';

describe('G12: a webhook that nobody here expects yet', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({
      settings: {
        // Nobody but a webhook settles here: the reconciler waits for the deadline.
        ATTEMPT_DEADLINE_SECONDS: '600',
        GATEWAY_CALL_SECONDS: '2.5',
        GATEWAY_BREAKER_SECONDS: '1',
      },
    });
  });
  afterAll(() => world.stop());
  afterEach(async () => {
    await world.gateway.clearFaults();
    await world.gateway.webhooks('resume');
  });

  /** Somebody pays whose request hangs at the gateway for as long as it may. `answered` tells how it ends. */
  async function hangingCreate(operation: string) {
    const customer = await world.guest();
    const productId = await world.product(5);
    await fillCart(customer, productId);
    await world.gateway.fault({ operation, mode: 'hang_after' });
    let hasAnswer = false;
    const answered = customer
      .post('/orders/create', paidBy('pm_card_visa'))
      .finally(() => (hasAnswer = true));
    const { number } = await eventually(async () => (await world.ordersOf(productId))[0]);
    return { productId, orderId: number, answered, hasAnswer: () => hasAnswer };
  }
  const confirmed = (productId: string) =>
    eventually(async () => (await world.ordersOf(productId))[0]?.status === 'confirmed');
  const statusOf = async (productId: string) => (await world.ordersOf(productId))[0]!.status;
  /** Delivers news and waits until they are applied. */
  const tell = async (intentId: string, type?: string): Promise<string | null> => {
    const { id, payload } = eventAbout({ object: 'payment_intent', id: intentId }, type);
    expect((await deliver(world, payload)).status).toBe(200);
    return (await resultsOf(world, [id], 20_000))[0]!;
  };

  describe('because our own call has no answer', () => {
    it('confirms the order while the confirm still hangs, and the answer tells the same', async () => {
      const { productId, orderId, answered, hasAnswer } = await hangingCreate('payment_intents.confirm');
      await confirmed(productId);
      expect(hasAnswer()).toBe(false);
      const { status, body } = await answered;
      expect([status, body.orderId, body.status]).toEqual([201, orderId, 'confirmed']);
      expect(body.transactionId).toMatch(/^txn_/);
      expect(await world.gateway.chargesOf(orderId)).toHaveLength(1);
    });

    it('confirms the order although not even the intent’s id has come back', async () => {
      const { productId, orderId, answered, hasAnswer } = await hangingCreate('payment_intents.create');
      const intents = await eventually(async () => {
        const { data } = await atTheGateway<{ data: { id: string; metadata: { order?: string } }[] }>(
          world,
          'payment_intents?limit=5',
        );
        const own = data.filter(({ metadata }) => metadata.order === orderId);
        return own.length > 0 && own;
      });
      await payAfterAll(world, intents[0]!.id);
      await confirmed(productId);
      expect(hasAnswer()).toBe(false);
      const { status, body } = await answered;
      expect([status, body.orderId, body.status]).toEqual([201, orderId, 'confirmed']);
      expect(await world.gateway.chargesOf(orderId)).toHaveLength(1);
    });

    it('confirms the order although the api that would have heard it is dead', async () => {
      await world.gateway.webhooks('pause');
      const { productId, orderId, answered } = await hangingCreate('payment_intents.confirm');
      const cutOff = answered.catch(() => 'cut off');
      await eventually(async () => (await world.gateway.chargesOf(orderId)).length === 1);
      await world.api.kill();
      expect(await cutOff).toBe('cut off');
      expect(await world.attemptsOf(orderId)).toMatchObject([{ status: 'started', intent_id: null }]);
      await world.restartApi();
      await world.gateway.webhooks('resume');
      await confirmed(productId);
      expect(await world.stockOf(productId)).toEqual({ onHand: 4, held: 0 });
    });
  });

  describe('because the gateway cannot be read at the moment', () => {
    /** What a gateway in trouble says. The SDK takes most of these for success. */
    const ODD = [
      { mode: 'status', status: 503, body: '{}' },
      { mode: 'status', status: 503, body: '{"message":"maintenance"}' },
      { mode: 'status', status: 500 },
      { mode: 'status', status: 404, body: '{}' },
      { mode: 'status', status: 200, body: '{}' },
      { mode: 'status', status: 200, body: 'null' },
      { mode: 'cut_after' },
    ] as const;

    it('is applied later: success of payments that had failed is not lost', async () => {
      await world.gateway.webhooks('pause');
      const declined = await Promise.all(ODD.map(() => declinedOrder(world)));
      for (const { intentId } of declined) await payAfterAll(world, intentId);
      for (const odd of ODD) await world.gateway.fault({ operation: 'payment_intents.retrieve', ...odd });
      const results = await Promise.all(declined.map(({ intentId }) => tell(intentId)));
      expect(results).toEqual(ODD.map(() => 'applied'));
      for (const { productId } of declined) expect(await statusOf(productId)).toBe('confirmed');
    });

    it('is applied later also where only the second look finds nobody there', async () => {
      await world.gateway.webhooks('pause');
      const { intentId, productId } = await declinedOrder(world);
      await payAfterAll(world, intentId);
      await world.gateway.fault({ operation: 'payment_intents.retrieve', mode: 'delay' });
      await world.gateway.fault({ operation: 'payment_intents.retrieve', mode: 'status', status: 503 });
      expect(await tell(intentId)).toBe('applied');
      expect(await statusOf(productId)).toBe('confirmed');
    });

    it('is applied later: a refund that the bank sent back is not lost', async () => {
      const customer = await world.guest();
      await fillCart(customer, await world.product(5));
      const { orderId } = (await customer.post('/orders/create', paidBy('pm_card_refundFail'))).body;
      await world.gateway.webhooks('pause');
      const cancelled = await customer.post(`/orders/${orderId}/cancel`);
      expect(cancelled.body.refundStatus).toBe('succeeded');
      await eventually(async () => (await world.gateway.journal('refund_failed')).length === 1);
      const odd = { mode: 'status', status: 503, body: '{}', times: 3 } as const;
      await world.gateway.fault({ operation: 'refunds.retrieve', ...odd });
      await world.gateway.webhooks('resume');
      const told = async () => (await customer.post(`/orders/${orderId}/cancel`)).body.refundStatus;
      await eventually(async () => (await told()) === 'failed', { withinMs: 20_000 });
      const { rows } = await world.db.query(
        `select 1 from interventions i join orders o on o.id = i.order_id where o.number = $1 and i.kind = 'refund_failed'`,
        [orderId],
      );
      expect(rows).toHaveLength(1);
    });
  });

  describe('because news overtake each other', () => {
    it('leaves an order paid that is paid: failed, then succeeded, then what came before', async () => {
      await world.gateway.webhooks('pause');
      const { intentId, orderId, productId } = await declinedOrder(world);
      await tell(intentId, 'payment_intent.payment_failed');
      expect(await statusOf(productId)).toBe('pending');
      await payAfterAll(world, intentId);
      await tell(intentId, 'payment_intent.succeeded');
      await world.mail.mailFor(orderId, 'confirmed');
      const paid = await orderRows(world, orderId);
      expect(paid).toMatchObject({ order: { status: 'confirmed' }, attempts: [{ status: 'succeeded' }] });
      const late = ['payment_failed', 'processing', 'requires_action', 'canceled', 'created', 'succeeded'];
      await Promise.all(late.map((news) => tell(intentId, `payment_intent.${news}`)));
      expect(await orderRows(world, orderId)).toEqual(paid);
    });

    it('believes the gateway, not the messenger: success that has not happened changes nothing', async () => {
      const { intentId, orderId, productId, ...asked } = await askedOrder(world);
      const waiting = await orderRows(world, orderId);
      await tell(intentId, 'payment_intent.succeeded');
      await tell(intentId, 'payment_intent.payment_failed');
      expect(await orderRows(world, orderId)).toEqual(waiting);
      await answerChallenge(asked);
      await confirmed(productId);
    });
  });

  it('leaves everything adding up', () => expectInvariants(world));
});
