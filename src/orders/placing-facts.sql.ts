import { sql, type RawBuilder } from 'kysely';
import type { Db, Transaction } from '../shared/database/unit-of-work.js';
import { units } from '../shared/database/units.js';
import { DomainError } from '../shared/problem.js';
import { type Place, type FittingRates, fittingRates } from '../tariffs/index.js';
import type { AttemptRow, OrderRow } from './order-row.js';
import { orderJson } from './order-row.sql.js';

/** What placing an order is decided on. Read under the cart's lock, so nothing of one customer's moves meanwhile. */
export interface PlacingFacts {
  /** The customer's `personal` column. */
  readonly customer: { readonly email: string; readonly name?: string | null };
  readonly cartVersion: number | null;
  readonly lines: readonly WantedLine[];
  readonly destination: Place;
  readonly rates: FittingRates;
  /** The order that this very cart has made and that is not cancelled, with its open attempt. */
  readonly tied: { readonly order: OrderRow; readonly openAttempt: AttemptRow | null } | null;
  readonly pendingOrders: number;
  /** The order that emptied the cart, where it was less than 10 minutes ago and the cart is untouched since. */
  readonly emptiedBy: OrderRow | null;
  readonly now: string;
}

export interface WantedLine {
  readonly productId: string;
  readonly quantity: number;
  /** Null for a product that does not exist. */
  readonly productName: string | null;
  readonly productClass: string;
  readonly priceMinor: number;
  readonly currency: string;
  readonly active: boolean;
  readonly available: number;
  /** Whether more than there is may be ordered, to be sent when it is there. */
  readonly backorderable: boolean;
}

/**
 * The first lock of the one order of locks: cart, order, attempt, stock. A customer who has no cart yet stands in for
 * it, so that what is decided on their other orders holds for them too.
 */
export async function lockCart(tx: Transaction, customerId: string): Promise<void> {
  await sql`
    with cart as materialized (select 1 from carts where customer_id = ${customerId} for update)
    select 1 from users where id = ${customerId} and not exists (select from cart) for no key update`.execute(
    tx.db,
  );
}

/** Reads everything that placing needs in one statement. `items` replace the cart. */
export async function readPlacingFacts(
  db: Db,
  customerId: string,
  items: readonly { productId: string; quantity: number }[] | undefined,
  destination: Place,
): Promise<PlacingFacts> {
  const wanted: RawBuilder<unknown> = items
    ? sql`select product_id, quantity, added
          from ${units(items)} with ordinality as i(product_id, quantity, added)`
    : sql`select product_id, quantity, row_number() over (order by added_at, product_id) as added
          from cart_lines where customer_id = ${customerId}`;
  const { rows } = await sql<Omit<PlacingFacts, 'destination'>>`
    select u.personal as customer,
      c.version as "cartVersion",
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'productId', w.product_id, 'quantity', w.quantity, 'productName', p.name,
          'productClass', coalesce(p.product_class, ''), 'priceMinor', coalesce(p.price_minor, 0),
          'currency', coalesce(p.currency, ''), 'active', coalesce(p.active, false),
          'backorderable', coalesce(p.backorderable, false), 'available', coalesce(s.on_hand - s.held, 0)) order by w.added)
        from (${wanted}) w left join products p on p.id = w.product_id left join stock s on s.product_id = p.id
      ), '[]') as lines,
      ${fittingRates(destination)} as rates,
      (select jsonb_build_object('order', ${orderJson('o')}, 'openAttempt',
          (select to_jsonb(a) from payment_attempts a where a.order_id = o.id and a.status not in ('succeeded', 'failed')))
        from orders o
        where o.customer_id = u.id and o.cart_version = c.version and o.status <> 'cancelled') as tied,
      (select count(*)::int from orders o where o.customer_id = u.id and o.status = 'pending') as "pendingOrders",
      (select ${orderJson('o')} from orders o
        where o.id = c.emptied_by_order_id and o.status <> 'cancelled'
          and c.emptied_at > now() - interval '10 minutes') as "emptiedBy",
      now() as now
    from users u left join carts c on c.customer_id = u.id where u.id = ${customerId}`.execute(db);
  if (!rows[0]) throw new DomainError('unauthorized');
  return { ...rows[0], destination };
}
