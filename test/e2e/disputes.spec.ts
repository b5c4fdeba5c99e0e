import type { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { expectInvariants } from '../support/invariants.js';
import { ledgerOf } from '../support/rows.js';
import { fillCart, paidBy, World } from '../support/world.js';

describe('a customer who complains at the bank', () => {
  let world: World;
  let admin: Client;
  beforeAll(async () => {
    world = await World.start();
    admin = await world.admin();
  });
  afterAll(() => world.stop());

  async function disputedOrder(more: object = {}) {
    const customer = await world.customer();
    await fillCart(customer, await world.product(9));
    const orderId: string = (await customer.post('/orders/create', paidBy('pm_card_visa'))).body.orderId;
    const [attempt] = await world.attemptsOf(orderId);
    const dispute = await world.gateway.act<{ id: string }>(`intents/${attempt!.intent_id}/dispute`, more);
    const shown = async () => (await customer.get(`/orders/${orderId}`)).body;
    await eventually(async () => (await shown()).disputes.length === 1);
    const close = async (status: 'won' | 'lost') => {
      await world.gateway.act(`disputes/${dispute.id}/close`, { status });
      await eventually(async () => (await shown()).disputes[0].status === status);
    };
    return { orderId, dispute, shown, close };
  }

  const movementsOf = async (orderId: string): Promise<[string, number][]> =>
    (await ledgerOf(world, orderId)).map((row) => [row.movement, row.amount_minor]);

  const interventionsOf = async (orderId: string): Promise<{ kind: string; open: boolean }[]> =>
    (
      await world.db.query(
        `select kind, closed_at is null as open from interventions i join orders o on o.id = i.order_id where o.number = $1`,
        [orderId],
      )
    ).rows;

  it('leaves the order as it is; the money is booked as disputed and a person is asked', async () => {
    const { orderId, dispute, shown } = await disputedOrder();
    const order = await shown();
    expect(order).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
    expect(order.disputes).toMatchObject([
      { disputeId: dispute.id, status: 'open', reason: 'fraudulent', amount: 74.78, closedAt: null },
    ]);
    expect(order.timeline.map((each: { event: string }) => each.event)).toContain('dispute.opened');
    expect((await movementsOf(orderId)).slice(-2)).toEqual([
      ['disputed', 7478],
      ['fee', 1500],
    ]);
    expect(await interventionsOf(orderId)).toEqual([{ kind: 'dispute_opened', open: true }]);
  });

  it('gives no money back twice: what the bank has taken is not refundable', async () => {
    const { orderId } = await disputedOrder();
    const refused = await admin.post(
      `/orders/${orderId}/refunds`,
      { amount: 1, reason: 'Damaged' },
      { key: crypto.randomUUID() },
    );
    expect(refused.body).toMatchObject({ code: 'refund_exceeds_captured', captured: 74.78, refundable: 0 });
    const cancelled = await admin.post(`/orders/${orderId}/cancel`, { reason: 'Disputed' });
    expect(cancelled.body).toMatchObject({ refundId: null });
  });

  it('that is won brings the money back, and the intervention closes by itself', async () => {
    const { orderId, shown, close } = await disputedOrder();
    await close('won');
    expect((await movementsOf(orderId)).at(-1)).toEqual(['dispute_won', 7478]);
    expect(await interventionsOf(orderId)).toEqual([{ kind: 'dispute_opened', open: false }]);
    expect((await shown()).timeline.at(-1)).toMatchObject({ event: 'dispute.closed' });
    const refunded = await admin.post(
      `/orders/${orderId}/refunds`,
      { amount: 74.78, reason: 'Goodwill' },
      { key: crypto.randomUUID() },
    );
    expect(refunded.body.paymentStatus).toBe('refunded');
  });

  it('that is won after the order was cancelled gives the money to the customer', async () => {
    const { orderId, shown, close } = await disputedOrder();
    await admin.post(`/orders/${orderId}/cancel`, { reason: 'Disputed' });
    await close('won');
    await eventually(async () => (await shown()).paymentStatus === 'refunded');
    expect((await world.gateway.refundsOf(orderId)).map((each) => each.amount)).toEqual([7478]);
  });

  it('that is lost is booked as a loss', async () => {
    const { orderId, close } = await disputedOrder();
    await close('lost');
    expect((await movementsOf(orderId)).at(-1)).toEqual(['dispute_lost', 7478]);
  });

  it('is booked once, however often and in whatever order the news comes', async () => {
    const { orderId, close } = await disputedOrder();
    await close('won');
    const before = await movementsOf(orderId);
    const { rows } = await world.db.query<{ event_id: string }>(
      `select event_id from stored_webhooks where type like 'charge.dispute.%'`,
    );
    await world.db.query(`delete from stored_webhooks where type like 'charge.dispute.%'`);
    for (const { event_id } of rows.toReversed()) await world.gateway.redeliver(event_id);
    await eventually(
      async () =>
        (
          await world.db.query(
            `select count(*)::int as n from stored_webhooks where type like 'charge.dispute.%' and applied_at is not null`,
          )
        ).rows[0].n === rows.length,
    );
    expect(await movementsOf(orderId)).toEqual(before);
  });

  it('and everything adds up', () => expectInvariants(world));
});
