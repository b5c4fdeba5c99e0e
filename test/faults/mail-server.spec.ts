import type { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { fillCart, paidBy, World } from '../support/world.js';

/** A mail server that is silent is given up after ten seconds; then comes the next try. */
const STALLS_WITHIN_MS = 45_000;

describe('a mail server that refuses, stalls and loses answers', () => {
  let world: World;
  let admin: Client;
  beforeAll(async () => {
    world = await World.start();
    admin = await world.admin();
  });
  afterEach(() => world.mail.behave());
  afterAll(() => world.stop());

  async function ordered(): Promise<{ customer: Client; orderId: string; email: string }> {
    const customer = await world.customer();
    await fillCart(customer, await world.product(5));
    const placed = await customer.post('/orders/create', paidBy('pm_card_visa'));
    expect(placed.status).toBe(201);
    const { email } = (await customer.get('/auth/me')).body;
    return { customer, orderId: placed.body.orderId, email };
  }

  const mailsOf = async (orderId: string) => (await admin.get(`/orders/${orderId}/mails`)).body.mails;
  const fateOf = (orderId: string, status: string, withinMs?: number) =>
    eventually(
      async () => {
        const [mail] = await mailsOf(orderId);
        return mail?.status === status && mail;
      },
      { withinMs },
    );
  const asked = async (orderId: string): Promise<{ facts: Record<string, unknown>; closed: boolean }[]> =>
    (
      await world.db.query(
        `select i.facts, i.closed_at is not null as closed from interventions i join orders o on o.id = i.order_id
         where o.number = $1 and i.kind = 'mail_failed'`,
        [orderId],
      )
    ).rows;
  const copiesOf = (orderId: string) =>
    world.mail.mails.filter(({ subject }) => subject === `Your order ${orderId} is confirmed`);

  it('an address that is refused for good is not tried again: a person is asked, and sends it to another', async () => {
    world.mail.behave({ recipient: () => 550 });
    const { customer, orderId, email } = await ordered();
    const mail = await fateOf(orderId, 'failed');
    expect(mail).toMatchObject({ tries: 1, lastError: 'EENVELOPE 550 RCPT TO' });
    expect(JSON.stringify(await asked(orderId))).not.toContain(email);
    expect(await asked(orderId)).toEqual([
      {
        facts: { mailId: mail.mailId, template: 'order-confirmed', reason: mail.lastError },
        closed: false,
      },
    ]);
    expect((await customer.get(`/orders/${orderId}`)).body).toMatchObject({
      status: 'confirmed',
      emailStatus: 'failed',
    });

    // The first address once more is refused again, and is the same need of the same person.
    await admin.post(`/mails/${mail.mailId}/resend`, {});
    await eventually(async () => (await mailsOf(orderId))[1]?.status === 'failed');
    expect(await asked(orderId)).toHaveLength(1);

    world.mail.behave({ recipient: (address) => (address === email ? 550 : undefined) });
    await admin.post(`/mails/${mail.mailId}/resend`, { email: 'ada.new@example.org' });
    await eventually(async () => (await asked(orderId))[0]!.closed);
    expect(copiesOf(orderId)).toHaveLength(1);
    await eventually(async () => (await customer.get(`/orders/${orderId}`)).body.emailStatus === 'sent');
  });

  it.each([
    ['the recipient', { recipient: () => 450 }],
    ['the message', { message: 451 }],
  ] as const)('a refusal of %s for now is tried again, and the customer gets one mail', async (_, faults) => {
    world.mail.behave(faults);
    const { orderId } = await ordered();
    await eventually(async () => ((await mailsOf(orderId))[0]?.tries ?? 0) >= 2);
    expect(await asked(orderId)).toEqual([]);
    world.mail.behave();
    await fateOf(orderId, 'sent');
    expect(copiesOf(orderId)).toHaveLength(1);
  });

  it('what has been tried for a day becomes a person’s', async () => {
    world.mail.behave({ recipient: () => 450 });
    const { orderId } = await ordered();
    await eventually(async () => ((await mailsOf(orderId))[0]?.tries ?? 0) >= 1);
    await world.db.query(
      `update mails m set queued_at = now() - interval '25 hours' from orders o where o.id = m.order_id and o.number = $1`,
      [orderId],
    );
    expect((await fateOf(orderId, 'failed')).lastError).toBe('EENVELOPE 450 RCPT TO');
    expect(await asked(orderId)).toHaveLength(1);
  });

  it(
    'a server that takes the message and never answers is given up, and asked again',
    async () => {
      world.mail.behave({ message: 'stall' });
      const { orderId } = await ordered();
      await eventually(async () => ((await mailsOf(orderId))[0]?.lastError ?? null) !== null, {
        withinMs: STALLS_WITHIN_MS,
      });
      world.mail.behave();
      await fateOf(orderId, 'sent', STALLS_WITHIN_MS);
      expect(copiesOf(orderId)).toHaveLength(1);
    },
    3 * STALLS_WITHIN_MS,
  );

  it('an answer that is lost brings the message again under the same id, which mailboxes show once', async () => {
    world.mail.behave({ message: 'lose' });
    const { orderId } = await ordered();
    await eventually(() => copiesOf(orderId).length > 0);
    world.mail.behave();
    const mail = await fateOf(orderId, 'sent');
    expect(mail.tries).toBeGreaterThan(1);
    expect(copiesOf(orderId).length).toBe(mail.tries);
    expect(new Set(copiesOf(orderId).map(({ messageId }) => messageId)).size).toBe(1);
  });

  it('what is not true any more when the server is back is not told', async () => {
    await world.mail.goDown();
    const customer = await world.customer();
    await fillCart(customer, await world.product(5));
    const declined = await customer.post('/orders/create', paidBy('pm_card_chargeDeclined'));
    const { orderId } = declined.body;
    await eventually(async () => (await mailsOf(orderId))[0]?.template === 'payment-failed');
    await customer.post('/payment/process', { orderId, paymentDetails: { token: 'pm_card_visa' } });
    await world.mail.comeBack();
    await world.mail.mailFor(orderId, 'confirmed');
    await fateOf(orderId, 'obsolete');
    expect(world.mail.mails.filter(({ subject }) => subject?.includes(orderId))).toHaveLength(1);
  });
});
