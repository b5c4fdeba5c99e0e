import type { World } from './world.js';

const COUNTED = [
  'users',
  'orders',
  'order_lines',
  'payment_attempts',
  'refunds',
  'ledger_transfers',
  'parcels',
  'returns',
  'events',
  'cart_lines',
  'idempotency_keys',
  'interventions',
] as const;

/** Invoices and credit notes come by themselves, too. */
export const OF_THE_ORDER = `type not in ('invoice.issued', 'credit_note.issued')`;

/**
 * How many rows there are, how much stock, and which versions the carts have:
 * equal before and after a refusal. What comes by itself, webhooks and mails, is not counted.
 */
export async function rowsOf(world: World): Promise<Record<string, number>> {
  const counts = COUNTED.map(
    (table) =>
      `(select count(*)::int from ${table === 'events' ? `events where ${OF_THE_ORDER}` : table}) as ${table}`,
  );
  const { rows } = await world.db.query(
    `select ${counts.join(', ')},
       (select sum(on_hand)::int from stock) as on_hand, (select sum(held)::int from stock) as held,
       (select coalesce(sum(version), 0)::int from carts) as cart_versions`,
  );
  return rows[0];
}

/** Runs something that must be refused, and fails where it left anything behind. Gives back what it answered. */
export async function writingNothing<T>(world: World, act: () => Promise<T>): Promise<T> {
  const before = await rowsOf(world);
  const answer = await act();
  expect(await rowsOf(world)).toEqual(before);
  return answer;
}

/** The same for a request with an `Idempotency-Key`: its refusal is kept under the key, and nothing else. */
export async function keepingOnlyTheAnswer<T>(world: World, act: () => Promise<T>): Promise<T> {
  const { idempotency_keys: _before, ...before } = await rowsOf(world);
  const answer = await act();
  const { idempotency_keys: _after, ...after } = await rowsOf(world);
  expect(after).toEqual(before);
  return answer;
}

/** Everything of one order that an auditor would compare, without what the worker tells of mails. */
export async function orderRows(world: World, number: string): Promise<unknown> {
  const { rows } = await world.db.query(
    `select to_jsonb(o) - 'email_status' - 'updated_at' as "order",
       (select jsonb_agg(to_jsonb(a) order by a.id) from payment_attempts a where a.order_id = o.id) as attempts,
       (select jsonb_agg(to_jsonb(r) order by r.id) from refunds r where r.order_id = o.id) as refunds,
       (select jsonb_agg(to_jsonb(e) order by e.id) from events e where e.order_id = o.id and ${OF_THE_ORDER}) as events,
       (select jsonb_agg(to_jsonb(t) order by t.id) from ledger_transfers t where t.order_id = o.id) as ledger,
       (select jsonb_agg(to_jsonb(p) order by p.id) from parcels p where p.order_id = o.id) as parcels,
       (select jsonb_agg(to_jsonb(s) order by s.product_id) from stock s join order_lines l using (product_id)
         where l.order_id = o.id) as stock
     from orders o where o.number = $1`,
    [number],
  );
  return rows[0];
}

/** The ledger's movements of an order, oldest first. */
export async function ledgerOf(
  world: World,
  number: string,
): Promise<{ movement: string; amount_minor: number }[]> {
  const { rows } = await world.db.query(
    `select t.movement, t.amount_minor from ledger_transfers t join orders o on o.id = t.order_id
     where o.number = $1 order by t.occurred_at, t.id`,
    [number],
  );
  return rows;
}
