import { randomUUID } from 'node:crypto';
import type { Move, RefundProposal } from '../../src/orders/back-office/index.js';
import type { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { expectInvariants } from '../support/invariants.js';
import { Panel } from '../support/panel.js';
import { fillCart, paidBy, World } from '../support/world.js';

const refundOf = (amount: number): Move => ({ move: 'refund', input: { amount } });
const CANCEL: Move = { move: 'cancel', input: {} };

describe('a refund above the limit', () => {
  let world: World;
  let admin: Client;
  let panel: Panel;
  beforeAll(async () => {
    world = await World.start();
    const limits = { REFUND_SECOND_PERSON_ABOVE: 'USD:100', FINANCE_REFUND_LIMIT: 'USD:250.50 *:0' };
    [admin, panel] = await Promise.all([world.admin(), Panel.start(world, limits)]);
  }, 90_000);
  afterAll(async () => {
    await panel.stop();
    await world.stop();
  });

  /** 4 at 59.99: 269.15 with tax and shipping. */
  async function paidOrder(): Promise<string> {
    const customer = await world.guest();
    await fillCart(customer, await world.product(9), 4);
    return (await customer.post('/orders/create', paidBy('pm_card_visa'))).body.orderId as string;
  }

  const previewOf = (orderId: string, move: Move) => panel.preview(orderId, move);
  const given = async (orderId: string) =>
    (await world.gateway.refundsOf(orderId)).map(({ amount }) => amount);
  async function make(orderId: string, move: Move, more: object = {}) {
    const { version: expectedVersion } = await previewOf(orderId, move);
    return panel.make(orderId, move, { expectedVersion, ...more });
  }
  async function proposed(orderId: string, move: Move): Promise<string> {
    const { proposalId } = await make(orderId, move);
    return proposalId!;
  }
  const second = { kind: 'admin', id: randomUUID() } as const;
  const decide = (proposalId: string, more: object = {}) =>
    panel.ask<RefundProposal>('DecideRefund', 'run', {
      actor: second,
      proposalId,
      decision: 'approved',
      reason: 'Seen the parcel',
      limitMinor: null,
      ...more,
    });
  const waiting = async (orderId: string) =>
    (await panel.ask<RefundProposal[]>('RefundProposals', 'waiting')).filter(
      (each) => each.orderId === orderId,
    );

  it('is made at once up to the limit, with what went back before', async () => {
    const orderId = await paidOrder();
    expect(await make(orderId, refundOf(60))).not.toHaveProperty('proposalId');
    expect(await given(orderId)).toEqual([6000]);
    expect(await previewOf(orderId, refundOf(40))).toMatchObject({ needsSecondPerson: false });
    expect(await previewOf(orderId, refundOf(40.01))).toMatchObject({ needsSecondPerson: true });
  });

  it.each([
    ['a refund', refundOf(100.01), [10001]],
    ['a cancellation', CANCEL, [26915]],
  ] as const)('%s waits for a second person, and is made once', async (_, move, amounts) => {
    const orderId = await paidOrder();
    const proposalId = await proposed(orderId, move);
    expect(await given(orderId)).toEqual([]);
    expect((await admin.get(`/orders/${orderId}`)).body.status).toBe('confirmed');
    expect(await waiting(orderId)).toMatchObject([
      { proposalId, move: move.move, proposedBy: panel.actor.id },
    ]);

    const decided = await Promise.allSettled([decide(proposalId), decide(proposalId)]);

    expect(decided.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await given(orderId)).toEqual(amounts);
    expect(await panel.ask('RefundProposals', 'of', orderId)).toMatchObject([
      { status: 'done', decidedBy: second.id, decidedReason: 'Seen the parcel' },
    ]);
    await expect(decide(proposalId)).rejects.toMatchObject({ code: 'refund_proposal_decided' });
    const { rows } = await world.db.query(
      `select action, actor_id from audit_log where subject_id = $1 and action like 'refund.%e' order by occurred_at`,
      [orderId],
    );
    expect(rows).toEqual([
      { action: 'refund.propose', actor_id: panel.actor.id },
      { action: 'refund.approve', actor_id: second.id },
    ]);
  });

  it('is not decided by who has proposed it: not by the product, and not by the database', async () => {
    const orderId = await paidOrder();
    const proposalId = await proposed(orderId, CANCEL);
    await expect(decide(proposalId, { actor: panel.actor })).rejects.toMatchObject({
      code: 'second_person_required',
    });
    const forged = world.db.query(
      `update refund_proposals set status = 'approved', decided_by = proposed_by, decided_at = now(), decided_reason = 'x'`,
    );
    await expect(forged).rejects.toThrow('a_second_person_decides');
    expect(await given(orderId)).toEqual([]);
  });

  it('that is rejected gives nothing back, and another one can be proposed', async () => {
    const orderId = await paidOrder();
    const proposalId = await proposed(orderId, CANCEL);
    await expect(make(orderId, refundOf(200))).rejects.toMatchObject({ code: 'refund_already_proposed' });
    expect(await decide(proposalId, { decision: 'rejected', reason: 'Too much' })).toMatchObject({
      status: 'rejected',
      decidedReason: 'Too much',
    });
    expect(await given(orderId)).toEqual([]);
    expect(await proposed(orderId, refundOf(200))).toMatch(/^rpr_/);
  });

  it('is stale where the order has changed since: refused with its present state', async () => {
    const orderId = await paidOrder();
    const proposalId = await proposed(orderId, refundOf(200));
    await admin.post(`/orders/${orderId}/prepare`);
    await expect(decide(proposalId)).rejects.toMatchObject({
      code: 'order_has_changed',
      facts: { orderId, orderStatus: 'processing' },
    });
    expect(await given(orderId)).toEqual([]);
    expect(await panel.ask('RefundProposals', 'of', orderId)).toMatchObject([{ status: 'stale' }]);
    expect(await proposed(orderId, refundOf(200))).not.toBe(proposalId);
  });

  it('is over after its time', async () => {
    const orderId = await paidOrder();
    const proposalId = await proposed(orderId, CANCEL);
    await world.db.query(`update refund_proposals set expires_at = now() where status = 'open'`);
    expect(await waiting(orderId)).toEqual([]);
    await expect(decide(proposalId)).rejects.toMatchObject({ code: 'refund_proposal_decided' });
    expect(await proposed(orderId, CANCEL)).not.toBe(proposalId);
  });

  it('is made by the worker where the process that was to make it is gone', async () => {
    const orderId = await paidOrder();
    await proposed(orderId, refundOf(150));
    await world.db.query(
      `update refund_proposals p set status = 'approved', decided_by = $2, decided_reason = 'x', decided_at = now() - interval '2 minutes'
       from orders o where o.id = p.order_id and o.number = $1`,
      [orderId, second.id],
    );
    await world.worker!.stop();
    await world.startWorker();
    await eventually(async () => (await given(orderId)).length > 0);
    expect(await given(orderId)).toEqual([15000]);
  });

  it('of a role is refused with the figures, for whoever decides too', async () => {
    const orderId = await paidOrder();
    const limitMinor = await panel.ask<number>('RefundLimits', 'ofFinance', 'USD');
    expect(limitMinor).toBe(25050);
    await expect(make(orderId, refundOf(250.51), { limitMinor })).rejects.toMatchObject({
      code: 'refund_above_limit',
      facts: { orderId, amountMinor: 25051, limitMinor, currency: 'USD' },
    });
    const proposalId = await proposed(orderId, CANCEL);
    await expect(decide(proposalId, { limitMinor })).rejects.toMatchObject({ code: 'refund_above_limit' });
    expect(await given(orderId)).toEqual([]);
  });

  it('leaves all books in order', () => expectInvariants(world), 60_000);
});
