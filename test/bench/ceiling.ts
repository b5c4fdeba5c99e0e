import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { v7 } from 'uuid';
import { type Percentiles, percentilesOf } from './load.ts';

export interface Ceiling {
  readonly orders: number;
  readonly ordersPerSecond: number;
  readonly orderMs: Percentiles;
}

/**
 * What Postgres alone can take: the rows of one paid order in two statements that each commit for themselves, prepared
 * once per connection. No HTTP, no gateway, no decision; the product is measured against this.
 */
const INTENT = `
  with moved as (
    update stock set held = held + l.quantity
    from (select s.product_id, w.quantity from stock s join (values ($5, 1), ($6, 1)) w(product_id, quantity) using (product_id)
          where s.on_hand - s.held >= w.quantity order by s.product_id for no key update of s) l
    where stock.product_id = l.product_id returning 1),
  placed as (
    insert into orders (id, number, customer_id, cart_version, cart_cleared, status, payment_status, hold, payment_method,
      currency, total_minor, shipping_minor, tax_minor, grand_total_minor, destination_key, personal, expires_at)
    values ($1, $2, $3, null, false, 'pending', 'pending', 'held', 'credit_card', 'USD', 2000, 999, 160, 3159,
      'x3n1Q2mS1dT0aPZgB6tqkW4hY8uVfLrEoCj9iDsXcGM', $7, now() + interval '15 minutes')),
  lined as (
    insert into order_lines (order_id, customer_id, line_no, product_id, product_name, quantity, price_minor, subtotal_minor)
    values ($1, $3, 1, $5, 'Stoneware mug', 1, 1000, 1000), ($1, $3, 2, $6, 'Gooseneck kettle', 1, 1000, 1000)),
  attempted as (
    insert into payment_attempts (id, order_id, customer_id, gateway, method, amount_minor, currency, status,
      captured_minor, refunded_minor, deadline_at, next_check_at)
    values ($4, $1, $3, 'stripe', 'credit_card', 3159, 'USD', 'started', 0, 0, now() + interval '15 s', now() + interval '15 s')),
  told as (
    insert into events (id, type, order_id, customer_id, actor, data)
    values ($8, 'order.created', $1, $3, 'customer', '{"from": null, "to": "pending", "amountMinor": 3159, "currency": "USD"}'),
      ($9, 'payment.started', $1, $3, 'customer', $10)),
  audited as (
    insert into audit_log (id, action, outcome, actor_kind, actor_id, subject_kind, subject_id, request_id, facts)
    values ($11, 'order.place', 'done', 'customer', $3, 'order', $2, $12, $10)),
  claimed as (
    insert into idempotency_keys (owner_id, key, fingerprint, order_id, takeover_at)
    values ($3, $13, 'x3n1Q2mS1dT0aPZgB6tqkW4hY8uVfLrEoCj9iDsXcGM', $1, now() + interval '60 s') on conflict do nothing),
  queued as (
    insert into pgboss.job_common (name, data, retry_limit, retry_delay, retry_backoff, retry_delay_max, expire_seconds, policy)
    values ('events', $14, 20, 1, true, 14400, 300, 'standard'))
  select count(*) from moved`;

const OUTCOME = `
  with moved as (
    update stock set on_hand = on_hand - l.quantity, held = held - l.quantity
    from (select s.product_id, w.quantity from stock s join (values ($4, 1), ($5, 1)) w(product_id, quantity) using (product_id)
          order by s.product_id for no key update of s) l
    where stock.product_id = l.product_id returning 1),
  ordered as (
    update orders set status = 'confirmed', payment_status = 'paid', hold = 'sold', cart_cleared = true,
      paid_attempt_id = $3, email_status = 'queued', expires_at = null, updated_at = now() where id = $1),
  attempted as (
    update payment_attempts set status = 'succeeded', intent_id = $6, transaction_id = $7, card = $8, captured_minor = 3159,
      settled_at = now(), next_check_at = null where id = $3),
  booked as (
    insert into ledger_transfers (id, order_id, customer_id, movement, debit_account, credit_account, amount_minor, currency, reference)
    values ($9, $1, $2, 'captured', 'gateway:stripe', 'customer', 3159, 'USD', $3)),
  taken as (delete from cart_lines where customer_id = $2 and product_id in ($4, $5)),
  emptied as (
    update carts set version = version + 1, updated_at = now(), emptied_by_order_id = $1, emptied_at = now() where customer_id = $2),
  told as (
    insert into events (id, type, order_id, customer_id, actor, data)
    values ($10, 'payment.succeeded', $1, $2, 'customer', $12),
      ($11, 'order.confirmed', $1, $2, 'customer', '{"from": "pending", "to": "confirmed"}')),
  audited as (
    insert into audit_log (id, action, outcome, actor_kind, actor_id, subject_kind, subject_id, request_id, facts)
    values ($13, 'settle.payment_succeeded', 'done', 'customer', $2, 'order', $14, $15, $12)),
  queued as (
    insert into pgboss.job_common (name, data, retry_limit, retry_delay, retry_backoff, retry_delay_max, expire_seconds, policy)
    values ('events', $16, 20, 1, true, 14400, 300, 'standard'))
  select count(*) from moved`;

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const ADDRESS = { street: '123 Main St', city: 'New York', state: 'NY', zipCode: '10001', country: 'USA' };
const PERSONAL = JSON.stringify({
  email: `b-${randomUUID()}@example.com`,
  name: 'Ada Buyer',
  shippingAddress: ADDRESS,
  billingAddress: ADDRESS,
});
const CARD = JSON.stringify({ brand: 'visa', last4: '4242', expiry: '12/34' });

/** Customers with a cart that is long enough for the whole run: each order takes two of its lines. */
export async function prepareCeiling(admin: pg.Pool, clients: number): Promise<string[]> {
  const ids = Array.from({ length: clients * CUSTOMERS_PER_CLIENT }, () => v7());
  await admin.query(
    `with u as (insert into users (id, email_key, personal, password_hash)
                select id, id::text, '{}', 'x' from unnest($1::uuid[]) id returning id),
          c as (insert into carts (customer_id) select id from u returning customer_id)
     select count(*) from c`,
    [ids],
  );
  await admin.query(
    `insert into cart_lines (customer_id, product_id, quantity)
     select c.id, p.id, 1 from unnest($1::uuid[]) c(id), products p where p.id like 'prod_bench_%'`,
    [ids],
  );
  return ids;
}

const CUSTOMERS_PER_CLIENT = 6;

export async function runCeiling(
  url: string,
  customers: readonly string[],
  products: readonly string[],
  clients: number,
  durationMs: number,
): Promise<Ceiling> {
  const connections = await Promise.all(
    Array.from({ length: clients }, async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      return client;
    }),
  );
  const samples: number[] = [];
  const startedAt = performance.now();
  const until = startedAt + durationMs;
  await Promise.all(
    connections.map(async (connection, index) => {
      const own = customers.filter((_, position) => position % clients === index);
      const offset = Math.floor(Math.random() * products.length);
      for (let turn = 0; performance.now() < until; turn++) {
        const first = (offset + 2 * Math.floor(turn / own.length)) % products.length;
        const pair = [products[first]!, products[(first + 1) % products.length]!] as const;
        const began = performance.now();
        await writeOneOrder(connection, own[turn % own.length]!, pair);
        samples.push(performance.now() - began);
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  await Promise.all(connections.map((connection) => connection.end()));
  return {
    orders: samples.length,
    ordersPerSecond: samples.length / seconds,
    orderMs: percentilesOf(samples),
  };
}

async function writeOneOrder(
  client: pg.Client,
  customer: string,
  [one, two]: readonly [string, string],
): Promise<void> {
  const [order, attempt, request] = [v7(), v7(), randomUUID()];
  const number = `ORD-${Array.from({ length: 10 }, () => CROCKFORD[Math.floor(Math.random() * 32)]).join('')}`;
  const events = [v7(), v7(), v7(), v7()] as const;
  const job = (first: string, second: string) => JSON.stringify({ events: [event(first), event(second)] });
  const event = (id: string) => ({ id, type: 'payment.succeeded', orderId: order });
  const facts = JSON.stringify({
    attemptId: attempt,
    method: 'credit_card',
    amountMinor: 3159,
    currency: 'USD',
  });
  await client.query({
    name: 'intent',
    text: INTENT,
    values: [
      order,
      number,
      customer,
      attempt,
      one,
      two,
      PERSONAL,
      events[0],
      events[1],
      facts,
      v7(),
      request,
      randomUUID(),
      job(events[0], events[1]),
    ],
  });
  await client.query({
    name: 'outcome',
    text: OUTCOME,
    values: [
      order,
      customer,
      attempt,
      one,
      two,
      `pi_${attempt}`,
      `txn_${attempt}`,
      CARD,
      v7(),
      events[2],
      events[3],
      facts,
      v7(),
      number,
      request,
      job(events[2], events[3]),
    ],
  });
}
