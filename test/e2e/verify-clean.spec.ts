import { eventually } from '../support/eventually.js';
import { expectInvariants } from '../support/invariants.js';
import { ADDRESS, fillCart, paidBy, World } from '../support/world.js';

describe('verify, where nothing is wrong', () => {
  describe.each([
    ['money that is taken with the order', {}],
    ['money that is taken with the parcel', { CAPTURE_AT: 'shipment' }],
  ])('over %s', (_, settings) => {
    let world: World;
    beforeAll(async () => {
      world = await World.start({ settings });
    });
    afterAll(() => world.stop());

    const place = async (body: object) => {
      const customer = await world.guest();
      const productId = await world.product(9);
      await fillCart(customer, productId, 2);
      const { orderId } = (await customer.post('/orders/create', body)).body as { orderId: string };
      return { customer, productId, orderId };
    };

    it('has no break after orders of every fate, and says in one line what it looked at', async () => {
      const admin = await world.admin();
      const ship = async (
        { orderId, productId }: { orderId: string; productId: string },
        quantity: number,
      ) => {
        const parcel = { carrier: 'UPS', trackingNumber: orderId, items: [{ productId, quantity }] };
        await admin.post(`/orders/${orderId}/prepare`);
        await admin.post(`/orders/${orderId}/ship`, parcel);
      };
      await place({ shippingAddress: ADDRESS });
      await place(paidBy('pm_card_visa_chargeDeclined'));
      await place(paidBy('pm_card_authenticationRequired'));
      const cancelled = await place(paidBy('pm_card_visa'));
      await cancelled.customer.post(`/orders/${cancelled.orderId}/cancel`);
      const calledBack = await place(paidBy('pm_card_visa'));
      await ship(calledBack, 1);
      await calledBack.customer.post(`/orders/${calledBack.orderId}/cancel`);
      const shipped = await place(paidBy('pm_card_visa'));
      await ship(shipped, 2);
      await admin.post(`/orders/${shipped.orderId}/refunds`, { amount: 10, reason: 'Damaged' }, { key: 'a' });
      const inVain = await place(paidBy('pm_card_refundFail'));
      await ship(inVain, 1);
      await admin.post(`/orders/${inVain.orderId}/refunds`, { amount: 10, reason: 'Damaged' }, { key: 'b' });
      const disputed = await place(paidBy('pm_card_visa'));
      await ship(disputed, 2);
      const [attempt] = await world.attemptsOf(disputed.orderId);
      const dispute = await world.gateway.act<{ id: string }>(`intents/${attempt!.intent_id}/dispute`);
      await eventually(async () => (await disputesOf(disputed.orderId)).length === 1);
      await world.gateway.act(`disputes/${dispute.id}/close`, { status: 'won' });
      await eventually(async () => (await disputesOf(disputed.orderId))[0]?.status === 'won');
      await eventually(async () => (await world.gateway.journal('refund_failed')).length === 1);

      const { code, stdout } = await world.verify();

      expect(stdout).toMatch(
        /^No break in 8 orders, 7 attempts, \d captures, [34] refunds, 1 disputes, \d+ transfers, \d+ products, \d+ stripe movements, 0 foreign stripe movements\.\n$/,
      );
      expect(code).toBe(0);
    });

    const disputesOf = async (orderId: string): Promise<{ status: string }[]> =>
      (await (await world.admin()).get(`/orders/${orderId}`)).body.disputes;

    it('and the invariants, which ask it too, hold', () => expectInvariants(world));
  });
});
