import { randomUUID } from 'node:crypto';
import { eventually } from './eventually.js';
import { partnerOf } from './partners.js';
import { Receiver } from './receiver.js';
import { fillCart, paidBy, type World } from './world.js';

/** A world of `busyShop` allows a partner on this machine. */
export const BUSY_SETTINGS = { WEBHOOK_ALLOW_INSECURE: 'true', WEBHOOK_ALLOW_PRIVATE: 'true' };

/** What a panel's tests look for. */
export interface BusyShop {
  readonly email: string;
  readonly productId: string;
  readonly number: string;
  readonly trackingNumber: string;
  readonly receiver: Receiver;
}

/** A shop in which everything has happened once: an order that was paid, sent, returned, paid back and contested, and told of. */
export async function busyShop(world: World): Promise<BusyShop> {
  const receiver = await Receiver.start();
  await receiver.listen(await partnerOf(world));
  const admin = await world.admin();
  const customer = await world.customer();
  const email: string = (await customer.get('/auth/me')).body.email;
  const productId = await world.product(9);
  await fillCart(customer, productId, 3);
  const number: string = (await customer.post('/orders/create', paidBy('pm_card_visa'))).body.orderId;
  await fillCart(customer, productId, 1);
  const trackingNumber = `1Z${randomUUID().replaceAll(/\D/g, '').padEnd(10, '7').slice(0, 10)}`;
  await admin.post(`/orders/${number}/prepare`);
  await admin.post(`/orders/${number}/ship`, { carrier: 'UPS', trackingNumber });
  await admin.post(`/orders/${number}/deliver`);
  const asked = { items: [{ productId, quantity: 1 }], reason: 'Too small' };
  const { returnId } = (await customer.post(`/orders/${number}/returns`, asked, { key: randomUUID() })).body;
  await admin.post(`/returns/${returnId}/approve`);
  await admin.post(`/returns/${returnId}/receive`);
  const [attempt] = await world.attemptsOf(number);
  await world.gateway.act(`intents/${attempt!.intent_id}/dispute`, {});
  await eventually(async () => (await customer.get(`/orders/${number}`)).body.disputes.length === 1);
  await eventually(() => receiver.of(number).length > 5);
  await world.mail.mailFor(number, '');
  await killJob(world);
  await eventually(async () => (await openEntries(world)) >= 2);
  return { email, productId, number, trackingNumber, receiver };
}

/** A job that was tried in vain, as if a day had gone by. */
async function killJob(world: World): Promise<void> {
  await world.db.query(
    `insert into pgboss.job (id, name, data, source_name, policy) values ($1, 'dead-jobs', '{}', 'webhooks', 'standard')`,
    [randomUUID()],
  );
}

async function openEntries({ db }: World): Promise<number> {
  const { rows } = await db.query('select count(*)::int as count from interventions where closed_at is null');
  return rows[0].count;
}
