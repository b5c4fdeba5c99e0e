import { randomUUID } from 'node:crypto';
import { type Move, type MovePreview, MOVES } from '../../src/orders/back-office/index.js';
import { newId, publicId } from '../../src/shared/ids.js';
import type { Answer, Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { expectInvariants, rest } from '../support/invariants.js';
import { allowed, booksOf, changeBetween, foretold } from '../support/move-effects.js';
import { Panel } from '../support/panel.js';
import { ADDRESS, fillCart, paidBy, World } from '../support/world.js';

const UNITS = 4;
const UNPAID = { shippingAddress: ADDRESS };

/** An order somewhere on its way. */
interface Standing {
  readonly orderId: string;
  readonly productId: string;
  readonly returnId?: string;
}

describe('a move from the panel', () => {
  let world: World;
  let admin: Client;
  let panel: Panel;
  let atShipment: Awaited<ReturnType<World['startAnotherApi']>>;
  beforeAll(async () => {
    world = await World.start({ settings: { GATEWAY_CALL_SECONDS: '1', ATTEMPT_DEADLINE_SECONDS: '4' } });
    [admin, panel, atShipment] = await Promise.all([
      world.admin(),
      Panel.start(world),
      world.startAnotherApi({ CAPTURE_AT: 'shipment' }),
    ]);
  }, 90_000);
  afterAll(async () => {
    await panel.stop();
    await atShipment.running.stop();
    await world.stop();
  });

  async function placed(
    body: object,
    { stock = 9, at = (client: Client) => client } = {},
  ): Promise<Standing> {
    const customer = at(await world.guest());
    const productId = await world.product(stock);
    if (stock < UNITS)
      await world.db.query('update products set backorderable = true where id = $1', [productId]);
    await fillCart(customer, productId, UNITS);
    const answer = await customer.post('/orders/create', body);
    return { orderId: answer.body.orderId, productId };
  }

  const paid = () => placed(paidBy('pm_card_visa'));
  const promised = () =>
    placed(paidBy('pm_card_visa'), {
      at: ({ token }) => new (admin.constructor as typeof Client)(atShipment.baseUrl, token),
    });

  type Step = (order: Standing) => Promise<Answer<never>>;
  const prepare: Step = ({ orderId }) => admin.post(`/orders/${orderId}/prepare`);
  const ship =
    (quantity?: number): Step =>
    ({ orderId, productId }) =>
      admin.post(`/orders/${orderId}/ship`, {
        carrier: 'UPS',
        trackingNumber: randomUUID(),
        ...(quantity && { items: [{ productId, quantity }] }),
      });
  const deliver: Step = ({ orderId }) => admin.post(`/orders/${orderId}/deliver`);
  const cancel: Step = ({ orderId }) => admin.post(`/orders/${orderId}/cancel`, { reason: 'Out of print' });
  const refund =
    (amount: number): Step =>
    ({ orderId }) =>
      admin.post(`/orders/${orderId}/refunds`, { amount, reason: 'Sorry' }, { key: randomUUID() });

  async function after(order: Promise<Standing>, ...steps: Step[]): Promise<Standing> {
    for (const step of steps) expect((await step(await order)).status).toBe(200);
    return order;
  }

  async function returning(to?: 'approve' | 'refuse' | 'receive'): Promise<Standing> {
    const order = await after(paid(), prepare, ship(), deliver);
    const items = [{ productId: order.productId, quantity: 2 }];
    const key = { key: randomUUID() };
    const asked = await admin.post(`/orders/${order.orderId}/returns`, { items, reason: 'Too small' }, key);
    const { returnId } = asked.body;
    if (to === 'refuse') await admin.post(`/returns/${returnId}/refuse`, { reason: 'Worn' });
    else if (to) await admin.post(`/returns/${returnId}/approve`);
    if (to === 'receive') await admin.post(`/returns/${returnId}/receive`);
    return { ...order, returnId };
  }

  const STANDINGS: Readonly<Record<string, () => Promise<Standing>>> = {
    'waits for a payment': () => placed(UNPAID),
    'was declined': () => placed(paidBy('pm_card_visa_chargeDeclined')),
    'waits for its customer at the bank': () => placed(paidBy('pm_card_threeDSecure2Required')),
    'is confirmed': paid,
    'is in preparation': () => after(paid(), prepare),
    'is partly shipped': () => after(paid(), prepare, ship(1)),
    'is partly delivered': () => after(paid(), prepare, ship(1), deliver),
    'is shipped': () => after(paid(), prepare, ship(1), ship()),
    'is delivered': () => after(paid(), prepare, ship(), deliver),
    'is partly refunded': () => after(paid(), refund(10), prepare),
    'is refunded': () => after(paid(), refund(269.14), prepare),
    'is cancelled': () => after(paid(), cancel),
    'was cancelled before it was paid': () => after(placed(UNPAID), cancel),
    'was cancelled when it was out': () => after(paid(), prepare, ship(1), ship(), cancel),
    'has its money promised': promised,
    'has its money promised, and partly taken': () => after(promised(), prepare, ship(1)),
    'waits for units': () => placed(paidBy('pm_card_visa'), { stock: 1 }),
    'waits for units in preparation': () => after(placed(paidBy('pm_card_visa'), { stock: 1 }), prepare),
    'has a return that waits for a decision': () => returning(),
    'has a return that may come': () => returning('approve'),
    'has a return that has come': () => returning('receive'),
    'has a return that may not come': () => returning('refuse'),
  };

  /** One wish for each move, that its order may or may not be able to meet. */
  async function wishFor(move: Move['move'], { orderId, productId, returnId }: Standing): Promise<Move> {
    const { rows } = await world.db.query<{ id: string }>(
      `select p.id from parcels p join orders o on o.id = p.order_id where o.number = $1 order by p.id desc`,
      [orderId],
    );
    const parcelId = publicId('par', rows[0]?.id ?? newId());
    const items = [{ productId, quantity: 1 }];
    const back = returnId ?? publicId('ret', newId());
    const wishes: { readonly [M in Move['move']]: Extract<Move, { move: M }>['input'] } = {
      prepare: {},
      ship: { carrier: 'dhl', trackingNumber: randomUUID() },
      correct_parcel: { parcelId, trackingNumber: randomUUID() },
      deliver: {},
      cancel: {},
      cancel_items: { items },
      refund: { lines: items },
      request_return: { items },
      decide_return: { returnId: back, decision: 'approved' },
      receive_return: { returnId: back, items: [{ productId, restock: 1, writeOff: 1 }] },
      adjust: { kind: 'fee', label: 'Gift wrap', amount: 5 },
      ask_gateway: {},
      send_capture: {},
    };
    return { move, input: wishes[move] } as Move;
  }

  async function standingIn(standing: string): Promise<Standing> {
    const order = await STANDINGS[standing]!();
    await rest(world);
    return order;
  }

  /** Makes a move that is foretold, and waits until all of it has happened. */
  async function comesTrue(order: Standing, wish: Move, preview: MovePreview): Promise<void> {
    const said = foretold(allowed(preview));
    const before = await booksOf(world, order.orderId);
    await panel.make(order.orderId, wish, { expectedVersion: preview.version });
    const change = async () => changeBetween(before, await booksOf(world, order.orderId));
    // Answers of another process have other prototypes.
    const isTrue = async () => JSON.stringify(await change()) === JSON.stringify(said);
    await eventually(isTrue).catch(() => undefined);
    expect({ move: wish.move, ...(await change()) }).toEqual({ move: wish.move, ...said });
  }

  async function isRefused(order: Standing, wish: Move, preview: MovePreview): Promise<void> {
    if (preview.isAllowed) throw new Error('it is allowed');
    const books = async () => ({ ...(await booksOf(world, order.orderId)), mails: 'come in their own time' });
    const before = await books();
    const { version: expectedVersion, code } = preview;
    await expect(panel.make(order.orderId, wish, { expectedVersion })).rejects.toMatchObject({ code });
    expect(await books()).toEqual(before);
  }

  it.each(Object.keys(STANDINGS))(
    'does to an order that %s what its preview says, or nothing',
    async (standing) => {
      const order = await standingIn(standing);
      for (const move of MOVES) {
        const wish = await wishFor(move, order);
        const preview = await panel.preview(order.orderId, wish);
        if (!preview.isAllowed) await isRefused(order, wish, preview);
      }
      const all = await panel.all(order.orderId);
      expect(all.map(({ move }) => move)).toEqual(MOVES);
      for (const { move } of all.filter(({ isAllowed }) => isAllowed)) {
        const own = await standingIn(standing);
        const wish = await wishFor(move, own);
        const preview = await panel.preview(own.orderId, wish);
        await (preview.isAllowed ? comesTrue(own, wish, preview) : isRefused(own, wish, preview));
      }
    },
    120_000,
  );

  const CANCEL: Move = { move: 'cancel', input: {} };
  const REFUND: Move = { move: 'refund', input: { amount: 10 } };
  const versionOf = async (orderId: string) => (await panel.preview(orderId, CANCEL)).version;
  const auditOf = async (orderId: string) => {
    const { rows } = await world.db.query<{ action: string; outcome: string; reason: string | null }>(
      `select action, outcome, facts->>'reason' as reason from audit_log
       where subject_id = $1 and actor_id = $2 order by occurred_at`,
      [orderId, panel.actor.id],
    );
    return rows.map(({ action, outcome, reason }) => [action, outcome, reason]);
  };

  it('is refused with the present state where the page was stale, and the audit knows', async () => {
    const { orderId } = await paid();
    const expectedVersion = await versionOf(orderId);
    await admin.post(`/orders/${orderId}/prepare`);

    await expect(panel.make(orderId, CANCEL, { expectedVersion })).rejects.toMatchObject({
      code: 'order_has_changed',
      facts: { orderId, orderStatus: 'processing', paymentStatus: 'paid', version: expectedVersion + 1 },
    });

    expect((await admin.get(`/orders/${orderId}`)).body.status).toBe('processing');
    expect(await auditOf(orderId)).toEqual([
      ['panel.cancel', 'order_has_changed', 'The customer has called'],
    ]);
  });

  it('is made once by a double click, and a repeat is told the same', async () => {
    const { orderId } = await paid();
    const form = { expectedVersion: await versionOf(orderId), token: randomUUID() };

    const clicks = await Promise.all([1, 2, 3].map(() => panel.make(orderId, REFUND, form)));

    expect(clicks[1]).toEqual(clicks[0]);
    expect(clicks[2]).toEqual(clicks[0]);
    expect(await panel.make(orderId, REFUND, form)).toEqual(clicks[0]);
    expect((await world.gateway.refundsOf(orderId)).map(({ amount }) => amount)).toEqual([1000]);
    await expect(panel.make(orderId, CANCEL, form)).rejects.toMatchObject({ code: 'idempotency_key_reused' });
  });

  it('of two tabs one is made: the other is refused', async () => {
    const { orderId } = await paid();
    const expectedVersion = await versionOf(orderId);
    const tabs = await Promise.allSettled([1, 2].map(() => panel.make(orderId, REFUND, { expectedVersion })));
    expect(tabs.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect((await world.gateway.refundsOf(orderId)).map(({ amount }) => amount)).toEqual([1000]);
  });

  it('needs a reason of one line, said before anything happens', async () => {
    const { orderId } = await paid();
    const expectedVersion = await versionOf(orderId);
    for (const reason of ['', '  x ', 'two\nlines', 'x'.repeat(501)]) {
      const made = panel.make(orderId, CANCEL, { expectedVersion, reason });
      await expect(made).rejects.toMatchObject({ code: 'validation_failed' });
    }
    expect(await versionOf(orderId)).toBe(expectedVersion);
  });

  it.each([
    ['prepare', {}, 'order.prepare'],
    ['cancel_items', 'items', 'order.cancel_items'],
    ['adjust', undefined, 'order.adjust'],
  ] as const)('%s keeps its reason in the audit', async (move, _, action) => {
    const order = await (move === 'adjust' ? placed(UNPAID) : paid());
    const wish = await wishFor(move, order);
    await panel.make(order.orderId, wish, {
      expectedVersion: await versionOf(order.orderId),
      reason: 'As agreed',
    });
    expect(await auditOf(order.orderId)).toContainEqual([action, 'done', 'As agreed']);
  });

  it('keeps its reason from the customer, who is shown another one', async () => {
    const reason = 'He has called six times';
    const order = await after(paid(), prepare, ship(), deliver);
    const { orderId, productId } = order;
    const moves: Move[] = [
      { move: 'refund', input: { amount: 10, reasonForCustomer: 'A scratch' } },
      { move: 'request_return', input: { items: [{ productId, quantity: 1 }] } },
      CANCEL,
    ];
    for (const move of moves)
      await panel.make(orderId, move, { expectedVersion: await versionOf(orderId), reason });
    const shown = (await admin.get(`/orders/${orderId}`)).text;
    expect(shown).not.toContain(reason);
    expect(shown).toContain('A scratch');
    expect((await auditOf(orderId)).map(([action, , why]) => [action, why])).toEqual([
      ['order.refund', reason],
      ['return.request', reason],
      ['order.cancel', reason],
    ]);
  });

  describe('while nobody knows whether its payment was made', () => {
    afterEach(async () => {
      await world.gateway.clearFaults();
      await world.gateway.webhooks('resume');
    });

    async function unknownOrder(): Promise<Standing> {
      await world.gateway.webhooks('pause');
      await world.gateway.fault({ operation: 'payment_intents.confirm', mode: 'hang_after' });
      for (const operation of ['payment_intents.retrieve', 'payment_intents.cancel', 'payment_intents.list'])
        await world.gateway.fault({ operation, mode: 'status', status: 500, times: null });
      const customer = await world.guest();
      const productId = await world.product(9);
      await fillCart(customer, productId, UNITS);
      const answer = await customer.post('/orders/create', paidBy('pm_card_visa'));
      expect(answer.body.outcome).toBe('unknown');
      return { orderId: answer.body.orderId, productId };
    }

    const comeBack = async () => {
      await world.gateway.clearFaults();
      await world.gateway.webhooks('resume');
      await rest(world);
    };

    it('does what its preview says for that case, and gives back what was taken after all', async () => {
      const { orderId } = await unknownOrder();
      const preview = await panel.preview(orderId, CANCEL);
      if (!preview.isAllowed || !preview.openPayment) throw new Error('a payment is open');
      const { ifUndecided } = preview.openPayment;
      if ('code' in ifUndecided) throw new Error('it is no refusal');
      expect(ifUndecided.moneyBack).toMatchObject({ when: 'when_decided', amountMinor: 26915 });
      const before = await booksOf(world, orderId);
      await panel.make(orderId, CANCEL, { expectedVersion: preview.version });
      const change = changeBetween(before, await booksOf(world, orderId));
      expect({ ...change, mails: [] }).toEqual({ ...foretold(ifUndecided), mails: [] });
      await comeBack();
      expect((await world.gateway.refundsOf(orderId)).map(({ amount }) => amount)).toEqual([26915]);
    });

    it('an adjustment is refused as its preview says', async () => {
      const { orderId } = await unknownOrder();
      const wish: Move = { move: 'adjust', input: { kind: 'fee', label: 'Gift wrap', amount: 5 } };
      const preview = await panel.preview(orderId, wish);
      expect(preview).toMatchObject({ openPayment: { ifUndecided: { code: 'payment_outcome_pending' } } });
      const made = panel.make(orderId, wish, { expectedVersion: preview.version });
      await expect(made).rejects.toMatchObject({ code: 'payment_outcome_pending' });
      await comeBack();
    });

    it('the gateway is asked: it says nothing, and later that it was made', async () => {
      const { orderId } = await unknownOrder();
      const ask: Move = { move: 'ask_gateway', input: {} };
      const silent = await panel.make(orderId, ask, { expectedVersion: await versionOf(orderId) });
      expect(silent).toMatchObject({ said: 'no_answer', orderStatus: 'pending', paymentStatus: 'unknown' });
      await world.gateway.clearFaults();
      const told = await panel.make(orderId, ask, { expectedVersion: silent.version });
      expect(told).toMatchObject({ said: 'settled', orderStatus: 'confirmed', paymentStatus: 'paid' });
    });
  });

  it('notes are written once, read newest first, and no customer sees them', async () => {
    const { orderId } = await paid();
    const note = (text: string, token: string = randomUUID()) =>
      panel.ask('WriteNote', 'run', { actor: panel.actor, orderNumber: orderId, text, token });
    const token = randomUUID();
    await Promise.all([
      note('Call back at five,\r\nnot before', token),
      note('Call back at five,\r\nnot before', token),
    ]);
    await note('Has called');
    const notes = await panel.ask('NoteQueries', 'of', orderId);
    expect(notes).toMatchObject([
      { text: 'Has called', authorId: panel.actor.id },
      { text: 'Call back at five,\nnot before' },
    ]);
    expect((await admin.get(`/orders/${orderId}`)).text).not.toContain('Call back');
    expect(await auditOf(orderId)).toEqual([
      ['order.note', 'done', null],
      ['order.note', 'done', null],
    ]);
    for (const text of ['', ' ', 'x'.repeat(2001), 'bell\u0007'])
      await expect(note(text)).rejects.toMatchObject({ code: 'validation_failed' });
  });

  it('leaves all books in order', () => expectInvariants(world), 60_000);
});
