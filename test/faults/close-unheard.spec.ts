import type { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { expectInvariants } from '../support/invariants.js';
import { age, becomes, ENDED, endOf, type LateOrder, PAID, stateOf } from '../support/late-order.js';
import { askedOrder, goSilent } from '../support/outside.js';
import { World } from '../support/world.js';

describe('a payment that is closed while the gateway', () => {
  let world: World;
  let admin: Client;
  beforeAll(async () => {
    world = await World.start({
      settings: {
        GATEWAY_CALL_SECONDS: '0.7',
        ATTEMPT_DEADLINE_SECONDS: '1.6',
        GATEWAY_BREAKER_SECONDS: '0.5',
      },
    });
    admin = await world.admin();
  });
  afterAll(() => world.stop());
  afterEach(async () => {
    await world.gateway.clearFaults();
    await world.gateway.webhooks('resume');
  });

  const payAnew = ({ customer, orderId }: LateOrder) =>
    customer.post('/payment/process', { orderId, paymentDetails: { token: 'pm_card_visa' } });
  const cancelBy = (caller: Client, { orderId }: LateOrder) => caller.post(`/orders/${orderId}/cancel`);
  const hang = () =>
    world.gateway.fault({ operation: 'payment_intents.retrieve', mode: 'hang_before', times: null });

  it.each([
    ['cannot be asked', () => goSilent(world)],
    ['hangs', hang],
  ])('%s: a new card has to wait, and nothing is charged', async (_, fault) => {
    const order = await askedOrder(world);
    await fault();
    const refused = await payAnew(order);
    expect([refused.status, refused.body.code]).toEqual([409, 'payment_outcome_pending']);
    expect(refused.body.orderId).toBe(order.orderId);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await stateOf(world, order)).toMatchObject({ status: 'pending', hold: 'held' });
    expect(await world.attemptsOf(order.orderId)).toHaveLength(1);
    await world.gateway.clearFaults();
    await eventually(async () => (await payAnew(order)).status === 200);
    expect(await endOf(world, order)).toEqual(PAID);
  });

  it('cannot be asked: an order that is too old waits, and ends when it can', async () => {
    const order = await askedOrder(world);
    await goSilent(world);
    const asked = async () =>
      (await world.gateway.journal('request')).filter(({ intent }) => intent === order.intentId).length;
    const before = await asked();
    await age(world, order);
    // The sweep has tried, and tries again.
    await eventually(async () => (await asked()) > before + 1);
    expect(await stateOf(world, order)).toMatchObject({ status: 'pending', hold: 'held' });
    await world.gateway.clearFaults();
    await becomes(world, order, {
      status: 'cancelled',
      cancel_reason: 'payment_expired',
      hold: 'released',
    });
  });

  it.each([
    ['its customer', ({ customer }: LateOrder) => customer],
    ['an admin', () => admin],
  ])('cannot be asked: %s cancels at once, and the units wait for the payment', async (_, by) => {
    const order = await askedOrder(world);
    await goSilent(world);
    const cancelled = await cancelBy(by(order), order);
    expect(cancelled.status).toBe(200);
    expect(cancelled.body).toMatchObject({ refundId: expect.any(String), refundStatus: 'pending' });
    expect(await stateOf(world, order)).toMatchObject({ status: 'cancelled', hold: 'held' });
    await world.gateway.clearFaults();
    await becomes(world, order, { hold: 'released' });
    expect(await endOf(world, order)).toEqual(ENDED);
    const { refundId } = cancelled.body;
    expect((await cancelBy(by(order), order)).body).toMatchObject({
      refundId,
      refundStatus: 'not_required',
    });
  });

  it('leaves everything adding up', () => expectInvariants(world));
});
