import { randomUUID } from 'node:crypto';
import { eventually } from '../support/eventually.js';
import { expectInvariants, rest } from '../support/invariants.js';
import { booksOf } from '../support/move-effects.js';
import { type Moved, MovedOrders } from '../support/moved-orders.js';
import { OpenPanel, STARTING_MS } from '../support/open-panel.js';
import { foreseen, happened, PanelDialog } from '../support/panel-dialog.js';
import { memberOf, type Role } from '../support/staff.js';
import { paidBy, type World } from '../support/world.js';

const REASON = 'The customer has called';

interface Case {
  readonly by: Role;
  readonly action: string;
  readonly audit: string;
  readonly order: (orders: MovedOrders) => Promise<Moved>;
  readonly typed?: (order: Moved) => Record<string, string>;
}

/** Each in words; what the dialog of it says has to be what happens. */
const CASES: Readonly<Record<string, Case>> = {
  'an order is taken into preparation': {
    by: 'fulfilment',
    action: 'prepare-order',
    audit: 'order.prepare',
    order: (orders) => orders.placed(),
  },
  'a part of an order is shipped': {
    by: 'fulfilment',
    action: 'ship-order',
    audit: 'order.ship',
    order: (orders) => orders.prepared(),
    typed: ({ productId }) => ({
      carrier: 'dhl',
      trackingNumber: randomUUID(),
      [`units:${productId}`]: '1',
    }),
  },
  'an order is shipped': {
    by: 'fulfilment',
    action: 'ship-order',
    audit: 'order.ship',
    order: (orders) => orders.prepared(),
    typed: () => ({ carrier: 'UPS', trackingNumber: randomUUID() }),
  },
  'an order is delivered': {
    by: 'fulfilment',
    action: 'deliver-order',
    audit: 'order.deliver',
    order: (orders) => orders.shipped(),
  },
  'a parcel is corrected': {
    by: 'fulfilment',
    action: 'correct-parcel',
    audit: 'parcel.correct',
    order: (orders) => orders.shipped(),
    typed: () => ({ trackingNumber: randomUUID() }),
  },
  'an order is cancelled': {
    by: 'finance',
    action: 'cancel-order',
    audit: 'order.cancel',
    order: (orders) => orders.placed(),
  },
  'an unpaid order is cancelled by who moves no money': {
    by: 'support',
    action: 'cancel-order',
    audit: 'order.cancel',
    order: (orders) => orders.unpaid(),
  },
  'an order that is out is cancelled': {
    by: 'finance',
    action: 'cancel-order',
    audit: 'order.cancel',
    order: (orders) => orders.shipped(),
  },
  'units are cancelled': {
    by: 'finance',
    action: 'cancel-items',
    audit: 'order.cancel_items',
    order: (orders) => orders.placed(),
    typed: ({ productId }) => ({ [`units:${productId}`]: '1' }),
  },
  'money goes back by amount': {
    by: 'finance',
    action: 'refund-order',
    audit: 'order.refund',
    order: (orders) => orders.placed(),
    typed: () => ({ amount: '12.34', reasonForCustomer: 'A scratch' }),
  },
  'money goes back by lines': {
    by: 'finance',
    action: 'refund-order',
    audit: 'order.refund',
    order: (orders) => orders.delivered(),
    typed: ({ productId }) => ({ [`units:${productId}`]: '2' }),
  },
  'a failed refund is made again': {
    by: 'finance',
    action: 'refund-order',
    audit: 'order.refund_again',
    order: (orders) => orders.failedRefund(),
    typed: ({ refundId }) => ({ refundId }),
  },
  'a return is asked for': {
    by: 'fulfilment',
    action: 'request-return',
    audit: 'return.request',
    order: (orders) => orders.delivered(),
    typed: ({ productId }) => ({ [`units:${productId}`]: '2', reasonForCustomer: 'Too small' }),
  },
  'a return is approved': {
    by: 'fulfilment',
    action: 'decide-return',
    audit: 'return.approved',
    order: (orders) => orders.returning(),
  },
  'a return is refused': {
    by: 'fulfilment',
    action: 'decide-return',
    audit: 'return.refused',
    order: (orders) => orders.returning(),
    typed: () => ({ decision: 'refused', note: 'It was worn' }),
  },
  'a return is received, all of it fit for sale': {
    by: 'fulfilment',
    action: 'receive-return',
    audit: 'return.received',
    order: (orders) => orders.comingBack(),
  },
  'a return is received, and one of three is written off': {
    by: 'fulfilment',
    action: 'receive-return',
    audit: 'return.received',
    order: (orders) => orders.comingBack(3),
    typed: ({ returnId, productId }) => ({
      [`restock:${returnId}:${productId}`]: '2',
      [`writeOff:${returnId}:${productId}`]: '1',
    }),
  },
  'a return is received of which one has not come': {
    by: 'fulfilment',
    action: 'receive-return',
    audit: 'return.received',
    order: (orders) => orders.comingBack(3),
    typed: ({ returnId, productId }) => ({
      [`restock:${returnId}:${productId}`]: '',
      [`writeOff:${returnId}:${productId}`]: '2',
    }),
  },
  'a fee is added': {
    by: 'finance',
    action: 'adjust-order',
    audit: 'order.adjust',
    order: (orders) => orders.unpaid(),
    typed: () => ({ kind: 'fee', label: 'Gift wrap', amount: '5' }),
  },
  'a discount is given': {
    by: 'finance',
    action: 'adjust-order',
    audit: 'order.adjust',
    order: (orders) => orders.unpaid(),
    typed: () => ({ kind: 'discount', label: 'For waiting', amount: '7.50' }),
  },
  'a gateway is asked that has nothing new to say': {
    by: 'finance',
    action: 'ask-gateway',
    audit: 'order.ask_gateway',
    order: (orders) => orders.placed(paidBy('pm_card_threeDSecure2Required')),
  },
};

describe('a move of an order at the panel', () => {
  let world: World;
  let orders: MovedOrders;
  let panel: OpenPanel;

  beforeAll(async () => {
    panel = await OpenPanel.start({ settings: { GATEWAY_CALL_SECONDS: '1' }, browser: false });
    ({ world } = panel);
    orders = await MovedOrders.of(world);
  }, STARTING_MS);
  afterAll(() => panel?.stop());
  afterEach(() => world.gateway.clearFaults());

  const open = async (by: Role, action: string, recordId: string) =>
    PanelDialog.open(await panel.clientOf(by), action, recordId);
  const audited = async (subjectId: string, by: Role) => {
    const { rows } = await world.db.query(
      `select action, outcome, facts->>'reason' as reason from audit_log
       where subject_id = $1 and actor_kind = 'admin' and actor_id = $2 order by occurred_at, id`,
      [subjectId, await memberOf(world.db, by)],
    );
    return rows;
  };
  /** But for mails, which come in their own time. */
  const standing = async (orderId: string) => ({ ...(await booksOf(world, orderId)), mails: [] });
  /** Sends the dialog, and waits until all that it has said has happened. */
  async function comesTrue(dialog: PanelDialog, orderId: string): Promise<void> {
    expect(dialog.preview).toMatchObject({ isAllowed: true });
    const said = foreseen(dialog.preview);
    const before = await booksOf(world, orderId);
    expect(await dialog.send(REASON)).toMatchObject({ status: 200 });
    const change = async () => happened(before, await booksOf(world, orderId));
    const isTrue = async () => {
      const done = await change();
      return Object.keys({ ...done, ...said }).every((label) => done[label] === said[label]);
    };
    await eventually(isTrue).catch(() => undefined);
    expect(await change()).toEqual(said);
  }

  it.each(Object.entries(CASES))(
    '%s: what the dialog has said, and the audit knows who and why',
    async (_, of) => {
      const order = await of.order(orders);
      await rest(world);
      const dialog = await open(of.by, of.action, order.orderId);
      if (of.typed) await dialog.type(of.typed(order));
      await comesTrue(dialog, order.orderId);
      expect(await audited(order.orderId, of.by)).toEqual([
        { action: of.audit, outcome: 'done', reason: REASON },
      ]);
    },
  );

  it('the shipping alone goes back, by what the dialog says that it was', async () => {
    const { orderId } = await orders.placed();
    await rest(world);
    const dialog = await open('finance', 'refund-order', orderId);
    const hint = dialog.fields.find(({ name }) => name === 'amount')!.hint!;
    const shipping = /shipping was (\d+\.\d+)/.exec(hint)![1]!;
    expect([hint, shipping]).toEqual([expect.stringContaining('269.15 left'), '9.99']);
    await dialog.type({ amount: shipping });
    expect(foreseen(dialog.preview)['Money back']).toBe('$9.99');
    await comesTrue(dialog, orderId);
    expect((await world.gateway.refundsOf(orderId)).map(({ amount }) => amount)).toEqual([999]);
  });

  it('a dialog offers what is left, and no more', async () => {
    const { orderId, productId } = await orders.placed();
    const first = await open('finance', 'refund-order', orderId);
    await first.type({ [`units:${productId}`]: '3' });
    await first.send(REASON);
    const hintOf = ({ fields }: PanelDialog) => fields.find(({ name }) => name.startsWith('units:'))?.hint;
    expect(hintOf(await open('finance', 'refund-order', orderId))).toBe('of 1');
    const too = await open('finance', 'refund-order', orderId);
    expect(await too.type({ [`units:${productId}`]: '2' })).toMatchObject({
      isAllowed: false,
      refusal: expect.stringContaining('1 left to refund'),
    });
    expect(await too.send(REASON)).toMatchObject({ status: 409, body: { code: 'not_allowed_now' } });
  });

  it('promised money that was not given yet is taken now', async () => {
    const atShipment = await world.startAnotherApi({ CAPTURE_AT: 'shipment' });
    const order = await orders.placed(paidBy('pm_card_visa'), atShipment.baseUrl);
    await world.gateway.fault({
      operation: 'payment_intents.capture',
      mode: 'reset_before',
      times: null,
    });
    await orders.shipped(order);
    // It would ask as well.
    await Promise.all([atShipment.running.stop(), world.worker!.stop()]);
    const { orderId } = order;
    const dialog = await open('finance', 'send-capture', orderId);
    expect(foreseen(dialog.preview)).toMatchObject({ 'Money taken': '$269.15' });
    await world.gateway.clearFaults();
    await comesTrue(dialog, orderId);
    expect((await world.gateway.chargesOf(orderId)).map(({ amount }) => amount)).toEqual([26915]);
    expect(await audited(orderId, 'finance')).toEqual([
      { action: 'order.hasten_captures', outcome: 'done', reason: REASON },
    ]);
    await world.startWorker();
  }, 60_000);

  it('the gateway is asked about a payment that nobody knows of, and what it says is settled', async () => {
    await world.gateway.webhooks('pause');
    await world.gateway.fault({ operation: 'payment_intents.confirm', mode: 'hang_after' });
    for (const operation of ['payment_intents.retrieve', 'payment_intents.list'])
      await world.gateway.fault({ operation, mode: 'status', status: 500, times: null });
    await world.worker!.stop();
    const { orderId } = await orders.placed();
    const dialog = await open('finance', 'ask-gateway', orderId);
    await world.gateway.clearFaults();

    expect(await dialog.send(REASON)).toMatchObject({ body: { message: 'The gateway says: settled.' } });

    expect(await orders.read(orderId)).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
    expect(await audited(orderId, 'finance')).toContainEqual({
      action: 'order.ask_gateway',
      outcome: 'done',
      reason: REASON,
    });
    await world.gateway.webhooks('resume');
    await world.startWorker();
  });

  it.each([
    [
      'ship-order',
      'fulfilment',
      { carrier: 'UPS', trackingNumber: '1Z1', trackingUrl: 'javascript:alert(1)' },
    ],
    ['ship-order', 'fulfilment', { carrier: 'U\u0007PS', trackingNumber: '1Z1' }],
    ['ship-order', 'fulfilment', { carrier: 'UPS', trackingNumber: '<b>1</b>' }],
    ['ship-order', 'fulfilment', { carrier: 'UPS', trackingNumber: '1Z1', units: '1.5' }],
    ['ship-order', 'fulfilment', { carrier: 'UPS', trackingNumber: '1Z1', units: '-1' }],
    ['ship-order', 'fulfilment', { carrier: 'UPS', trackingNumber: '1Z1', units: 'two' }],
    ['cancel-items', 'finance', { units: '-1' }],
    ['cancel-items', 'finance', { units: '0.5' }],
    ['refund-order', 'finance', { amount: 'ten' }],
    ['refund-order', 'finance', { amount: '-5' }],
    ['refund-order', 'finance', { amount: '1e400' }],
    ['refund-order', 'finance', { amount: '1.005' }],
    ['refund-order', 'finance', { units: '-1' }],
    ['refund-order', 'finance', { amount: '1', reasonForCustomer: 'two\nlines' }],
    ['adjust-order', 'finance', { kind: 'fee', label: 'x'.repeat(101), amount: '5' }],
    ['adjust-order', 'finance', { kind: 'fee', label: ' ', amount: '5' }],
    ['adjust-order', 'finance', { kind: 'fee', label: 'Gift wrap', amount: 'five' }],
  ] as const)('%s by %s refuses %j before anything happens, and says why', async (action, by, given) => {
    const order = await (action === 'adjust-order' ? orders.unpaid() : orders.prepared());
    await rest(world);
    const { units, ...typed } = given as Record<string, string>;
    const dialog = await open(by, action, order.orderId);
    const before = await standing(order.orderId);
    const shown = await dialog.type({ ...typed, ...(units && { [`units:${order.productId}`]: units }) });
    expect(shown).toMatchObject({ isAllowed: false, refusal: expect.stringMatching(/\w/) });
    expect(await dialog.send(REASON)).toMatchObject({ status: 409, body: { text: shown.refusal } });
    expect(await standing(order.orderId)).toEqual(before);
  });

  it.each([
    ['more than was announced', '2', '1'],
    ['less than nothing of one', '-1', '2'],
    ['a part of a unit', '0.5', '0'],
  ])('a return of which %s comes is refused', async (_, restock, writeOff) => {
    const { orderId, returnId, productId } = await orders.comingBack();
    await rest(world);
    const dialog = await open('fulfilment', 'receive-return', orderId);
    const of = `${returnId}:${productId}`;
    const shown = await dialog.type({ [`restock:${of}`]: restock, [`writeOff:${of}`]: writeOff });
    expect(shown).toMatchObject({ isAllowed: false });
    const before = await standing(orderId);
    expect(await dialog.send(REASON)).toMatchObject({ status: 409 });
    expect(await standing(orderId)).toEqual(before);
  });

  it('of two returns of one order that may come the chosen one is received, by its own counts', async () => {
    const first = await orders.comingBack(1);
    const second = { ...first, returnId: await orders.anotherReturn(first, 2) };
    await rest(world);
    const dialog = await open('fulfilment', 'receive-return', first.orderId);
    const of = `${second.returnId}:${second.productId}`;
    await dialog.type({ returnId: second.returnId, [`restock:${of}`]: '1', [`writeOff:${of}`]: '1' });
    await comesTrue(dialog, first.orderId);
    const { rows } = await world.db.query(
      `select r.status, l.restocked, l.written_off from returns r join return_lines l on l.return_id = r.id
       join orders o on o.id = r.order_id where o.number = $1 order by r.id`,
      [first.orderId],
    );
    expect(rows).toEqual([
      { status: 'approved', restocked: 0, written_off: 0 },
      { status: 'received', restocked: 1, written_off: 1 },
    ]);
  });

  it('a note is written once, however often it is sent, and the audit tells that there is one', async () => {
    const { orderId } = await orders.placed();
    const dialog = await open('support', 'write-note', orderId);
    const client = await panel.clientOf('support');
    const { token, version } = await client.open('write-note', orderId);
    const body = { input: { text: 'Rings at noon' }, token, version };
    const answers = await Promise.all([1, 2].map(() => client.post(`/do/write-note/${orderId}`, body)));
    expect([dialog.preview.isAllowed, ...answers.map(({ status }) => status)]).toEqual([true, 200, 200]);
    expect(await audited(orderId, 'support')).toEqual([
      { action: 'order.note', outcome: 'done', reason: null },
    ]);
  });

  it('all books are in order', () => expectInvariants(world), 60_000);
});
