import { sql } from 'kysely';
import type { Cte } from '../shared/database/one-statement.js';
import { units, type Units } from '../shared/database/units.js';

/**
 * The cart loses the units that an order took; what was added meanwhile, and what could not be had, stays. A cart that
 * is empty then remembers which order emptied it.
 */
export function takeFromCart(customerId: string, orderId: string, taken: readonly Units[]): Cte[] {
  const u = sql`${units(taken)} as u(product_id, quantity)`;
  return [
    [
      'taken',
      sql`delete from cart_lines c using ${u}
          where c.customer_id = ${customerId} and c.product_id = u.product_id and c.quantity <= u.quantity`,
    ],
    [
      'reduced',
      sql`update cart_lines c set quantity = c.quantity - u.quantity from ${u}
          where c.customer_id = ${customerId} and c.product_id = u.product_id and c.quantity > u.quantity`,
    ],
    [
      'emptied',
      sql`update carts set version = version + 1, updated_at = now(),
            emptied_by_order_id = case when more.lines then null else ${orderId}::uuid end,
            emptied_at = case when more.lines then null else now() end
          from (select exists (
            select 1 from cart_lines c left join ${u} using (product_id)
            where c.customer_id = ${customerId} and c.quantity > coalesce(u.quantity, 0)) as lines) more
          where customer_id = ${customerId}`,
    ],
  ];
}

/** Everything goes, whatever it is. */
export function clearCart(customerId: string): Cte[] {
  return [
    ['cleared', sql`delete from cart_lines where customer_id = ${customerId}`],
    [
      'emptied',
      sql`update carts set version = version + 1, emptied_by_order_id = null, emptied_at = null, updated_at = now()
          where customer_id = ${customerId} and exists (select 1 from cart_lines where customer_id = ${customerId})`,
    ],
  ];
}
