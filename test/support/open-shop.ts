import { randomUUID } from 'node:crypto';
import { ADDRESS, fillCart, paidBy, type World } from './world.js';

/** Some for each age that the dashboard knows. */
const UNTOUCHED = 9;

async function buy(world: World, body: object = paidBy('pm_card_visa'), currency = 'USD'): Promise<string> {
  const customer = await world.guest();
  await fillCart(customer, await world.product(9, 5_999, { currency }), 2);
  return (await customer.post('/orders/create', body)).body.orderId;
}

/**
 * Sold, refused, sent, cancelled, given back; in two currencies and by several methods. Tells of orders that nobody has
 * touched since.
 */
export async function aDayOfTheShop(world: World): Promise<readonly string[]> {
  const admin = await world.admin();
  for (const token of ['pm_card_chargeDeclined', 'pm_card_chargeDeclinedInsufficientFunds'])
    await buy(world, paidBy(token));
  await buy(world, { ...paidBy('pm_card_visa'), paymentMethod: 'debit_card' });
  await admin.call('PUT', '/tariffs/shipping', { body: { country: '*', currency: 'EUR', price: 5 } });
  await buy(world, paidBy('pm_card_visa'), 'EUR');
  await buy(world, { shippingAddress: ADDRESS });
  await buy(world, { shippingAddress: ADDRESS, paymentMethod: 'bank_transfer' });
  const [prepared, sent, cancelled] = [await buy(world), await buy(world), await buy(world)];
  for (const number of [prepared, sent]) await admin.post(`/orders/${number}/prepare`);
  await admin.post(`/orders/${sent}/ship`, { carrier: 'UPS', trackingNumber: `1Z${Date.now()}` });
  await admin.post(`/orders/${cancelled}/cancel`);
  const untouched: string[] = [];
  for (let n = 0; n < UNTOUCHED; n++) untouched.push(await buy(world));
  return untouched;
}

/** As it is when something is amiss, of every kind and age: orders each a day older than the one before. Without a worker, which would put it right. */
export async function whatIsAmiss({ db }: World, old: readonly string[]): Promise<void> {
  for (const [days, number] of old.entries())
    await db.query(`update orders set created_at = now() - make_interval(days => $1) where number = $2`, [
      days,
      number,
    ]);
  await db.query(
    `update payment_attempts set status = 'unknown' where id = (
       select id from payment_attempts where status in ('processing', 'requires_action') limit 1)`,
  );
  await db.query(
    `insert into refunds select (jsonb_populate_record(null::refunds, to_jsonb(r) || jsonb_build_object('id', gen_random_uuid(), 'status', 'pending',
       'retry_of', null, 'gateway_refund_id', null))).* from (select * from refunds limit 1) r`,
  );
  await db.query(
    `with wanted as (
     insert into returns (id, order_id, customer_id, status, decided_at, carries_refund, reason, requested_by)
     select gen_random_uuid(), id, customer_id, state, case when state = 'approved' then now() end, true, 'Too small',
       'customer'
     from orders, unnest(array['requested', 'requested', 'approved']) state where status = 'shipped'
     returning id, order_id, customer_id)
     insert into return_lines (return_id, order_id, line_no, product_id, customer_id, quantity)
     select w.id, w.order_id, l.line_no, l.product_id, w.customer_id, 1 from wanted w join order_lines l on l.order_id = w.order_id`,
  );
  await db.query(
    `update mails set status = 'failed' where id in (select id from mails order by queued_at limit 2)`,
  );
  await db.query(
    `insert into interventions (id, kind, subject_id, remedy, facts, opened_at)
     select gen_random_uuid(), kind, kind || n, 'Look it up.', '{}', now() - make_interval(days => n)
     from unnest(array['payment_unresolved', 'mail_failed', 'job_dead']) kind, generate_series(1, 3) n
     where kind <> 'job_dead' or n < 3`,
  );
  for (const queue of ['webhooks', 'webhooks', 'events'])
    await db.query(
      `insert into pgboss.job (id, name, data, source_name, policy) values ($1, 'dead-jobs', '{}', $2, 'standard')`,
      [randomUUID(), queue],
    );
  await db.query(
    `insert into pgboss.job (id, name, data, policy) values ($1, 'webhooks', '{}', 'standard')`,
    [randomUUID()],
  );
}
